package serval.engine;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * An action that a thread wants to have run in a batch and waits for. A loop that is at work runs it, in its next batch: the thread
 * itself would have to be given a processor while it holds the lock, and everybody would wait with it. Only if no loop comes does it
 * run the action in a batch of its own.
 */
final class Errand implements Runnable {
    /** How long a loop that is at work is given to come. */
    private static final long GRACE_NANOS = 500_000;

    private final Runnable action;
    private final Thread sender = Thread.currentThread();
    private final AtomicBoolean taken = new AtomicBoolean();
    private volatile boolean done;
    private @Nullable Throwable failure;

    private Errand(Runnable action) {
        this.action = action;
    }

    /** Runs an action in a batch and returns when it has run; throws what it throws. Not under the lock. */
    static void run(Core core, Runnable action) {
        Errand errand = new Errand(action);
        if (core.isServing()) {
            core.leaveToLoop(errand);
            errand.await(GRACE_NANOS);
        }
        if (!errand.done && errand.taken.compareAndSet(false, true)) {
            core.enter();
            try {
                action.run();
            } finally {
                core.leave(false);
            }
            return;
        }
        errand.await(Long.MAX_VALUE);
        errand.rethrow();
    }

    /** Within a batch: runs the action unless its sender has grown tired of waiting. */
    @Override
    public void run() {
        if (!taken.compareAndSet(false, true)) {
            return;
        }
        try {
            action.run();
        } catch (Throwable thrown) {
            failure = thrown;
        } finally {
            done = true;
            LockSupport.unpark(sender);
        }
    }

    private void await(long nanos) {
        long until = nanos == Long.MAX_VALUE ? nanos : System.nanoTime() + nanos;
        long left = nanos;
        while (!done && left > 0) {
            if (nanos == Long.MAX_VALUE) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, left);
                left = until - System.nanoTime();
            }
        }
    }

    private void rethrow() {
        switch (failure) {
            case null -> {}
            case RuntimeException thrown -> throw thrown;
            case Error thrown -> throw thrown;
            default -> throw new IllegalStateException(failure);
        }
    }
}
