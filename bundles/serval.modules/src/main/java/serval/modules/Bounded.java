package serval.modules;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import serval.spi.module.ModuleRefusedException;

/** Runs a module's code on a thread of its own for a limited time: what is not ours may never come back. */
final class Bounded {
    /** How long an interrupted module has to end. */
    private static final long GRACE_MILLIS = 500;

    private Bounded() {}

    /** The code did not end in time. */
    static final class LateException extends Exception {
        private static final long serialVersionUID = 1L;
        /** The thread, if not even an interruption ended it. */
        final transient @org.jspecify.annotations.Nullable Thread running;

        private LateException(@org.jspecify.annotations.Nullable Thread running) {
            super(null, null, false, false);
            this.running = running;
        }
    }

    /**
     * Runs an action.
     *
     * @throws LateException if it took longer
     * @throws Exception what it threw; errors come as the cause of a {@link ModuleRefusedException}
     */
    static <T> T call(String name, long millis, Callable<T> action) throws Exception {
        FutureTask<T> task = new FutureTask<>(action);
        Thread thread = Thread.ofPlatform().daemon().name(name).start(task);
        try {
            return task.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            thread.interrupt();
            thread.join(GRACE_MILLIS);
            throw new LateException(thread.isAlive() ? thread : null);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            if (cause instanceof Exception exception) {
                throw exception;
            }
            throw new ModuleRefusedException(Reasons.of(cause), cause);
        }
    }
}
