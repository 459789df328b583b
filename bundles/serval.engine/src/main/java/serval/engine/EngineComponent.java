package serval.engine;

import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
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
import serval.sdk.command.CommandFamily;
import serval.sdk.config.DirectiveSet;
import serval.sdk.engine.Engine;
import serval.sdk.event.KeyEventListener;
import serval.sdk.module.Handover;
import serval.sdk.reply.CommandError;
import serval.sdk.timer.Timers;
import serval.spi.config.Configuration;
import serval.spi.dataset.BackgroundWork;
import serval.spi.dataset.DatasetSource;
import serval.spi.dataset.Loading;
import serval.spi.engine.Commands;
import serval.spi.engine.Dispatcher;
import serval.spi.engine.EngineStatistics;
import serval.spi.engine.EngineSwitches;
import serval.spi.engine.Executor;
import serval.spi.engine.Lifecycle;
import serval.spi.engine.ServerClock;
import serval.spi.gate.Gate;
import serval.spi.journal.Journal;
import serval.spi.keyspace.Conversions;
import serval.spi.keyspace.Keyspace;
import serval.spi.module.FaultListener;
import serval.spi.module.Intake;
import serval.spi.module.ModuleHost;
import serval.spi.observe.CallObserver;
import serval.spi.observe.ChangeObserver;
import serval.spi.observe.LatencyEvents;
import serval.spi.observe.SessionObserver;
import serval.spi.role.ServerRole;
import serval.spi.session.SessionListener;
import serval.spi.session.Sessions;

/**
 * Ties the engine to the services around it. Everything that can come or go is bound dynamically: what arrives is
 * published or queued, never waited for, and takes effect at the next batch boundary.
 */
@Component(
        service = {},
        immediate = true)
public final class EngineComponent {
    private static final CommandError WITHDRAWN = CommandError.of("UNBLOCKED the module of this command was removed");

    private final BundleContext context;
    private final Core core;
    private final Cron cron;
    private final EngineServices services;
    private final List<ServiceRegistration<?>> registrations = new CopyOnWriteArrayList<>();
    private final List<Lifecycle> starting = new CopyOnWriteArrayList<>();
    private final FamilyArrivals families;
    private final GateArrivals gates;
    private final HandoverArrivals handovers = new HandoverArrivals();
    private final SimpleArrivals<CallObserver> observers;
    private final SimpleArrivals<SessionObserver> sessionObservers;
    private final SimpleArrivals<ChangeObserver> changeObservers;
    private final SimpleArrivals<KeyEventListener> events;
    private final SimpleArrivals<SessionListener> listeners;
    private final SimpleArrivals<FaultListener> faults;
    private final SimpleArrivals<Lifecycle> lifecycles;
    private final BundleScopes scopes;
    private final ModuleHostImpl host;
    private final Startup startup;
    private final SimpleArrivals<DatasetSource> sources;

    /** Builds the engine over the keyspace. */
    @Activate
    public EngineComponent(BundleContext context, @Reference Keyspace keyspace) {
        this.context = context;
        core = new Core(keyspace, new EngineDirectives());
        cron = new Cron(core);
        services = new EngineServices(core, cron);
        families = new FamilyArrivals(core);
        gates = new GateArrivals(core);
        observers = new SimpleArrivals<>("observers", core.observers::add, core.observers::remove);
        sessionObservers = new SimpleArrivals<>(
                "session observers", core.observers::addOfSessions, core.observers::removeOfSessions);
        changeObservers = new SimpleArrivals<>(
                "change observers",
                observer -> core.underLock(() -> core.changes.add(observer)),
                observer -> core.underLock(() -> core.changes.remove(observer)));
        events = new SimpleArrivals<>("event listeners", core.events::add, core.events::remove);
        listeners = new SimpleArrivals<>("session listeners", core.listeners::add, core.listeners::remove);
        faults = new SimpleArrivals<>("fault listeners", core.faults::add, core.faults::remove);
        lifecycles = new SimpleArrivals<>("lifecycles", starting::add, starting::remove);
        scopes = new BundleScopes(core);
        startup = new Startup(core, this::reached);
        sources = new SimpleArrivals<>("dataset sources", startup::add, startup::remove);
        host = new ModuleHostImpl(core, families, handovers, scopes);
        for (Intake own : List.of(
                families,
                gates,
                handovers,
                observers,
                sessionObservers,
                changeObservers,
                events,
                listeners,
                faults,
                lifecycles,
                sources)) {
            host.add(own);
        }
        keyspace.attach(new KeyspaceNews(core, core.execution));
        core.gates.add(core.longCalls);
        core.gates.add(core.door);
        core.gates.add(core.held);
        core.gates.add(core.loading);
    }

    @Activate
    void activate() {
        register(core.directives::all, DirectiveSet.class);
        register(core.statistics, EngineStatistics.class);
        register(core.sessions, Sessions.class);
        register(core.loading, Loading.class);
        register(core.background, BackgroundWork.class);
        register(scopes, Timers.class, Engine.class);
        register(host, ModuleHost.class);
        register(services, Commands.class, Executor.class, EngineSwitches.class, Dispatcher.class, LatencyEvents.class);
        cron.start();
    }

    @Deactivate
    void deactivate() {
        registrations.forEach(ServiceRegistration::unregister);
        cron.stop();
    }

    private <S> void register(S service, Class<? super S> one) {
        registrations.add(context.registerService(one.getName(), service, new Hashtable<>()));
    }

    private void register(Object service, Class<?>... all) {
        String[] names = new String[all.length];
        for (int i = 0; i < all.length; i++) {
            names[i] = all[i].getName();
        }
        registrations.add(context.registerService(names, service, new Hashtable<>()));
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindFamily(CommandFamily service, ServiceReference<CommandFamily> reference) {
        families.arrived(service, reference);
    }

    void unbindFamily(CommandFamily service, ServiceReference<CommandFamily> reference) {
        families.departed(service, reference);
        core.submit(() -> {
            // The batch this runs in may have begun before the family left, and would still find its commands.
            core.adopt();
            core.blocked.withdraw(name -> core.snapshot().find(name) == null, WITHDRAWN);
        });
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindGate(Gate service, ServiceReference<Gate> reference) {
        gates.arrived(service, reference);
    }

    void unbindGate(Gate service, ServiceReference<Gate> reference) {
        gates.departed(service, reference);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindObserver(CallObserver service, ServiceReference<CallObserver> reference) {
        observers.arrived(service, reference);
    }

    void unbindObserver(CallObserver service, ServiceReference<CallObserver> reference) {
        observers.departed(service, reference);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindSessionObserver(SessionObserver service, ServiceReference<SessionObserver> reference) {
        sessionObservers.arrived(service, reference);
    }

    void unbindSessionObserver(SessionObserver service, ServiceReference<SessionObserver> reference) {
        sessionObservers.departed(service, reference);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindChangeObserver(ChangeObserver service, ServiceReference<ChangeObserver> reference) {
        changeObservers.arrived(service, reference);
    }

    void unbindChangeObserver(ChangeObserver service, ServiceReference<ChangeObserver> reference) {
        changeObservers.departed(service, reference);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindEvents(KeyEventListener service, ServiceReference<KeyEventListener> reference) {
        events.arrived(service, reference);
    }

    void unbindEvents(KeyEventListener service, ServiceReference<KeyEventListener> reference) {
        events.departed(service, reference);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindSessions(SessionListener service, ServiceReference<SessionListener> reference) {
        listeners.arrived(service, reference);
    }

    void unbindSessions(SessionListener service, ServiceReference<SessionListener> reference) {
        listeners.departed(service, reference);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindFaults(FaultListener service, ServiceReference<FaultListener> reference) {
        faults.arrived(service, reference);
    }

    void unbindFaults(FaultListener service, ServiceReference<FaultListener> reference) {
        faults.departed(service, reference);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindHandover(Handover service, ServiceReference<Handover> reference) {
        handovers.arrived(service, reference);
    }

    void unbindHandover(Handover service, ServiceReference<Handover> reference) {
        handovers.departed(service, reference);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindIntake(Intake intake) {
        host.add(intake);
    }

    void unbindIntake(Intake intake) {
        host.remove(intake);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindConversions(Conversions service) {
        host.conversions(service);
    }

    void unbindConversions(Conversions service) {
        host.conversions(null);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindJournal(Journal journal) {
        core.journal(journal);
    }

    void unbindJournal(Journal journal) {
        if (core.journal() == journal) {
            core.journal(null);
        }
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindRole(ServerRole role) {
        core.role(role);
    }

    void unbindRole(ServerRole role) {
        if (core.role() == role) {
            core.role(null);
        }
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindClock(ServerClock clock) {
        core.clock(clock);
    }

    void unbindClock(ServerClock clock) {
        core.clock(new SystemClock());
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindLifecycle(Lifecycle service, ServiceReference<Lifecycle> reference) {
        lifecycles.arrived(service, reference);
    }

    void unbindLifecycle(Lifecycle service, ServiceReference<Lifecycle> reference) {
        lifecycles.departed(service, reference);
    }

    /** Every bundle is there and the configuration is complete: the dataset may be loaded, and then clients may come. */
    @Reference(
            target = "(osgi.condition.id=serval.configured)",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC)
    void bindConfigured(Condition configured) {
        startup.begin(() -> starting.forEach(Lifecycle::starting));
    }

    private void reached(String condition) {
        registrations.add(context.registerService(
                Condition.class, Condition.INSTANCE, new Hashtable<>(Map.of(Condition.CONDITION_ID, condition))));
    }

    void unbindConfigured(Condition configured) {
        // Once started, the server goes on.
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindSource(DatasetSource service, ServiceReference<DatasetSource> reference) {
        sources.arrived(service, reference);
    }

    void unbindSource(DatasetSource service, ServiceReference<DatasetSource> reference) {
        sources.departed(service, reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            target = "(serval.exit=true)")
    void bindExit(IntConsumer service) {
        startup.exit(service);
    }

    void unbindExit(IntConsumer service) {
        if (startup.exit() == service) {
            startup.exit(null);
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            target = "(serval.heap=true)")
    void bindHeap(Consumer<Boolean> service) {
        core.underLock(() -> core.heap.tell(service));
    }

    void unbindHeap(Consumer<Boolean> service) {
        core.underLock(() -> {
            if (core.heap.told() == service) {
                core.heap.tell(null);
            }
        });
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindConfiguration(Configuration configuration) {
        core.registry.renames(configuration.renames());
        core.door.configuration(configuration);
    }

    void unbindConfiguration(Configuration configuration) {
        // The names stay as the file gave them.
    }
}
