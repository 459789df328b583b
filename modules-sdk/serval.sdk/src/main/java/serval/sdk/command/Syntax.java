package serval.sdk.command;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import serval.sdk.command.Argument.Type;

/** What a syntax line says: the name, the arity, the argument tree and the key positions. */
final class Syntax {
    private final String name;
    private final List<Argument> arguments;

    private Syntax(String name, List<Argument> arguments) {
        this.name = name;
        this.arguments = arguments;
    }

    /** Reads a line. With {@code keys}, arguments that are named like keys are keys. */
    static Syntax parse(String line, boolean keys) {
        return parse(line, keys, List.of(), Map.of());
    }

    /**
     * Reads a line whose tree then is corrected.
     *
     * @param groups names of choices and blocks in the order in which they open; those left over keep their own
     * @param changes by an argument's token or, if it has none, name
     */
    static Syntax parse(String line, boolean keys, List<String> groups, Map<String, UnaryOperator<Argument>> changes) {
        String text = line.trim();
        int space = text.indexOf(' ');
        String name = space < 0 ? text : text.substring(0, space);
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a syntax line without a name");
        }
        SyntaxTree tree = new SyntaxTree(word -> ArgumentTypes.of(word, keys));
        List<Argument> arguments;
        try {
            arguments = tree.sequence(SyntaxNode.read(text.substring(name.length())));
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("syntax of " + name + ": " + wrong.getMessage(), wrong);
        }
        if (!groups.isEmpty() || !changes.isEmpty()) {
            Set<String> met = new HashSet<>();
            Iterator<String> names = groups.iterator();
            arguments = changed(arguments, names, changes, met);
            if (names.hasNext()) {
                throw new IllegalArgumentException("syntax of " + name + " has no group for '" + names.next() + "'");
            }
            for (String wanted : changes.keySet()) {
                if (!met.contains(wanted)) {
                    throw new IllegalArgumentException("syntax of " + name + " has no argument '" + wanted + "'");
                }
            }
        }
        return new Syntax(name, List.copyOf(arguments));
    }

    private static List<Argument> changed(
            List<Argument> arguments,
            Iterator<String> groups,
            Map<String, UnaryOperator<Argument>> changes,
            Set<String> met) {
        List<Argument> result = new ArrayList<>();
        for (Argument argument : arguments) {
            Argument next = argument;
            if ((next.type() == Type.ONEOF || next.type() == Type.BLOCK) && groups.hasNext()) {
                next = next.named(groups.next());
            }
            if (!next.parts().isEmpty()) {
                next = next.with(changed(next.parts(), groups, changes, met));
            }
            String called = next.token() != null ? next.token() : next.name();
            UnaryOperator<Argument> change = changes.get(called);
            if (change != null) {
                met.add(called);
                next = change.apply(next);
            }
            result.add(next);
        }
        return result;
    }

    String name() {
        return name;
    }

    /** The arity as Redis counts it, the name included: negative where more arguments may follow. */
    int arity() {
        int least = 1;
        boolean open = false;
        for (Argument argument : arguments) {
            least += least(argument);
            open |= !isFixed(argument);
        }
        return open ? -least : least;
    }

    List<Argument> arguments() {
        return arguments;
    }

    /** The least number of words an argument takes. */
    static int least(Argument argument) {
        return argument.optional() ? 0 : size(argument);
    }

    private static int size(Argument argument) {
        int words = argument.token() == null ? 0 : 1;
        switch (argument.type()) {
            case PURE_TOKEN -> {}
            case BLOCK -> {
                for (Argument part : argument.parts()) {
                    words += least(part);
                }
            }
            case ONEOF ->
                words += argument.parts().stream().mapToInt(Syntax::size).min().orElse(0);
            default -> words++;
        }
        return words;
    }

    /** Whether an argument always takes the same number of words. */
    static boolean isFixed(Argument argument) {
        if (argument.optional() || argument.multiple()) {
            return false;
        }
        for (Argument part : argument.parts()) {
            if (!isFixed(part)
                    || argument.type() == Type.ONEOF
                            && size(part) != size(argument.parts().getFirst())) {
                return false;
            }
        }
        return true;
    }
}
