package serval.spi.module;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets the next version of a bundle wait until the one before has let go of something only one can have, such as a file. A
 * succession has a number, which goes over by {@link serval.sdk.module.Handover}.
 *
 * <p>Kept here, below every bundle that can be exchanged, because old and new version share no class of their own.
 */
public final class Successions {
    private static final AtomicLong LAST = new AtomicLong();
    private static final ConcurrentHashMap<Long, CountDownLatch> OPEN = new ConcurrentHashMap<>();

    private Successions() {}

    /** Begins one and returns its number. */
    public static long begin() {
        long number = LAST.incrementAndGet();
        OPEN.put(number, new CountDownLatch(1));
        return number;
    }

    /** The old version has let go. */
    public static void letGo(long number) {
        CountDownLatch latch = OPEN.get(number);
        if (latch != null) {
            latch.countDown();
        }
    }

    /** Waits until the old version has let go; at once for a number that is not known. Not under the engine lock. */
    public static void await(long number) throws InterruptedException {
        CountDownLatch latch = OPEN.get(number);
        if (latch != null) {
            latch.await();
            OPEN.remove(number);
        }
    }
}
