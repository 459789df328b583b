package serval.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import serval.spi.engine.CommandEntry;
import serval.spi.gate.Origin;
import serval.spi.observe.CallObserver;
import serval.spi.observe.SessionObserver;
import serval.spi.request.Request;
import serval.spi.session.Session;

/** Those who watch calls; null while nobody does, which is all a call pays for. */
final class Observers {
    private volatile CallObserver @Nullable [] all;
    private volatile SessionObserver[] ofSessions = new SessionObserver[0];
    private volatile long flags;

    synchronized void add(CallObserver observer) {
        CallObserver[] now = all;
        CallObserver[] next = now == null ? new CallObserver[1] : Arrays.copyOf(now, now.length + 1);
        next[next.length - 1] = observer;
        all = next;
    }

    synchronized void remove(CallObserver observer) {
        CallObserver[] now = all;
        if (now != null) {
            CallObserver[] next =
                    Arrays.stream(now).filter(one -> one != observer).toArray(CallObserver[]::new);
            all = next.length == 0 ? null : next;
        }
    }

    boolean any() {
        return all != null;
    }

    synchronized void addOfSessions(SessionObserver observer) {
        SessionObserver[] next = Arrays.copyOf(ofSessions, ofSessions.length + 1);
        next[next.length - 1] = observer;
        ofSessions(next);
    }

    synchronized void removeOfSessions(SessionObserver observer) {
        ofSessions(Arrays.stream(ofSessions).filter(one -> one != observer).toArray(SessionObserver[]::new));
    }

    private void ofSessions(SessionObserver[] next) {
        long bits = 0;
        for (SessionObserver observer : next) {
            bits |= 1L << observer.flag().ordinal();
        }
        ofSessions = next;
        flags = bits;
    }

    /** The flags of sessions whose calls somebody watches, as bits by ordinal. */
    long flags() {
        return flags;
    }

    void afterOf(CommandEntry command, Request request, Session session, Origin origin) {
        for (SessionObserver observer : ofSessions) {
            if (session.is(observer.flag())) {
                observer.after(command, request, session, origin);
            }
        }
    }

    void before(CommandEntry command, Request request, @Nullable Session session, int database, Origin origin) {
        CallObserver[] now = all;
        if (now != null) {
            for (CallObserver observer : now) {
                observer.before(command, request, session, database, origin);
            }
        }
    }

    void after(CommandEntry command, Request request, @Nullable Session session, Origin origin, long nanos) {
        CallObserver[] now = all;
        if (now != null) {
            for (CallObserver observer : now) {
                observer.after(command, request, session, origin, nanos);
            }
        }
    }

    void spent(String event, long nanos) {
        CallObserver[] now = all;
        if (now != null) {
            for (CallObserver observer : now) {
                observer.spent(event, nanos);
            }
        }
    }
}
