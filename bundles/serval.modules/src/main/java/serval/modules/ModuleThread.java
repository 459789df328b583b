package serval.modules;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread on which modules are installed, exchanged and removed, one after the other. It begins with the first task.
 *
 * <p>It rests after a task, three times as long as that took and at most {@value #LONGEST_REST_MILLIS} ms, so that many exchanges in a row leave
 * clients the processors: what one of them leaves to the compilers and the collector is done before the next begins.
 */
final class ModuleThread {
    private static final Logger LOG = LoggerFactory.getLogger(ModuleThread.class);

    private static final long LONGEST_REST_MILLIS = 150;
    /** So many times as long as a task took, the thread rests. */
    private static final long REST_FACTOR = 3;
    /** What took less is not worth a rest. */
    private static final long SHORT_NANOS = 1_000_000;

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("serval-modules").factory());

    ModuleThread() {
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setRemoveOnCancelPolicy(true);
    }

    /** Runs a task after those before it. */
    void run(Runnable task) {
        schedule(task, 0, TimeUnit.MILLISECONDS);
    }

    /** Runs a task after some time; what it throws is logged. */
    void schedule(Runnable task, long time, TimeUnit unit) {
        try {
            executor.schedule(() -> guarded(task), time, unit);
        } catch (RejectedExecutionException ended) {
            LOG.debug("The server ends: a task about modules is left out");
        }
    }

    private static void guarded(Runnable task) {
        long began = System.nanoTime();
        try {
            task.run();
        } catch (RuntimeException | LinkageError failed) {
            LOG.error("A task about modules failed", failed);
        }
        long took = System.nanoTime() - began;
        if (took > SHORT_NANOS) {
            LockSupport.parkNanos(Math.min(took * REST_FACTOR, TimeUnit.MILLISECONDS.toNanos(LONGEST_REST_MILLIS)));
        }
    }

    /** Ends the thread; a task that runs is interrupted. */
    void end() {
        executor.shutdownNow();
    }
}
