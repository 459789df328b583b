package serval.engine;

import java.util.Collection;
import org.jspecify.annotations.Nullable;
import serval.sdk.command.Call;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.KeyFinder;
import serval.sdk.command.KeyPositions;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.Reply;
import serval.spi.engine.CommandEntry;
import serval.spi.engine.Commands;
import serval.spi.engine.Dispatcher;
import serval.spi.engine.EngineSwitches;
import serval.spi.engine.Executor;
import serval.spi.gate.Origin;
import serval.spi.observe.LatencyEvents;
import serval.spi.request.Request;
import serval.spi.request.UpcomingRequests;
import serval.spi.session.Session;
import serval.spi.session.SessionListener;

/** The engine as its services show it. */
final class EngineServices implements Dispatcher, Executor, Commands, EngineSwitches, LatencyEvents {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Core core;
    private final Cron cron;
    private boolean scriptsCallAll;

    EngineServices(Core core, Cron cron) {
        this.core = core;
        this.cron = cron;
    }

    @Override
    public void spent(String event, long nanos) {
        if (nanos >= NANOS_PER_MILLI && core.observers.any()) {
            core.submit(() -> core.observers.spent(event, nanos));
        }
    }

    // Dispatcher

    @Override
    public void enter() {
        core.enter();
    }

    @Override
    public boolean execute(Session session, Request request) {
        return core.execution.execute(session, request);
    }

    @Override
    public boolean wantsAnnouncements(Session session) {
        return core.keyspace().database(session.database()).wantsAnnouncements();
    }

    @Override
    public void announce(Session session, UpcomingRequests requests) {
        core.keyspace().database(session.database()).announce(requests);
    }

    @Override
    public void leave() {
        core.leave();
    }

    @Override
    public void inBatch(Runnable action) {
        Errand.run(core, action);
    }

    @Override
    public void onLeave(Runnable action) {
        core.onLeave(action);
    }

    @Override
    public void opened(Session session) {
        core.sessions.add(session);
        core.statistics.connections++;
        core.door.opened(session);
        core.listeners.each(listener -> listener.opened(session));
    }

    @Override
    public void closed(Session session) {
        if (core.sessions.remove(session)) {
            core.blocked.forget(session);
            core.gates.forget(session);
            core.listeners.each(listener -> listener.closed(session));
        }
    }

    @Override
    public long now() {
        return core.now();
    }

    // Executor

    @Override
    public void run(@Nullable Session session, int database, Origin origin, Request request, Reply reply) {
        core.execution.run(session, database, origin, request, reply);
    }

    @Override
    public void run(
            @Nullable Session session,
            int database,
            Origin origin,
            CommandEntry command,
            Request request,
            Reply reply) {
        core.execution.run(session, database, origin, command, request, reply);
    }

    @Override
    public void beginUnit() {
        core.execution.beginUnit();
    }

    @Override
    public void endUnit() {
        core.execution.endUnit();
    }

    @Override
    public void effectTargets(int targets) {
        core.execution.effectTargets(targets);
    }

    @Override
    public @Nullable Session session(Call call) {
        return ((CallImpl) call).session();
    }

    @Override
    public void journal(Call call, int targets) {
        ((CallImpl) call).journalFor(targets);
    }

    @Override
    public @Nullable CommandError writeRefusal() {
        return core.gates.writeRefusal();
    }

    @Override
    public @Nullable Call longCall() {
        return core.longCalls.current();
    }

    @Override
    public boolean kill(CommandError reason) {
        return core.longCalls.kill(reason);
    }

    @Override
    public void abandonLongCall() {
        core.longCalls.abandon();
    }

    @Override
    public boolean unblock(Session session, @Nullable CommandError error) {
        return core.blocked.unblock(session, error);
    }

    @Override
    public int blockedSessions() {
        return core.blocked.count();
    }

    @Override
    public void reset(Session session) {
        core.listeners.each(listener -> listener.reset(session));
    }

    // Commands

    @Override
    public Collection<CommandEntry> all() {
        return core.snapshot().all();
    }

    @Override
    public @Nullable CommandEntry find(byte[] array, int offset, int length) {
        return core.snapshot().find(array, offset, length);
    }

    @Override
    public @Nullable CommandEntry find(String fullName) {
        return core.snapshot().find(fullName);
    }

    @Override
    public @Nullable CommandEntry resolve(KeyFinder.Arguments words) {
        var name = words.slice(0);
        CommandEntry command = find(name.array(), name.offset(), name.length());
        if (command != null && command.hasSubcommands() && words.count() > 1) {
            return command.subcommand(words.slice(1).toString().toLowerCase(java.util.Locale.ROOT));
        }
        return command;
    }

    @Override
    public boolean keys(CommandEntry command, KeyFinder.Arguments words, KeyFinder.Positions found) {
        CommandSpec spec = command.spec();
        return KeyPositions.find(spec, words, found);
    }

    @Override
    public void resetStatistics() {
        core.registry.resetStatistics();
        core.statistics.reset(core.now());
    }

    // Switches

    @Override
    public void keepExpired(boolean on) {
        core.keepExpired(on);
    }

    @Override
    public void activeExpiry(boolean on) {
        core.activeExpiry(on);
    }

    @Override
    public void eventClassesChanged() {
        core.events.classesChanged();
    }

    @Override
    public void cron(boolean on) {
        cron.paused(!on);
    }

    @Override
    public void scriptsCallAll(boolean on) {
        scriptsCallAll = on;
    }

    @Override
    public boolean scriptsCallAll() {
        return scriptsCallAll;
    }

    /** Those who are told of sessions. */
    static final class SessionListeners {
        private final java.util.List<SessionListener> all = new java.util.concurrent.CopyOnWriteArrayList<>();

        void add(SessionListener listener) {
            all.add(listener);
        }

        void remove(SessionListener listener) {
            all.remove(listener);
        }

        void each(java.util.function.Consumer<SessionListener> action) {
            for (SessionListener listener : all) {
                try {
                    action.accept(listener);
                } catch (RuntimeException | LinkageError fault) {
                    org.slf4j.LoggerFactory.getLogger(SessionListeners.class)
                            .error("Listener {} failed", listener.getClass().getName(), fault);
                }
            }
        }
    }
}
