package serval.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.spi.config.Configuration.Rename;
import serval.spi.engine.CommandEntry;
import serval.spi.engine.CommandStatistics;

/**
 * Folds the families that are there into a {@link CommandSnapshot}. Bundles come and go on any thread; each change publishes a new
 * snapshot, which the engine adopts at the next batch boundary.
 */
final class CommandRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(CommandRegistry.class);

    private final Map<Object, Family> families = new LinkedHashMap<>();
    private final Map<String, CommandStatistics> statistics = new HashMap<>();
    private List<Rename> renames = List.of();
    private volatile CommandSnapshot published = CommandSnapshot.EMPTY;

    private final Map<String, String> removed = new ConcurrentHashMap<>();
    private int holds;

    private @Nullable Prepared prepared;

    /** A table of commands and whose it is; equal to itself alone. */
    private static final class Family {
        final long bundle;
        final String owner;
        final CommandTable table;

        Family(long bundle, String owner, CommandTable table) {
            this.bundle = bundle;
            this.owner = owner;
            this.table = table;
        }
    }

    /** What is to be published once the families are these. */
    private record Prepared(Map<Object, Family> families, List<Rename> renames, CommandSnapshot snapshot) {}

    /** What is to be adopted. */
    CommandSnapshot published() {
        return published;
    }

    synchronized void renames(List<Rename> lines) {
        renames = lines;
        publish();
    }

    /** A family arrived; {@code key} is what it will leave under. */
    synchronized void add(Object key, String owner, long bundle, CommandTable table) {
        Prepared ready = prepared;
        Family family = ready == null ? null : ready.families.get(key);
        if (family == null || family.table != table) {
            family = new Family(bundle, owner, table);
        }
        families.put(key, family);
        if (!removed.isEmpty()) {
            for (CommandTable.Entry entry : table.entries()) {
                removed.remove(entry.spec().name());
            }
        }
        publish();
    }

    /**
     * Works out what is to be published when some families leave and others enter, as is about to happen. {@code tables} are those
     * that come, one for each key in {@code entering}.
     */
    synchronized void prepare(List<?> leaving, List<?> entering, List<CommandTable> tables, String owner, long bundle) {
        if (leaving.isEmpty() && entering.isEmpty()) {
            return;
        }
        Map<Object, Family> then = new LinkedHashMap<>(families);
        then.keySet().removeAll(leaving);
        for (int i = 0; i < entering.size(); i++) {
            then.put(entering.get(i), new Family(bundle, owner, tables.get(i)));
        }
        prepared = new Prepared(then, renames, fold(then.values()));
    }

    /** Lets go of what was prepared: its bundle went. */
    synchronized void forgetPrepared() {
        prepared = null;
    }

    /** Publishes nothing until {@link #release()}: several changes are to be seen as one. */
    synchronized void hold() {
        holds++;
    }

    /** Publishes what changed since {@link #hold()}. */
    synchronized void release() {
        holds--;
        publish();
    }

    /** Remembers of commands that nobody has any more whose they were. */
    synchronized void remember(CommandTable table, String module) {
        for (CommandTable.Entry entry : table.entries()) {
            String name = entry.spec().name();
            if (published.find(name) == null) {
                removed.put(name, module);
            }
        }
    }

    /** The module that had a command which is gone, or null. */
    @Nullable
    String formerOwner(String name) {
        return removed.isEmpty() ? null : removed.get(name.toLowerCase(Locale.ROOT));
    }

    /** Why a table of one bundle cannot enter while the families of another leave. */
    synchronized List<String> conflicts(CommandTable table, long entering, long leaving) {
        List<String> found = new ArrayList<>();
        for (CommandTable.Entry entry : table.entries()) {
            CommandSpec spec = entry.spec();
            for (Family family : families.values()) {
                if (family.bundle == leaving || family.bundle == entering) {
                    continue;
                }
                for (CommandTable.Entry other : family.table.entries()) {
                    boolean containers = spec.isContainer() && other.spec().isContainer();
                    if (other.spec().name().equals(spec.name()) && !containers) {
                        found.add("command '" + spec.name() + "' is owned by " + family.owner);
                    }
                }
            }
        }
        return found;
    }

    synchronized void remove(Object key) {
        if (families.remove(key) != null) {
            publish();
        }
    }

    private void publish() {
        if (holds > 0) {
            return;
        }
        Prepared ready = prepared;
        prepared = null;
        published = ready != null && ready.renames == renames && ready.families.equals(families)
                ? ready.snapshot
                : fold(families.values());
    }

    private CommandSnapshot fold(Collection<Family> all) {
        Map<String, CommandEntry> commands = new LinkedHashMap<>();
        for (Family family : all) {
            Map<CommandSpec, CommandEntry> containers = new HashMap<>();
            for (CommandTable.Entry entry : family.table.entries()) {
                fold(commands, containers, family, entry);
            }
        }
        return new CommandSnapshot(renamed(commands));
    }

    private void fold(
            Map<String, CommandEntry> commands,
            Map<CommandSpec, CommandEntry> containers,
            Family family,
            CommandTable.Entry declared) {
        String owner = family.owner;
        CommandSpec spec = declared.spec();
        CommandEntry entry = new CommandEntry(
                spec,
                declared.handler(),
                owner,
                family.bundle,
                spec.name(),
                statistics.computeIfAbsent(spec.name(), none -> new CommandStatistics()));
        CommandSpec parent = spec.parent();
        if (parent != null) {
            CommandEntry container = containers.get(parent);
            if (container == null) {
                // Two families of one container: the subcommands meet under the name.
                container = commands.get(parent.name());
            }
            if (container != null) {
                container.add(entry);
            }
            return;
        }
        CommandEntry other = commands.get(spec.name());
        if (other != null && other.spec().isContainer() && spec.isContainer()) {
            containers.put(spec, other);
            return;
        }
        if (other != null && !other.owner().equals(owner)) {
            LOG.error("Command '{}' of bundle {} is refused: bundle {} owns it", spec.name(), owner, other.owner());
            return;
        }
        commands.put(spec.name(), entry);
        if (spec.isContainer()) {
            containers.put(spec, entry);
        }
    }

    private Map<String, CommandEntry> renamed(Map<String, CommandEntry> commands) {
        if (renames.isEmpty()) {
            return commands;
        }
        Map<String, CommandEntry> result = new LinkedHashMap<>(commands);
        List<CommandEntry> moved = new ArrayList<>();
        for (Rename rename : renames) {
            CommandEntry entry = result.remove(rename.from().toLowerCase(Locale.ROOT));
            if (entry != null && !rename.to().isEmpty()) {
                String name = rename.to().toLowerCase(Locale.ROOT);
                CommandEntry copy = new CommandEntry(
                        entry.spec(), entry.handler(), entry.owner(), entry.bundle(), entry.name(), entry.statistics());
                entry.subcommands().forEach(copy::add);
                result.put(name, copy);
                moved.add(copy);
            }
        }
        return result;
    }

    /** Forgets all statistics; under the engine lock. */
    synchronized void resetStatistics() {
        statistics.values().forEach(CommandStatistics::reset);
    }
}
