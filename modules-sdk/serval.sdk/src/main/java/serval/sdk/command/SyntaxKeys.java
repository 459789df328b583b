package serval.sdk.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import serval.sdk.command.Argument.Type;
import serval.sdk.command.KeySpec.Begin;
import serval.sdk.command.KeySpec.Find;

/**
 * Works out key specifications from an argument tree, and notes in the tree which argument belongs to which.
 *
 * <p>Neighbouring single keys share a specification if all keys have the same flags. A key behind an optional token is found
 * by that keyword, looked for from where it can stand at the earliest.
 */
final class SyntaxKeys {
    private final List<Set<KeyFlag>> flags;
    private final List<KeySpec> specs = new ArrayList<>();
    private final List<Argument> arguments = new ArrayList<>();
    private boolean fixed = true;
    private int least;

    /**
     * Works through a tree.
     *
     * @param flags of each specification in turn; the last one's go for the rest, too
     * @param first the position of the first argument: 1, or 2 for a subcommand
     */
    SyntaxKeys(List<Argument> tree, List<Set<KeyFlag>> flags, int first) {
        this.flags = flags;
        least = first;
        for (int i = 0; i < tree.size(); i++) {
            Argument argument = tree.get(i);
            boolean counted = i > 0 && tree.get(i - 1).name().equals("numkeys");
            arguments.add(
                    isKey(argument) ? key(argument, counted, tree.subList(i + 1, tree.size())) : others(argument));
            fixed &= Syntax.isFixed(argument);
            least += Syntax.least(argument);
        }
    }

    List<KeySpec> specs() {
        return specs;
    }

    List<Argument> arguments() {
        return arguments;
    }

    private static boolean isKey(Argument argument) {
        return argument.type() == Type.KEY || argument.name().equals("shardchannel");
    }

    private Argument key(Argument argument, boolean counted, List<Argument> after) {
        if (counted) {
            return noted(argument, fixed ? new Begin.Index(least - 1) : new Begin.Unknown(), new Find.Count(0, 1, 1));
        }
        if (argument.token() != null) {
            Find find = new Find.Range(argument.multiple() ? -1 : 0, 1, 0);
            return noted(argument, new Begin.Keyword(argument.token(), least), find);
        }
        if (!fixed || argument.multiple() && !after.stream().allMatch(Syntax::isFixed)) {
            return noted(argument, new Begin.Unknown(), new Find.Unknown());
        }
        int last = 0;
        if (argument.multiple()) {
            last = -1;
            for (Argument later : after) {
                last -= Syntax.least(later);
            }
        }
        return noted(argument, new Begin.Index(least), new Find.Range(last, 1, 0));
    }

    private Argument others(Argument argument) {
        if (argument.parts().stream().noneMatch(SyntaxKeys::isKey)) {
            return argument;
        }
        List<Argument> parts = new ArrayList<>();
        int lists = (int) argument.parts().stream().filter(Argument::multiple).count();
        for (Argument part : argument.parts()) {
            if (!isKey(part)) {
                parts.add(part);
            } else if (argument.type() == Type.ONEOF) {
                parts.add(key(part, false, List.of()));
            } else if (argument.token() != null) {
                Find find = new Find.Range(part.multiple() ? -1 : 0, 1, lists > 1 ? lists : 0);
                parts.add(noted(part, new Begin.Keyword(argument.token(), least), find));
            } else if (argument.multiple() && fixed) {
                Find find = new Find.Range(-1, argument.parts().size(), 0);
                parts.add(noted(part, new Begin.Index(least + parts.size()), find));
            } else {
                parts.add(noted(part, new Begin.Unknown(), new Find.Unknown()));
            }
        }
        return argument.with(parts);
    }

    private Argument noted(Argument argument, Begin begin, Find find) {
        int index = specs.size();
        if (index > 0 && flags.size() < 2 && joined(specs.getLast(), begin, find)) {
            return argument.inSpec(argument.type() == Type.KEY ? index - 1 : -1);
        }
        specs.add(new KeySpec(begin, find, flags.get(Math.min(index, flags.size() - 1)), null));
        return argument.inSpec(argument.type() == Type.KEY ? index : -1);
    }

    private boolean joined(KeySpec before, Begin begin, Find find) {
        if (before.begin() instanceof Begin.Index(int first)
                && before.find() instanceof Find.Range(int last, int step, int limit)
                && begin instanceof Begin.Index(int next)
                && find.equals(new Find.Range(0, 1, 0))
                && step == 1
                && last >= 0
                && next == first + last + 1) {
            specs.removeLast();
            specs.add(
                    new KeySpec(before.begin(), new Find.Range(last + 1, step, limit), before.flags(), before.notes()));
            return true;
        }
        return false;
    }
}
