package serval.hyperloglog;

/**
 * The estimate of a cardinality from how many registers hold which value: Otmar Ertl, "New cardinality estimation algorithms
 * for HyperLogLog sketches", arXiv:1702.01284.
 *
 * <p>The order of the operations matters: it is Redis', so that the estimates are the same to the last one.
 */
final class Estimator {
    /** Values from here on do not occur in a register of 6 bits. */
    static final int VALUES = 64;

    private static final double ALPHA = 0.721347520444481703680;
    private static final int LONGEST_RUN = Long.SIZE - Dense.INDEX_BITS;

    private Estimator() {}

    /** The estimate for a histogram of {@link #VALUES} counts. */
    static long cardinality(int[] histogram) {
        double m = Dense.REGISTERS;
        double z = m * tau((m - histogram[LONGEST_RUN + 1]) / m);
        for (int run = LONGEST_RUN; run >= 1; run--) {
            z += histogram[run];
            z *= 0.5;
        }
        z += m * sigma(histogram[0] / m);
        double estimate = ALPHA * m * m / z;
        // Only registers that no element can have made lead to infinity, which C rounds to the smallest number.
        return Double.isInfinite(estimate) ? Long.MIN_VALUE : Math.round(estimate);
    }

    private static double sigma(double fraction) {
        if (fraction == 1) {
            return Double.POSITIVE_INFINITY;
        }
        double x = fraction;
        double y = 1;
        double z = x;
        double before;
        do {
            x *= x;
            before = z;
            z += x * y;
            y += y;
        } while (before != z);
        return z;
    }

    private static double tau(double fraction) {
        if (fraction == 0 || fraction == 1) {
            return 0;
        }
        double x = fraction;
        double y = 1;
        double z = 1 - x;
        double before;
        do {
            x = Math.sqrt(x);
            before = z;
            y *= 0.5;
            z -= (1 - x) * (1 - x) * y;
        } while (before != z);
        return z / 3;
    }
}
