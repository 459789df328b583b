package serval.sdk.command;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The declaration of a command: its syntax line, its flags, and what COMMAND tells of it.
 *
 * <p>The syntax line is written as Redis' documentation writes it and gives the arity, the argument tree and, with
 * {@link Builder#keys}, the key specifications. What does not follow from it is stated explicitly. A specification is
 * immutable.
 *
 * <pre>{@code
 * static final CommandSpec GETDEL = CommandSpec.command("GETDEL key")
 *         .summary("Reads a string and deletes its key.").group("string").since("6.2.0").complexity("O(1)")
 *         .flags(WRITE, FAST).keys(RW, ACCESS, DELETE).build();
 * }</pre>
 */
public final class CommandSpec {
    private final String name;
    private final @Nullable CommandSpec parent;
    private final String syntax;
    private final String summary;
    private final String group;
    private final String since;
    private final @Nullable String complexity;
    private final int arity;
    private final long flagBits;
    private final Set<CommandFlag> flags;
    private final Set<String> categories;
    private final List<KeySpec> keySpecs;
    private final KeyFlag[][] keySpecFlags;
    private final @Nullable KeyFinder keyFinder;
    private final LegacyKeys legacyKeys;
    private final List<Argument> arguments;
    private final List<String> tips;
    private final List<Change> history;
    private final @Nullable String deprecatedSince;
    private final @Nullable String replacedBy;
    private final boolean container;
    private final boolean internal;

    private CommandSpec(Builder builder, Syntax parsed) {
        parent = builder.parent;
        name = (parent == null ? "" : parent.name + "|") + parsed.name().toLowerCase(Locale.ROOT);
        syntax = builder.syntax;
        summary = builder.summary;
        group = builder.group != null ? builder.group : parent != null ? parent.group : "module";
        since = builder.since;
        complexity = builder.complexity;
        container = builder.container;
        int words = parsed.arity();
        arity = builder.arity != 0
                ? builder.arity
                : container ? -2 : parent == null ? words : words < 0 ? words - 1 : words + 1;
        List<Argument> tree = builder.arguments != null ? List.copyOf(builder.arguments) : parsed.arguments();
        List<KeySpec> specs = builder.keySpecs;
        if (!builder.keyFlags.isEmpty()) {
            SyntaxKeys keys = new SyntaxKeys(tree, builder.keyFlags, parent == null ? 1 : 2);
            specs = specs.isEmpty() ? builder.noted(keys.specs()) : specs;
            tree = builder.arguments != null ? tree : keys.arguments();
        }
        keySpecs = List.copyOf(specs);
        arguments = builder.inSpecs(tree, keySpecs.size());
        keySpecFlags = new KeyFlag[keySpecs.size()][];
        for (int i = 0; i < keySpecFlags.length; i++) {
            keySpecFlags[i] = keySpecs.get(i).flags().stream().sorted().toArray(KeyFlag[]::new);
        }
        keyFinder = builder.keyFinder;
        legacyKeys = LegacyKeys.of(keySpecs);
        EnumSet<CommandFlag> all = EnumSet.copyOf(builder.flags);
        boolean incomplete = keyFinder != null && keySpecs.isEmpty();
        for (KeySpec spec : keySpecs) {
            incomplete |= spec.flags().contains(KeyFlag.INCOMPLETE);
        }
        if (incomplete || legacyKeys.movable()) {
            all.add(CommandFlag.MOVABLEKEYS);
        }
        flags = Set.copyOf(all);
        long bits = 0;
        for (CommandFlag flag : all) {
            bits |= 1L << flag.ordinal();
        }
        flagBits = bits;
        categories = Categories.of(all, container ? "" : group, builder.categories);
        tips = List.copyOf(builder.tips);
        history = List.copyOf(builder.history);
        deprecatedSince = builder.deprecatedSince;
        replacedBy = builder.replacedBy;
        internal = builder.internal;
    }

    /** Begins the declaration of a command with its syntax line. */
    public static Builder command(String syntax) {
        return new Builder(null, syntax, false);
    }

    /** Begins the declaration of a command that only has subcommands, such as {@code CONFIG}. */
    public static Builder container(String name) {
        return new Builder(null, name, true);
    }

    /** Begins the declaration of a subcommand; the syntax line starts with the subcommand's own name. */
    public Builder subcommand(String line) {
        return new Builder(this, line, false);
    }

    /** The full name in lower case: {@code get}, or {@code config|get} for a subcommand. */
    public String name() {
        return name;
    }

    /** The last part of the name: {@code get} for {@code config|get}. */
    public String ownName() {
        return name.substring(name.indexOf('|') + 1);
    }

    /** The container this is a subcommand of, or null. */
    public @Nullable CommandSpec parent() {
        return parent;
    }

    /** Whether this stands for its subcommands and cannot be called itself. */
    public boolean isContainer() {
        return container;
    }

    /** The syntax line. */
    public String syntax() {
        return syntax;
    }

    /** One sentence on what the command does. */
    public String summary() {
        return summary;
    }

    /** The group in COMMAND DOCS, such as {@code string} or {@code sorted-set}. */
    public String group() {
        return group;
    }

    /** The version that introduced it. */
    public String since() {
        return since;
    }

    /** The time complexity, or null. */
    public @Nullable String complexity() {
        return complexity;
    }

    /** The number of arguments, names included; negative for at least that many. */
    public int arity() {
        return arity;
    }

    /** Whether a call with this many arguments fits the arity. */
    public boolean takes(int count) {
        return arity >= 0 ? count == arity : count >= -arity;
    }

    /** The flags. */
    public Set<CommandFlag> flags() {
        return flags;
    }

    /** Whether a flag is set. */
    public boolean is(CommandFlag flag) {
        return (flagBits & 1L << flag.ordinal()) != 0;
    }

    /** The flags as bits by ordinal. */
    public long flagBits() {
        return flagBits;
    }

    /** The ACL categories without the {@code @}. */
    public Set<String> categories() {
        return categories;
    }

    /** Where the keys stand. */
    public List<KeySpec> keySpecs() {
        return keySpecs;
    }

    /** The flags of each key specification as arrays, which nobody changes. */
    KeyFlag[][] keySpecFlags() {
        return keySpecFlags;
    }

    /** What finds keys that no specification tells, or null. */
    public @Nullable KeyFinder keyFinder() {
        return keyFinder;
    }

    /** The position of the first key as COMMAND INFO tells it, 0 if there is none that can be told so. */
    public int firstKey() {
        return legacyKeys.first();
    }

    /** The position of the last key as COMMAND INFO tells it; negative from the end. */
    public int lastKey() {
        return legacyKeys.last();
    }

    /** The step from one key to the next as COMMAND INFO tells it. */
    public int keyStep() {
        return legacyKeys.step();
    }

    /** The argument tree. */
    public List<Argument> arguments() {
        return arguments;
    }

    /** The tips for clients and proxies, such as {@code nondeterministic_output}. */
    public List<String> tips() {
        return tips;
    }

    /** What changed in which version. */
    public List<Change> history() {
        return history;
    }

    /** Whether it is for servers and their tests rather than for users: {@code syscmd} in COMMAND DOCS. */
    public boolean isInternal() {
        return internal;
    }

    /** The version that deprecated it, or null. */
    public @Nullable String deprecatedSince() {
        return deprecatedSince;
    }

    /** What replaces a deprecated command, or null. */
    public @Nullable String replacedBy() {
        return replacedBy;
    }

    @Override
    public String toString() {
        return name;
    }

    /**
     * A line of a command's history.
     *
     * @param version the version
     * @param text what changed
     */
    public record Change(String version, String text) {}

    /** Collects a declaration. */
    public static final class Builder {
        private final @Nullable CommandSpec parent;
        private final String syntax;
        private final boolean container;
        private String summary = "";
        private @Nullable String group;
        private String since = "7.2.0";
        private @Nullable String complexity;
        private int arity;
        private final EnumSet<CommandFlag> flags = EnumSet.noneOf(CommandFlag.class);
        private final Set<String> categories = new HashSet<>();
        private final List<Set<KeyFlag>> keyFlags = new ArrayList<>();
        private final List<String> groups = new ArrayList<>();
        private final Map<String, UnaryOperator<Argument>> changes = new LinkedHashMap<>();
        private final Map<String, Integer> inSpecs = new HashMap<>();
        private final List<KeySpec> keySpecs = new ArrayList<>();
        private final Map<Integer, String> keyNotes = new HashMap<>();
        private @Nullable KeyFinder keyFinder;
        private @Nullable List<Argument> arguments;
        private final List<String> tips = new ArrayList<>();
        private final List<Change> history = new ArrayList<>();
        private @Nullable String deprecatedSince;
        private @Nullable String replacedBy;
        private boolean internal;

        private Builder(@Nullable CommandSpec parent, String syntax, boolean container) {
            this.parent = parent;
            this.syntax = syntax;
            this.container = container;
        }

        /** One sentence on what the command does, in our own words. */
        public Builder summary(String text) {
            summary = text;
            return this;
        }

        /** The group; a subcommand has its container's unless told otherwise. */
        public Builder group(String name) {
            group = name;
            return this;
        }

        /** The version that introduced it. */
        public Builder since(String version) {
            since = version;
            return this;
        }

        /** The time complexity. */
        public Builder complexity(String text) {
            complexity = text;
            return this;
        }

        /** The arity, where it does not follow from the syntax line. */
        public Builder arity(int number) {
            arity = number;
            return this;
        }

        /** The flags. */
        public Builder flags(CommandFlag... some) {
            flags.addAll(List.of(some));
            return this;
        }

        /**
         * ACL categories beyond those that follow from flags and group, without the {@code @}; with a dash before it, one
         * that follows and yet does not hold.
         */
        public Builder categories(String... some) {
            categories.addAll(List.of(some));
            return this;
        }

        /**
         * What is done with the keys of the syntax line; their positions follow from it. Called once, it tells of all keys;
         * called several times, of one key specification after the other. Without it the command takes no keys.
         */
        public Builder keys(KeyFlag... some) {
            keyFlags.add(Set.of(some));
            return this;
        }

        /** A remark, for COMMAND INFO, on the key specification that the last {@link #keys} tells of. */
        public Builder keyNotes(String text) {
            keyNotes.put(keyFlags.size() - 1, text);
            return this;
        }

        private List<KeySpec> noted(List<KeySpec> specs) {
            List<KeySpec> result = new ArrayList<>(specs);
            keyNotes.forEach((index, text) -> {
                KeySpec spec = result.get(index);
                result.set(index, new KeySpec(spec.begin(), spec.find(), spec.flags(), text));
            });
            return result;
        }

        /**
         * Names for the choices and blocks of the syntax line, in the order in which they open: nobody can see them in it,
         * but COMMAND DOCS tells them. Those that are left over keep the name Redis would most likely give.
         */
        public Builder groups(String... names) {
            groups.addAll(List.of(names));
            return this;
        }

        /** The type of an argument, where its name tells another one. It is given by its token if it has one, else by its name. */
        public Builder type(String argument, Argument.Type type) {
            return change(argument, old -> old.typed(type));
        }

        /** The name of an argument, where it is not the one shown in the syntax line. Given by its token or its name. */
        public Builder name(String argument, String name) {
            return change(argument, old -> old.named(name));
        }

        /** The version that introduced an argument, which is given by its token or its name. */
        public Builder argumentSince(String argument, String version) {
            return change(argument, old -> old.introduced(version));
        }

        /** The index of the key specification that an argument belongs to, which is given by its token or its name. */
        public Builder argumentKeySpec(String argument, int index) {
            inSpecs.put(argument, index);
            return this;
        }

        private Builder change(String argument, UnaryOperator<Argument> change) {
            changes.merge(argument, change, (one, other) -> old -> other.apply(one.apply(old)));
            return this;
        }

        /** The tree with the indexes that were stated, and without those of specifications that are not there. */
        private List<Argument> inSpecs(List<Argument> tree, int count) {
            List<Argument> result = new ArrayList<>();
            for (Argument argument : tree) {
                Integer stated = inSpecs.get(argument.token() != null ? argument.token() : argument.name());
                Argument next = stated != null ? argument.inSpec(stated) : argument;
                next = next.keySpec() >= count ? next.inSpec(count - 1) : next;
                result.add(next.parts().isEmpty() ? next : next.with(inSpecs(next.parts(), count)));
            }
            return List.copyOf(result);
        }

        /** A key specification, where those of the syntax line do not do: then all are given so, one by one. */
        public Builder keySpec(KeySpec spec) {
            keySpecs.add(spec);
            return this;
        }

        /** What finds the keys when the specifications cannot. */
        public Builder keyFinder(KeyFinder finder) {
            keyFinder = finder;
            return this;
        }

        /** The argument tree, where it does not follow from the syntax line. */
        public Builder arguments(Argument... tree) {
            arguments = List.of(tree);
            return this;
        }

        /** Tips for clients and proxies. */
        public Builder tips(String... some) {
            tips.addAll(List.of(some));
            return this;
        }

        /** A line of history. */
        public Builder changed(String version, String text) {
            history.add(new Change(version, text));
            return this;
        }

        /** Marks the command as one for servers and their tests rather than for users. */
        public Builder internal() {
            internal = true;
            return this;
        }

        /** Marks the command as deprecated. */
        public Builder deprecated(String version, String replacement) {
            deprecatedSince = version;
            replacedBy = replacement;
            return this;
        }

        /**
         * The finished specification.
         *
         * @throws IllegalArgumentException if the syntax line makes no sense, with the place
         */
        public CommandSpec build() {
            boolean keys = !keyFlags.isEmpty() || !keySpecs.isEmpty() || keyFinder != null;
            return new CommandSpec(this, Syntax.parse(syntax, keys, groups, changes));
        }
    }
}
