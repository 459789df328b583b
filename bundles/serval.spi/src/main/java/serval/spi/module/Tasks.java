package serval.spi.module;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;

/**
 * What bundles are at on threads of their own. A version that is out of service does not leave before its tasks have ended: code
 * whose bundle is gone cannot load another class.
 *
 * <p>A task is something that ends by itself. What runs as long as its bundle does is ended by the bundle's component when that is
 * deactivated.
 *
 * <p>Kept here, below every bundle that can be exchanged, so that a task's last step is no code of the bundle.
 */
public final class Tasks {
    private static final ConcurrentHashMap<Long, Set<Task>> RUNNING = new ConcurrentHashMap<>();
    private static final Object ENDED = new Object();

    private Tasks() {}

    /** Something that a bundle is at. */
    public static final class Task implements AutoCloseable {
        private final long bundle;
        private final String what;

        private Task(long bundle, String what) {
            this.bundle = bundle;
            this.what = what;
        }

        /** It has ended; a second time nothing happens. Any thread. */
        @Override
        public void close() {
            RUNNING.computeIfPresent(bundle, (number, tasks) -> {
                tasks.remove(this);
                return tasks.isEmpty() ? null : tasks;
            });
            synchronized (ENDED) {
                ENDED.notifyAll();
            }
        }
    }

    /**
     * Begins a task.
     *
     * @param owner a class of the bundle whose task it is
     * @param what what it is, for the log: {@code its thread serval-rdb-save}
     */
    public static Task begin(Class<?> owner, String what) {
        Task task = new Task(number(owner), what);
        RUNNING.compute(task.bundle, (number, tasks) -> {
            Set<Task> all = tasks == null ? ConcurrentHashMap.newKeySet() : tasks;
            all.add(task);
            return all;
        });
        return task;
    }

    /** Starts a thread that is a task, from before this returns until the thread is over. */
    public static Thread start(Class<?> owner, String name, Runnable body) {
        return start(owner, name, Thread.NORM_PRIORITY, body);
    }

    /** Starts such a thread for work that gives way to those who serve clients. */
    public static Thread startBehind(Class<?> owner, String name, Runnable body) {
        return start(owner, name, Thread.MIN_PRIORITY, body);
    }

    private static Thread start(Class<?> owner, String name, int priority, Runnable body) {
        Task task = begin(owner, "its thread " + name);
        try {
            return Thread.ofPlatform().daemon().priority(priority).name(name).start(() -> {
                try (task) {
                    body.run();
                }
            });
        } catch (Throwable notStarted) {
            // The system has no thread left: nobody shall wait for this one.
            task.close();
            throw notStarted;
        }
    }

    /** What a bundle is at; empty if nothing. */
    public static String of(Bundle bundle) {
        return of(bundle.getBundleId());
    }

    private static String of(long bundle) {
        Set<Task> tasks = RUNNING.get(bundle);
        if (tasks != null) {
            for (Task task : tasks) {
                return task.what;
            }
        }
        return "";
    }

    /**
     * Waits until a bundle has no tasks. Not under the engine lock.
     *
     * @param owner a class of the bundle
     * @return whether that was so in time, and before the thread was interrupted
     */
    public static boolean await(Class<?> owner, long millis) {
        long bundle = number(owner);
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        synchronized (ENDED) {
            while (!of(bundle).isEmpty()) {
                long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                try {
                    ENDED.wait(left);
                } catch (InterruptedException asked) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
            return true;
        }
    }

    private static long number(Class<?> owner) {
        Bundle bundle = FrameworkUtil.getBundle(owner);
        return bundle == null ? -1 : bundle.getBundleId();
    }
}
