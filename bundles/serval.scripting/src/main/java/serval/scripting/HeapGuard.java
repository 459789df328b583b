package serval.scripting;

/**
 * Keeps scripts from filling the heap. What is in use counts, garbage included, until it comes close to the heap's end; then the
 * collector is run, as often as a fifth of the time allows, and what it leaves counts.
 */
final class HeapGuard {
    private static final double SHARE = 0.85;
    private static final long KEPT = 8L << 20;
    private static final int PAUSES_BETWEEN = 4;

    private final Runtime heap = Runtime.getRuntime();
    private final long most = (long) (heap.maxMemory() * SHARE) - KEPT;
    private long nextCollection = Long.MIN_VALUE;
    private long left;

    private long used() {
        return heap.totalMemory() - heap.freeMemory();
    }

    /** Whether there is room for so many bytes more. */
    boolean mayTake(long bytes) {
        if (used() + bytes < most) {
            return true;
        }
        long now = System.nanoTime();
        if (nextCollection == Long.MIN_VALUE || now - nextCollection >= 0) {
            System.gc();
            long ended = System.nanoTime();
            nextCollection = ended + PAUSES_BETWEEN * (ended - now);
            left = used();
        }
        return left + bytes < most;
    }

    /** A script ended: what it held is garbage now. */
    void ended() {
        nextCollection = Long.MIN_VALUE;
    }
}
