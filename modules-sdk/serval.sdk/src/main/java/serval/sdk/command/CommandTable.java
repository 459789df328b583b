package serval.sdk.command;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Commands, each bound to the method that runs it: what a {@link CommandFamily} contributes. */
public final class CommandTable {
    private final List<Entry> entries;

    private CommandTable(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** Begins a table whose commands belong to a group of COMMAND DOCS, unless they name another. */
    public static Builder table() {
        return new Builder();
    }

    /** The entries in the order they were added; containers stand before their subcommands. */
    public List<Entry> entries() {
        return entries;
    }

    /**
     * A command and its method.
     *
     * @param spec the declaration
     * @param handler the method; null for a container, whose subcommands are entries of their own
     */
    public record Entry(CommandSpec spec, @Nullable Handler handler) {}

    /** Collects a table. */
    public static final class Builder {
        private final List<Entry> entries = new ArrayList<>();

        private Builder() {}

        /** Adds a command, or a subcommand: its container is added along with its first subcommand. */
        public Builder add(CommandSpec spec, Handler handler) {
            CommandSpec parent = spec.parent();
            if (parent != null && entries.stream().noneMatch(entry -> entry.spec() == parent)) {
                entries.add(new Entry(parent, null));
            }
            entries.add(new Entry(spec, handler));
            return this;
        }

        /** The finished table. */
        public CommandTable build() {
            return new CommandTable(entries);
        }
    }
}
