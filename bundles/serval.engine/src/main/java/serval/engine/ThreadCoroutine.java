package serval.engine;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A coroutine on a thread of its own, which runs only while the stepping thread waits for it: for JDKs that hide continuations. */
final class ThreadCoroutine implements Coroutine {
    private static final int SPINS = 200;

    private final Runnable work;
    private @Nullable Thread worker;
    private volatile @Nullable Thread stepper;
    /** Whose turn it is. */
    private volatile boolean workersTurn;

    private volatile boolean done;
    private @Nullable Throwable failure;

    ThreadCoroutine(Runnable work) {
        this.work = work;
    }

    @Override
    public boolean step() {
        stepper = Thread.currentThread();
        workersTurn = true;
        Thread thread = worker;
        if (thread == null) {
            thread = Thread.ofPlatform().daemon().name("serval-long-call").unstarted(this::body);
            worker = thread;
            thread.start();
        } else {
            LockSupport.unpark(thread);
        }
        await(false);
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        return done;
    }

    private void body() {
        try {
            work.run();
        } catch (Throwable thrown) {
            failure = thrown;
        }
        done = true;
        giveBack();
    }

    @Override
    public void pause() {
        giveBack();
        await(true);
    }

    private void giveBack() {
        Thread waiting = stepper;
        workersTurn = false;
        LockSupport.unpark(waiting);
    }

    private void await(boolean turn) {
        for (int i = 0; workersTurn != turn; i++) {
            if (i < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.park(this);
            }
        }
    }
}
