package serval.engine;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandTable;
import serval.spi.module.Arrivals;

/** Command families by bundle. Each is asked for its table when it comes, on its bundle's thread and not under the engine lock. */
final class FamilyArrivals extends Arrivals<CommandFamily> {
    private static final Logger LOG = LoggerFactory.getLogger(FamilyArrivals.class);
    private static final CommandTable NONE = CommandTable.table().build();

    private final Core core;
    private final Map<CommandFamily, CommandTable> tables = new IdentityHashMap<>();

    FamilyArrivals(Core core) {
        super("commands");
        this.core = core;
    }

    @Override
    protected void came(CommandFamily family, ServiceReference<? extends CommandFamily> reference) {
        CommandTable table = NONE;
        try {
            table = family.commands();
        } catch (RuntimeException | LinkageError fault) {
            LOG.error(
                    "The commands of bundle {} cannot be had",
                    reference.getBundle().getSymbolicName(),
                    fault);
        }
        tables.put(family, table);
    }

    @Override
    protected void went(CommandFamily family, ServiceReference<? extends CommandFamily> reference) {
        tables.remove(family);
        core.registry.forgetPrepared();
    }

    @Override
    protected void enter(CommandFamily family, ServiceReference<? extends CommandFamily> reference) {
        Bundle bundle = reference.getBundle();
        core.registry.add(
                reference,
                String.valueOf(bundle.getSymbolicName()),
                bundle.getBundleId(),
                tables.getOrDefault(family, NONE));
    }

    @Override
    protected void leave(CommandFamily family, ServiceReference<? extends CommandFamily> reference) {
        core.registry.remove(reference);
    }

    @Override
    protected List<String> names(CommandFamily family) {
        List<String> names = new ArrayList<>();
        tables.getOrDefault(family, NONE)
                .entries()
                .forEach(entry -> names.add(entry.spec().name()));
        return names;
    }

    /** The tables of a bundle's families, in service or not. */
    synchronized List<CommandTable> tables(@Nullable Bundle bundle) {
        List<CommandTable> own = new ArrayList<>();
        for (CommandFamily family : of(bundle)) {
            own.add(tables.getOrDefault(family, NONE));
        }
        return own;
    }

    @Override
    public List<String> conflicts(Bundle entering, @Nullable Bundle leaving) {
        List<String> found = new ArrayList<>();
        for (CommandTable table : tables(entering)) {
            found.addAll(core.registry.conflicts(
                    table, entering.getBundleId(), leaving == null ? -1 : leaving.getBundleId()));
        }
        return found;
    }

    @Override
    public synchronized void prepare(@Nullable Bundle leaving, @Nullable Bundle entering) {
        core.registry.prepare(
                references(leaving),
                references(entering),
                tables(entering),
                entering == null ? "" : String.valueOf(entering.getSymbolicName()),
                entering == null ? -1 : entering.getBundleId());
    }

    @Override
    public synchronized void exchange(@Nullable Bundle leaving, @Nullable Bundle entering) {
        if (of(leaving).isEmpty() && of(entering).isEmpty()) {
            return;
        }
        core.registry.hold();
        try {
            super.exchange(leaving, entering);
        } finally {
            core.registry.release();
        }
        if (leaving != null) {
            String module = leaving.getSymbolicName() + " " + leaving.getVersion();
            for (CommandTable table : tables(leaving)) {
                core.registry.remember(table, module);
            }
        }
    }
}
