package serval.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
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
import serval.sdk.command.CommandFamily;
import serval.sdk.config.DirectiveSet;
import serval.sdk.engine.Engine;
import serval.sdk.event.KeyEventListener;
import serval.sdk.reply.CommandError;
import serval.sdk.timer.Timers;
import serval.spi.config.Configuration;
import serval.spi.engine.Commands;
import serval.spi.engine.Dispatcher;
import serval.spi.engine.EngineStatistics;
import serval.spi.engine.EngineSwitches;
import serval.spi.engine.Executor;
import serval.spi.engine.Lifecycle;
import serval.spi.engine.ServerClock;
import serval.spi.gate.Gate;
import serval.spi.gate.GateOrder;
import serval.spi.journal.Journal;
import serval.spi.keyspace.Keyspace;
import serval.spi.observe.CallObserver;
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
    private static final Logger LOG = LoggerFactory.getLogger(EngineComponent.class);
    private static final CommandError WITHDRAWN = CommandError.of("UNBLOCKED the module of this command was removed");

    private final BundleContext context;
    private final Core core;
    private final Cron cron;
    private final EngineServices services;
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
    private final List<Lifecycle> lifecycles = new CopyOnWriteArrayList<>();
    private final Map<Gate, Boolean> gates = Collections.synchronizedMap(new IdentityHashMap<>());

    /** Builds the engine over the keyspace. */
    @Activate
    public EngineComponent(BundleContext context, @Reference Keyspace keyspace) {
        this.context = context;
        core = new Core(keyspace, new EngineDirectives());
        cron = new Cron(core);
        services = new EngineServices(core, cron);
        keyspace.attach(core.execution);
        core.gates.add(core.longCalls);
        core.gates.add(core.door);
    }

    @Activate
    void activate() {
        register(core.directives::all, DirectiveSet.class);
        register(core.statistics, EngineStatistics.class);
        register(core.sessions, Sessions.class);
        register(core.timers, Timers.class);
        register(services, Commands.class, Executor.class, Engine.class, EngineSwitches.class, Dispatcher.class);
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
    void bindFamily(CommandFamily family, ServiceReference<CommandFamily> reference) {
        String owner = reference.getBundle().getSymbolicName();
        try {
            core.registry.add(reference, owner, family.commands());
        } catch (RuntimeException | LinkageError fault) {
            LOG.error("The commands of bundle {} cannot be had", owner, fault);
        }
    }

    void unbindFamily(CommandFamily family, ServiceReference<CommandFamily> reference) {
        core.registry.remove(reference);
        core.submit(() -> core.blocked.withdraw(name -> core.snapshot().find(name) == null, WITHDRAWN));
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindGate(Gate gate) {
        gates.put(gate, true);
        core.submit(() -> {
            if (gates.containsKey(gate)) {
                core.gates.add(gate);
                if (gate.order() == GateOrder.AUTHENTICATION) {
                    core.door.keepers(1);
                }
            }
        });
    }

    void unbindGate(Gate gate) {
        gates.remove(gate);
        core.submit(() -> {
            if (core.gates.remove(gate) && gate.order() == GateOrder.AUTHENTICATION) {
                core.door.keepers(-1);
            }
        });
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindObserver(CallObserver observer) {
        core.observers.add(observer);
    }

    void unbindObserver(CallObserver observer) {
        core.observers.remove(observer);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindEvents(KeyEventListener listener) {
        core.events.add(listener);
    }

    void unbindEvents(KeyEventListener listener) {
        core.events.remove(listener);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindSessions(SessionListener listener) {
        core.listeners.add(listener);
    }

    void unbindSessions(SessionListener listener) {
        core.listeners.remove(listener);
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
    void bindLifecycle(Lifecycle lifecycle) {
        lifecycles.add(lifecycle);
    }

    void unbindLifecycle(Lifecycle lifecycle) {
        lifecycles.remove(lifecycle);
    }

    /** Every bundle is there and the configuration is complete: the dataset may be loaded, and then clients may come. */
    @Reference(
            target = "(osgi.condition.id=serval.configured)",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC)
    void bindConfigured(Condition configured) {
        core.enter();
        try {
            lifecycles.forEach(Lifecycle::starting);
        } finally {
            core.leave();
        }
        registrations.add(context.registerService(
                Condition.class,
                Condition.INSTANCE,
                new Hashtable<>(Map.of(Condition.CONDITION_ID, "serval.started"))));
    }

    void unbindConfigured(Condition configured) {
        // Once started, the server goes on.
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
