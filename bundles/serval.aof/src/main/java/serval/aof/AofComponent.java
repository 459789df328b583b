package serval.aof;

import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.condition.Condition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.aof.disk.FileDisk;
import serval.aof.orphan.OrphanGate;
import serval.sdk.command.CommandFamily;
import serval.sdk.config.DirectiveSet;
import serval.sdk.engine.Engine;
import serval.sdk.module.Handover;
import serval.sdk.timer.Timers;
import serval.spi.config.Configuration;
import serval.spi.dataset.BackgroundWork;
import serval.spi.dataset.DatasetSource;
import serval.spi.dataset.FileEncryption;
import serval.spi.dataset.Loading;
import serval.spi.dataset.RdbStreams;
import serval.spi.dataset.SnapshotField;
import serval.spi.engine.Commands;
import serval.spi.engine.Dispatcher;
import serval.spi.engine.EngineStatistics;
import serval.spi.engine.Executor;
import serval.spi.engine.Lifecycle;
import serval.spi.gate.Gate;
import serval.spi.info.InfoSection;
import serval.spi.journal.Journal;
import serval.spi.journal.JournalSink;
import serval.spi.keyspace.Keyspace;
import serval.spi.module.Intake;
import serval.spi.module.Phase;
import serval.spi.observe.LatencyEvents;
import serval.spi.snapshot.Snapshots;

/** Puts the append-only file together and publishes its parts. */
@Component(
        service = {},
        immediate = true)
public final class AofComponent implements Lifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(AofComponent.class);
    private static final long TICK_MILLIS = 100;

    private final AofDirectives directives = new AofDirectives();
    private final AofFolder place = new AofFolder(directives);
    private final Services services;
    private final AppendOnlyFile file;
    private final Rewriter rewriter;
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
    private final Timers.Timer timer;
    private volatile boolean started;
    private volatile boolean settled;

    /** Prepares everything; no file is touched yet. */
    @Activate
    public AofComponent(
            BundleContext context,
            @Reference Dispatcher dispatcher,
            @Reference Executor executor,
            @Reference Commands commands,
            @Reference EngineStatistics statistics,
            @Reference Engine engine,
            @Reference Timers timers,
            @Reference Keyspace keyspace,
            @Reference Snapshots snapshots,
            @Reference Journal journal,
            @Reference BackgroundWork background,
            @Reference Loading loading,
            @Reference LatencyEvents latency,
            @Reference Configuration configuration,
            @Reference Functions functions) {
        services = new Services(
                dispatcher,
                executor,
                commands,
                statistics,
                engine,
                keyspace,
                snapshots,
                journal,
                background,
                loading,
                latency,
                functions);
        place.configuration(configuration);
        file = new AppendOnlyFile(directives, place, new FileDisk(), services);
        rewriter = new Rewriter(file);
        AofGate gate = new AofGate(file);
        OrphanGate orphanGate = new OrphanGate(file.orphans());
        file.onOrphans(orphanGate::update);
        file.onStatus(() -> engine.submit(gate::update));
        directives.appendonly.onChange(this::switched);
        directives.appendfsync.onChange(() -> file.writer().wake());
        directives.disableGarbageCollection.onChange(() -> file.onFiles(file::deleteHistory));
        timer = timers.every(TICK_MILLIS, rewriter::tick);
        publish(context, DirectiveSet.class, directives::all);
        publish(context, JournalSink.class, file);
        publish(context, Gate.class, gate);
        publish(context, InfoSection.class, new AofInfo(file, rewriter));
        publish(context, CommandFamily.class, new AofCommands(rewriter, background));
        publish(context, DatasetSource.class, new AofSource(file, rewriter));
        publish(context, Lifecycle.class, this);
        publish(context, Intake.class, file.orphans());
        publish(context, Intake.class, services.streams);
        publish(context, Intake.class, services.encryption);
        publish(context, SnapshotField.class, file.orphans());
        publish(context, Gate.class, orphanGate);
        publish(context, Handover.class, new AofHandover(file, rewriter));
        // What is staged learns only at the exchange whether it takes over from a version before.
        settled = Phase.of(context.getBundle()) == Phase.SERVING;
    }

    private <S> void publish(BundleContext context, Class<S> kind, S service) {
        registrations.add(context.registerService(kind, service, new Hashtable<>()));
    }

    @Deactivate
    void deactivate() {
        timer.cancel();
        registrations.forEach(ServiceRegistration::unregister);
        file.close();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindRdb(RdbStreams service, ServiceReference<RdbStreams> reference) {
        services.streams.arrived(service, reference);
    }

    void unbindRdb(RdbStreams service, ServiceReference<RdbStreams> reference) {
        services.streams.departed(service, reference);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindEncryption(FileEncryption service, ServiceReference<FileEncryption> reference) {
        services.encryption.arrived(service, reference);
    }

    void unbindEncryption(FileEncryption service, ServiceReference<FileEncryption> reference) {
        services.encryption.departed(service, reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            target = "(serval.exit=true)")
    void bindExit(IntConsumer service) {
        services.exit(service);
    }

    void unbindExit(IntConsumer service) {
        if (services.exit() == service) {
            services.exit(null);
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            target = "(osgi.condition.id=serval.loaded)")
    void bindStarted(@Nullable Condition condition) {
        started = true;
    }

    void unbindStarted(@Nullable Condition condition) {
        // Once started, the server goes on.
    }

    /** {@code appendonly} was changed; before the server serves that is the configuration being read. */
    private void switched() {
        if (!started) {
            return;
        }
        if (settled) {
            follow();
        } else {
            services.engine.submit(() -> {
                settled = true;
                follow();
            });
        }
    }

    private void follow() {
        boolean on = directives.appendonly.value();
        if (!on && file.state() != AppendOnlyFile.State.OFF) {
            rewriter.cancel();
            file.off();
        } else if (on && file.state() == AppendOnlyFile.State.OFF) {
            file.waitForBase();
            switchOn();
        }
    }

    private void switchOn() {
        if (rewriter.isRunning()) {
            LOG.info("AOF was enabled but there is already an AOF rewriting in background. Stopping background AOF and"
                    + " starting a rewrite now.");
            rewriter.cancel();
            rewriter.schedule();
        } else if (services.background.present() != BackgroundWork.Kind.NONE || !rewriter.begin()) {
            LOG.info(
                    "AOF was enabled but there is already another background operation. An AOF background was scheduled"
                            + " to start when possible.");
            rewriter.schedule();
        }
    }

    @Override
    public String stopping(boolean save, boolean force) {
        if (rewriter.isRunning()) {
            if (file.state() == AppendOnlyFile.State.WAITING) {
                if (!force) {
                    return "Writing initial AOF, can't exit.";
                }
                LOG.warn("Writing initial AOF. Exit anyway.");
            }
            LOG.warn("There is a child rewriting the AOF. Killing it!");
            rewriter.cancel();
        }
        file.shutDown();
        return "";
    }
}
