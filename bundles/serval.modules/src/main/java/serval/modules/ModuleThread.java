package serval.modules;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread on which modules are installed, exchanged and removed, one after the other. It begins with the first task. */
final class ModuleThread {
    private static final Logger LOG = LoggerFactory.getLogger(ModuleThread.class);

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
        try {
            task.run();
        } catch (RuntimeException | LinkageError failed) {
            LOG.error("A task about modules failed", failed);
        }
    }

    /** Ends the thread; a task that runs is interrupted. */
    void end() {
        executor.shutdownNow();
    }
}
