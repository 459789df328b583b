package serval.sdk.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import serval.sdk.command.Argument.Type;
import serval.sdk.command.SyntaxNode.Dots;
import serval.sdk.command.SyntaxNode.Group;
import serval.sdk.command.SyntaxNode.Word;

/**
 * Makes arguments of what is written in a syntax line.
 *
 * <p>Two things are not written and have to be seen. A group that ends in dots repeats what stands before it, so
 * {@code key [key ...]} is one argument. A token belongs to the value behind it, or, where several values follow, to the block
 * they make.
 */
final class SyntaxTree {
    private final Function<String, Type> types;

    SyntaxTree(Function<String, Type> types) {
        this.types = types;
    }

    /** A run of nodes that is one argument because it is repeated, or a single node. */
    private record Item(List<SyntaxNode> nodes, boolean repeated) {
        @Nullable
        Word token() {
            return !repeated && nodes.getFirst() instanceof Word word && word.isToken() ? word : null;
        }

        /** Whether it can be the value behind a token. */
        boolean isValue() {
            return switch (nodes.getFirst()) {
                case Word word -> !word.isToken();
                case Group group -> !group.optional();
                case Dots dots -> false;
            };
        }
    }

    List<Argument> sequence(List<SyntaxNode> nodes) {
        List<Item> items = fold(nodes);
        List<Argument> result = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            Word token = item.token();
            if (token == null) {
                result.add(item(item));
                continue;
            }
            int end = i + 1;
            while (end < items.size() && items.get(end).isValue()) {
                end++;
            }
            if (end == i + 1) {
                String literal = token.literal();
                result.add(Argument.value(ArgumentTypes.tokenName(literal), Type.PURE_TOKEN, literal));
            } else if (end == i + 2 || isChoice(items.get(end - 1)) && end == items.size()) {
                Argument value = item(items.get(i + 1)).behind(token.literal());
                result.add(value.type() == Type.ONEOF ? value.named(token.text().toLowerCase(Locale.ROOT)) : value);
                i++;
            } else {
                List<Argument> parts = new ArrayList<>();
                for (Item part : items.subList(i + 1, end)) {
                    parts.add(item(part));
                }
                String name = token.text().toLowerCase(Locale.ROOT);
                result.add(Argument.group(name, Type.BLOCK, token.literal(), parts));
                i = end - 1;
            }
        }
        return result;
    }

    private static boolean isChoice(Item item) {
        return !item.repeated() && item.nodes().getFirst() instanceof Group;
    }

    private Argument item(Item item) {
        if (item.repeated()) {
            boolean withToken = item.nodes().getFirst() instanceof Word word && word.isToken();
            return one(sequence(item.nodes()), "data").repeated(withToken);
        }
        return switch (item.nodes().getFirst()) {
            case Word word -> Argument.value(word.text(), types.apply(word.text()), null);
            case Group group -> group.optional() ? choice(group).omissible() : choice(group);
            case Dots dots -> throw new IllegalArgumentException("dots that repeat nothing");
        };
    }

    /** Several arguments as one: themselves if there is one, else a block. */
    private static Argument one(List<Argument> arguments, String name) {
        if (arguments.size() == 1) {
            return arguments.getFirst();
        }
        Argument first = arguments.getFirst();
        boolean swallows = first.type() == Type.BLOCK && first.token() != null && !first.multiple();
        if (swallows && arguments.stream().skip(1).allMatch(Argument::optional)) {
            List<Argument> parts = new ArrayList<>(first.parts());
            parts.addAll(arguments.subList(1, arguments.size()));
            return first.with(parts);
        }
        return Argument.group(name, Type.BLOCK, null, arguments);
    }

    private Argument choice(Group group) {
        List<List<SyntaxNode>> choices = withoutRepetition(group.choices());
        boolean repeated = choices != group.choices();
        List<Argument> parts = new ArrayList<>();
        for (List<SyntaxNode> choice : choices) {
            List<Argument> sequence = sequence(choice);
            parts.add(one(sequence, blockName(sequence)));
        }
        Argument result =
                parts.size() == 1 ? parts.getFirst() : Argument.group(choiceName(parts), Type.ONEOF, null, parts);
        return repeated ? result.repeated(false) : result;
    }

    private static String choiceName(List<Argument> parts) {
        TreeSet<String> tokens = new TreeSet<>();
        for (Argument part : parts) {
            if (part.token() != null) {
                tokens.add(part.token());
            }
        }
        return ArgumentTypes.choiceName(tokens);
    }

    private static String blockName(List<Argument> parts) {
        Argument first = parts.getFirst();
        if (first.token() == null) {
            return first.name().equals("start") ? "range" : "options";
        }
        return first.token().toLowerCase(Locale.ROOT) + "-block";
    }

    /** The alternatives without the group at the end of the last one that repeats them all; the same list if there is none. */
    private static List<List<SyntaxNode>> withoutRepetition(List<List<SyntaxNode>> choices) {
        List<SyntaxNode> last = choices.getLast();
        if (choices.size() < 2 || !(last.getLast() instanceof Group group) || !endsInDots(group)) {
            return choices;
        }
        List<List<SyntaxNode>> rest = new ArrayList<>(choices.subList(0, choices.size() - 1));
        rest.add(last.subList(0, last.size() - 1));
        List<List<SyntaxNode>> body = new ArrayList<>(group.choices());
        List<SyntaxNode> dotted = body.removeLast();
        body.add(dotted.subList(0, dotted.size() - 1));
        boolean bare = body.size() == 1 && body.getFirst().isEmpty();
        return bare || body.equals(rest) ? rest : choices;
    }

    private static boolean endsInDots(Group group) {
        return group.optional() && group.choices().getLast().getLast() instanceof Dots;
    }

    private static List<Item> fold(List<SyntaxNode> nodes) {
        List<Item> items = new ArrayList<>();
        for (SyntaxNode node : nodes) {
            if (!(node instanceof Group group)
                    || !endsInDots(group)
                    || group.choices().size() != 1) {
                items.add(new Item(List.of(node), false));
                continue;
            }
            List<SyntaxNode> dotted = group.choices().getFirst();
            List<SyntaxNode> body = dotted.subList(0, dotted.size() - 1);
            int count = body.isEmpty() ? items.size() : body.size();
            int from = items.size() - count;
            List<SyntaxNode> before = new ArrayList<>();
            for (int i = Math.max(from, 0); i < items.size(); i++) {
                before.addAll(items.get(i).nodes());
            }
            if (from < 0 || before.isEmpty() || !body.isEmpty() && !before.equals(body)) {
                throw new IllegalArgumentException("a group with dots does not repeat what stands before it: " + body);
            }
            items.subList(from, items.size()).clear();
            items.add(new Item(before, true));
        }
        return items;
    }
}
