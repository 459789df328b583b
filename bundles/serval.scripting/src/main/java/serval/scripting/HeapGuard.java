package serval.scripting;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import serval.spi.module.Tasks;

/**
 * Keeps scripts from filling the heap. What is in use counts, garbage included, until it comes close to the heap's end; then what a
 * collection leaves counts. Collections run on a thread of their own, as often as a fifth of the time allows. They begin while
 * there is still room, so that a script rarely has to wait for one, and with it everybody else.
 */
final class HeapGuard {
    private static final double SHARE = 0.85;
    private static final double EARLY_SHARE = 0.75;
    /** As much more than the last collection left is allocated before another is begun early. */
    private static final double STEP = 0.05;

    private static final long KEPT = 8L << 20;
    private static final int PAUSES_BETWEEN = 4;

    private final Runtime heap = Runtime.getRuntime();
    private final long most = (long) (heap.maxMemory() * SHARE) - KEPT;
    private final long early = (long) (heap.maxMemory() * EARLY_SHARE) - KEPT;
    private final long step = (long) (heap.maxMemory() * STEP);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition collected = lock.newCondition();

    // Under the lock.
    private boolean collecting;
    private volatile boolean fresh;
    private long nextCollection;
    private long left;

    private long used() {
        return heap.totalMemory() - heap.freeMemory();
    }

    /** Whether there is room for so many bytes more. */
    boolean mayTake(long bytes) {
        long used = used();
        if (used + bytes < early) {
            return true;
        }
        lock.lock();
        try {
            boolean due = !collecting && (!fresh || System.nanoTime() - nextCollection >= 0);
            if (used + bytes < most) {
                if (due && used >= left + step) {
                    collect();
                }
                return true;
            }
            if (due) {
                collect();
            }
            while (collecting) {
                collected.awaitUninterruptibly();
            }
            return left + bytes < most;
        } finally {
            lock.unlock();
        }
    }

    /** Begins a collection; if there is no thread for it, what the last one left counts on. */
    private void collect() {
        try {
            startCollection();
        } catch (OutOfMemoryError noThread) {
            collecting = false;
        }
    }

    private void startCollection() {
        collecting = true;
        Tasks.start(HeapGuard.class, "serval-script-heap", () -> {
            long began = System.nanoTime();
            System.gc();
            long ended = System.nanoTime();
            lock.lock();
            try {
                left = used();
                fresh = true;
                nextCollection = ended + PAUSES_BETWEEN * (ended - began);
                collecting = false;
                collected.signalAll();
            } finally {
                lock.unlock();
            }
        });
    }

    /** A script ended: what it held is garbage now. */
    void ended() {
        if (fresh) {
            lock.lock();
            try {
                fresh = false;
            } finally {
                lock.unlock();
            }
        }
    }
}
