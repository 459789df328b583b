package serval.observability;

/**
 * The bins of a command's latencies. Figures are those of a histogram of two significant digits, as clients of Redis know
 * them: the highest value that such a histogram cannot tell from a bin's bound.
 */
final class Bins {
    private static final int SIGNIFICANT_BITS = 8;

    private Bins() {}

    /** The highest latency in a bin, in nanoseconds. */
    static long upperNanos(int bin) {
        return highestEquivalent(1L << Math.min(bin, 62));
    }

    private static long highestEquivalent(long nanos) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(nanos);
        long unit = 1L << Math.max(0, bits - SIGNIFICANT_BITS);
        return (nanos & -unit) + unit - 1;
    }

    /** The latency that so many percent of calls did not exceed, in nanoseconds. */
    static long percentile(long[] bins, double percent) {
        long total = 0;
        for (long count : bins) {
            total += count;
        }
        long rank = Math.max(1, (long) (percent / 100 * total + 0.5));
        long seen = 0;
        for (int bin = 0; bin < bins.length; bin++) {
            seen += bins[bin];
            if (seen >= rank) {
                return upperNanos(bin);
            }
        }
        return 0;
    }
}
