package serval.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import serval.testkit.internal.Container;

/**
 * The clock of one server. It goes on with real time, unless frozen, and can be put forward: keys expire, timers run and
 * waiting clients give up as if the time had passed.
 */
public final class TestClock {
    private final Supplier<Container> container;
    private final long epoch = System.currentTimeMillis() * 1_000_000;
    private final long began = System.nanoTime();
    private long ahead;
    private long frozenAt = -1;

    TestClock(Supplier<Container> container) {
        this.container = container;
    }

    /**
     * Puts the clock forward, and returns when the timers that became due have run. A timer that repeats runs once, however far it is.
     *
     * @throws IllegalArgumentException if the duration is negative: no clock goes back
     */
    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("a clock does not go back: " + duration);
        }
        synchronized (this) {
            ahead += duration.toNanos();
        }
        try {
            container.get().runTimers();
        } catch (RuntimeException failed) {
            throw failed;
        } catch (Exception failed) {
            throw new IllegalStateException("The server's timers do not run", failed);
        }
    }

    /** Stops the clock: from now on time passes by {@link #advance} only. */
    public synchronized void freeze() {
        if (frozenAt < 0) {
            frozenAt = System.nanoTime() - began;
        }
    }

    /** Lets the clock go on from where it is. */
    public synchronized void resume() {
        if (frozenAt >= 0) {
            ahead -= System.nanoTime() - began - frozenAt;
            frozenAt = -1;
        }
    }

    /** The server's time. */
    public Instant now() {
        long nanos = epochNanos();
        return Instant.ofEpochSecond(nanos / 1_000_000_000, nanos % 1_000_000_000);
    }

    long epochNanos() {
        return epoch + monotonicNanos();
    }

    synchronized long monotonicNanos() {
        return (frozenAt >= 0 ? frozenAt : System.nanoTime() - began) + ahead;
    }
}
