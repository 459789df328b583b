package serval.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import serval.bytes.ByteSlice;
import serval.sdk.block.KeyWait;
import serval.sdk.command.Handler;
import serval.sdk.reply.CommandError;
import serval.sdk.type.ValueType;
import serval.spi.request.Request;
import serval.spi.session.Session;
import serval.spi.session.SessionFlag;

/**
 * Calls that wait, in the order in which they began to.
 *
 * <p>A key becomes ready during a unit and is served when the unit is over: keys in the order in which they became ready,
 * calls of a key in the order of their tickets. Being served means that the handler runs again from its beginning; a call that
 * finds nothing keeps its ticket.
 */
final class BlockedCalls {
    private final Core core;
    private final Map<KeyName, WaitingLine> byKey = new HashMap<>();
    private final Map<Session, Waiting> bySession = new IdentityHashMap<>();
    private LinkedHashMap<KeyName, Boolean> ready = new LinkedHashMap<>();
    private long tickets;

    BlockedCalls(Core core) {
        this.core = core;
    }

    boolean hasReady() {
        return !ready.isEmpty();
    }

    int count() {
        return bySession.size();
    }

    // Beginning to wait

    /** A call of a session waits for keys. */
    void waitForKeys(CallImpl call, @Nullable Waiting before) {
        Session session = call.session();
        KeyWait wait = call.awaited();
        if (session == null || wait == null) {
            return;
        }
        byte[][] words = before != null ? before.words : call.request().detach();
        call.rewriteInto(words);
        Waiting waiting = new Waiting(session, call.command(), words, wait, null);
        waiting.ticket = before != null ? before.ticket : tickets++;
        Set<KeyName> names = new LinkedHashSet<>();
        for (int index : wait.keys()) {
            names.add(new KeyName(session.database(), words[index]));
        }
        waiting.keys = names.toArray(KeyName[]::new);
        for (KeyName name : waiting.keys) {
            join(name, waiting);
        }
        if (before != null && before.hasTimer()) {
            // The time runs on from when it first began to wait.
            waiting.timer(core.timers.after(before.timeLeft(core.clock().nanos()), () -> timeOut(waiting)));
            waiting.deadline = before.deadline;
            before.cancelTimer();
        } else if (before == null && wait.timeoutMillis() > 0) {
            waiting.deadline = core.clock().nanos() + wait.timeoutMillis() * 1_000_000;
            waiting.timer(core.timers.after(wait.timeoutMillis(), () -> timeOut(waiting)));
        }
        begin(waiting);
    }

    /** A suspended call of a session waits. */
    void suspend(Waiting waiting) {
        waiting.ticket = tickets++;
        begin(waiting);
    }

    private void begin(Waiting waiting) {
        bySession.put(waiting.session, waiting);
        waiting.isTimed = waiting.hasTimer();
        waiting.session.flag(SessionFlag.BLOCKED, true);
        waiting.session.holdInput();
        count(waiting, 1);
    }

    private void count(Waiting waiting, int by) {
        core.statistics.blocked += by;
        if (waiting.isTimed) {
            core.statistics.timedWaits += by;
        }
    }

    // Becoming ready

    void ready(int database, ByteSlice key) {
        note(database, key, false);
    }

    void gone(int database, ByteSlice key) {
        note(database, key, true);
    }

    private void note(int database, ByteSlice key, boolean gone) {
        if (byKey.isEmpty()) {
            return;
        }
        KeyName name = KeyName.of(database, key);
        WaitingLine line = byKey.get(name);
        if (line == null || gone && !line.isEvenIfDeleted()) {
            return;
        }
        ready.merge(name, gone, (one, other) -> one || other);
    }

    /** A database changed as a whole: every key of it that is waited for is looked at. */
    void databaseChanged(int database, boolean gone) {
        for (KeyName name : byKey.keySet()) {
            if (database < 0 || name.database() == database) {
                ready.merge(name, gone, (one, other) -> one || other);
            }
        }
    }

    // Serving

    /**
     * Runs the calls whose keys became ready.
     *
     * @return whether any was run
     */
    boolean serve() {
        boolean any = false;
        LinkedHashMap<KeyName, Boolean> now = ready;
        ready = new LinkedHashMap<>();
        for (Map.Entry<KeyName, Boolean> entry : now.entrySet()) {
            WaitingLine line = byKey.get(entry.getKey());
            if (line == null) {
                continue;
            }
            for (Waiting waiting : line.now()) {
                if (line.has(waiting)
                        && !waiting.session.isClosing()
                        && concerns(waiting, entry.getKey(), entry.getValue())) {
                    any = true;
                    runAgain(waiting);
                }
            }
        }
        return any || hasReady();
    }

    private boolean concerns(Waiting waiting, KeyName name, boolean gone) {
        KeyWait wait = waiting.wait;
        if (wait == null) {
            return false;
        }
        byte[] bytes = name.name();
        ValueType<?> present = core.keyspace()
                .database(name.database())
                .open(bytes, 0, bytes.length)
                .type();
        if (present != null) {
            ValueType<?> awaited = wait.type();
            return awaited == null
                    || present == awaited
                    || present.name().equals(awaited.name())
                    || gone && wait.evenIfDeleted();
        }
        return wait.evenIfDeleted();
    }

    private void runAgain(Waiting waiting) {
        leaveLines(waiting);
        Session session = waiting.session;
        bySession.remove(session);
        session.flag(SessionFlag.BLOCKED, false);
        count(waiting, -1);
        if (core.execution.again(session, waiting)) {
            waiting.cancelTimer();
        }
    }

    private void join(KeyName name, Waiting waiting) {
        WaitingLine line = byKey.get(name);
        if (line == null) {
            line = new WaitingLine();
            byKey.put(name, line);
        }
        boolean before = line.isEvenIfDeleted();
        line.add(waiting);
        counted(before, line);
    }

    private void leaveLines(Waiting waiting) {
        for (KeyName name : waiting.keys) {
            WaitingLine line = byKey.get(name);
            if (line != null) {
                boolean before = line.isEvenIfDeleted();
                line.remove(waiting);
                if (line.isEmpty()) {
                    byKey.remove(name);
                }
                counted(before, line);
            }
        }
    }

    private void counted(boolean before, WaitingLine line) {
        core.statistics.blockingKeys = byKey.size();
        core.statistics.blockingKeysEvenIfDeleted += (line.isEvenIfDeleted() ? 1 : 0) - (before ? 1 : 0);
    }

    // Ending

    /** The time of a waiting call is up. */
    void timeOut(Waiting waiting) {
        if (bySession.get(waiting.session) == waiting) {
            SuspendedCall suspension = waiting.suspension;
            Handler answer = suspension != null ? suspension.onTimeout() : waiting.wait.onTimeout();
            if (suspension != null) {
                suspension.abandon();
            }
            answer(waiting, answer);
        }
    }

    /** Ends a wait with an answer. */
    void answer(Waiting waiting, Handler answer) {
        if (bySession.get(waiting.session) != waiting) {
            return;
        }
        end(waiting);
        core.execution.answer(waiting.session, waiting.command, new Request().set(waiting.words), answer);
        waiting.session.releaseInput();
    }

    private void end(Waiting waiting) {
        waiting.cancelTimer();
        count(waiting, -1);
        leaveLines(waiting);
        bySession.remove(waiting.session);
        waiting.session.flag(SessionFlag.BLOCKED, false);
    }

    /** Ends the wait of a session's call: CLIENT UNBLOCK. */
    boolean unblock(Session session, @Nullable CommandError error) {
        Waiting waiting = bySession.get(session);
        if (waiting == null) {
            return false;
        }
        if (error == null) {
            timeOut(waiting);
        } else {
            if (waiting.suspension != null) {
                waiting.suspension.abandon();
            }
            answer(waiting, call -> call.reply().error(error));
        }
        return true;
    }

    /** A session is gone. */
    void forget(Session session) {
        Waiting waiting = bySession.get(session);
        if (waiting != null) {
            if (waiting.suspension != null) {
                waiting.suspension.abandon();
            }
            end(waiting);
        }
    }

    /** The commands of a bundle go: their calls cannot be run again. */
    void withdraw(java.util.function.Predicate<String> gone, CommandError reason) {
        List<Waiting> all = new ArrayList<>(bySession.values());
        for (Waiting waiting : all) {
            if (gone.test(waiting.command.name())) {
                unblock(waiting.session, reason);
            }
        }
    }

    /**
     * A bundle's commands are another's now: calls that wait for keys in them are run again by whoever has the command, those
     * that wait for something of the bundle's own are answered.
     */
    void handOver(long bundle, CommandError reason) {
        for (Waiting waiting : new ArrayList<>(bySession.values())) {
            if (waiting.command.bundle() != bundle) {
                continue;
            }
            if (waiting.wait == null || core.snapshot().find(waiting.command.name()) == null) {
                unblock(waiting.session, reason);
            } else {
                core.afterCall(() -> {
                    if (bySession.get(waiting.session) == waiting) {
                        runAgain(waiting);
                    }
                });
            }
        }
    }
}
