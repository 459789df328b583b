package serval.spi.engine;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.Handler;

/** A command in the engine's table: its declaration, its method, the bundle that owns it, its statistics. */
public final class CommandEntry {
    private final CommandSpec spec;
    private final @Nullable Handler handler;
    private final String owner;
    private final long bundle;
    private final String name;
    private final CommandStatistics statistics;
    private final Map<String, CommandEntry> subcommands = new LinkedHashMap<>();
    private boolean hasSubcommands;

    /**
     * Creates an entry.
     *
     * @param owner the symbolic name of the bundle
     * @param bundle the bundle's number in the framework
     * @param name the name it is called by, which {@code rename-command} may have changed
     */
    public CommandEntry(
            CommandSpec spec,
            @Nullable Handler handler,
            String owner,
            long bundle,
            String name,
            CommandStatistics statistics) {
        this.spec = spec;
        this.handler = handler;
        this.owner = owner;
        this.bundle = bundle;
        this.name = name;
        this.statistics = statistics;
    }

    /** The declaration. */
    public CommandSpec spec() {
        return spec;
    }

    /** The method; null for a container. */
    public @Nullable Handler handler() {
        return handler;
    }

    /** The symbolic name of the bundle it comes from. */
    public String owner() {
        return owner;
    }

    /** The number of that bundle: versions of one bundle differ in it. */
    public long bundle() {
        return bundle;
    }

    /** The full name it is called by, in lower case: {@code config|get} for a subcommand. */
    public String name() {
        return name;
    }

    /** The statistics, which outlive a change of bundles. */
    public CommandStatistics statistics() {
        return statistics;
    }

    /** The subcommands. */
    public Collection<CommandEntry> subcommands() {
        return subcommands.values();
    }

    /** Whether there are subcommands. */
    public boolean hasSubcommands() {
        return hasSubcommands;
    }

    /** The subcommand of this name in lower case, or null. */
    public @Nullable CommandEntry subcommand(String own) {
        return subcommands.get(own);
    }

    /** Adds a subcommand; only while the table is being built. */
    public void add(CommandEntry subcommand) {
        subcommands.put(subcommand.spec.ownName(), subcommand);
        hasSubcommands = true;
    }

    @Override
    public String toString() {
        return name;
    }
}
