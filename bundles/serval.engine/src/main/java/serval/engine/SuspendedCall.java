package serval.engine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import serval.sdk.block.Suspension;
import serval.sdk.command.Handler;
import serval.sdk.timer.Timers;
import serval.spi.engine.CommandEntry;
import serval.spi.session.Session;

/** A call put aside until somebody answers it, its time is up, or its client leaves. */
final class SuspendedCall implements Suspension {
    private enum State {
        /** The handler has not returned yet; an answer that comes now is kept. */
        OPENING,
        WAITING,
        ENDED
    }

    private final Core core;
    private final long timeoutMillis;
    private final Handler onTimeout;
    private final List<Runnable> abandoned = new ArrayList<>(1);
    private State state = State.OPENING;
    private boolean claimed;
    private @Nullable Waiting waiting;

    SuspendedCall(Core core, long timeoutMillis, Handler onTimeout) {
        this.core = core;
        this.timeoutMillis = timeoutMillis;
        this.onTimeout = onTimeout;
    }

    /** The handler returned: from now on the session waits. */
    void begin(Session session, CommandEntry command, byte[][] words) {
        Waiting made = new Waiting(session, command, words, null, this);
        Timers.@Nullable Timer timer =
                timeoutMillis > 0 ? core.timers.after(timeoutMillis, () -> core.blocked.timeOut(made)) : null;
        made.timer(timer);
        synchronized (this) {
            waiting = made;
            state = State.WAITING;
        }
        core.blocked.suspend(made);
    }

    Handler onTimeout() {
        return onTimeout;
    }

    @Override
    public boolean resume(Handler answer) {
        synchronized (this) {
            if (state == State.ENDED || claimed) {
                return false;
            }
            claimed = true;
        }
        core.submit(() -> {
            Waiting made;
            synchronized (this) {
                made = waiting;
                if (state != State.WAITING || made == null) {
                    return;
                }
                state = State.ENDED;
            }
            core.blocked.answer(made, answer);
        });
        return true;
    }

    @Override
    public synchronized boolean isWaiting() {
        return state != State.ENDED && !claimed;
    }

    @Override
    public void onAbandoned(Runnable action) {
        synchronized (this) {
            abandoned.add(action);
        }
    }

    /** It ends otherwise than by an answer; under the engine lock. */
    void abandon() {
        List<Runnable> actions;
        synchronized (this) {
            if (state == State.ENDED) {
                return;
            }
            state = State.ENDED;
            actions = List.copyOf(abandoned);
        }
        actions.forEach(Runnable::run);
    }
}
