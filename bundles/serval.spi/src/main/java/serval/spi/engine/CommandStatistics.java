package serval.spi.engine;

import org.jspecify.annotations.Nullable;

/** What INFO tells of a command: calls, time, refusals, failures, and a histogram of its latency. Under the engine lock. */
public final class CommandStatistics {
    private long calls;
    private long nanos;
    private long rejected;
    private long failed;
    private long @Nullable [] histogram;

    /** Notes a call. */
    public void called(long spent) {
        calls++;
        nanos += spent;
    }

    /** Notes a call that a gate refused. */
    public void rejected() {
        rejected++;
    }

    /** Notes a call that answered an error. */
    public void failed() {
        failed++;
    }

    /** Notes a call's latency, in nanoseconds, in the histogram. */
    public void latency(long spent) {
        long[] bins = histogram;
        if (bins == null) {
            bins = new long[64];
            histogram = bins;
        }
        bins[64 - Long.numberOfLeadingZeros(Math.max(spent, 1024) - 1)]++;
    }

    /** The number of calls. */
    public long calls() {
        return calls;
    }

    /** The time spent in calls, in microseconds. */
    public long micros() {
        return nanos / 1000;
    }

    /** The number of refusals. */
    public long rejectedCalls() {
        return rejected;
    }

    /** The number of failures. */
    public long failedCalls() {
        return failed;
    }

    /** Calls by latency: bin n counts those of at most 2^n nanoseconds, n from 10 on; null if none were noted. */
    public long @Nullable [] histogram() {
        return histogram;
    }

    /** Starts over. */
    public void reset() {
        calls = 0;
        nanos = 0;
        rejected = 0;
        failed = 0;
        histogram = null;
    }
}
