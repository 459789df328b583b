package serval.modules;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Has the classes of former versions unloaded a few at a time. G1 unloads classes in a pause that is as long as they are many; left to
 * itself it waits until they are very many.
 *
 * <p>Only where that is so and collections on request run beside the server: {@code conf/g1.options} says so by the system property
 * {@code serval.reclaim}. Shenandoah unloads beside the server's work, but after a collection on request it gives memory back at once
 * and does not let anybody allocate meanwhile, for 20 ms and more.
 */
final class Reclaim {
    private static final boolean ON = Boolean.getBoolean("serval.reclaim");
    private static final long REST_NANOS = 1_000_000_000;
    /** So many times as long as a collection took, nothing is collected again. */
    private static final long REST_FACTOR = 10;

    private final AtomicBoolean wanted = new AtomicBoolean();
    private final AtomicBoolean running = new AtomicBoolean();

    /** A class loader was let go. Returns at once. */
    void departed() {
        if (!ON) {
            return;
        }
        wanted.set(true);
        if (running.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("serval-reclaim").start(this::collect);
        }
    }

    private void collect() {
        do {
            LockSupport.parkNanos(REST_NANOS);
            if (wanted.getAndSet(false)) {
                long began = System.nanoTime();
                System.gc();
                LockSupport.parkNanos((System.nanoTime() - began) * REST_FACTOR);
            }
        } while (wanted.get());
        running.set(false);
        if (wanted.get() && running.compareAndSet(false, true)) {
            collect();
        }
    }
}
