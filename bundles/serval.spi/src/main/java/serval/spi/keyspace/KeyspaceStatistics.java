package serval.spi.keyspace;

/** Counters of the keyspace that INFO shows and CONFIG RESETSTAT clears. Under the engine lock. */
public final class KeyspaceStatistics {
    /** Reads that found a key. */
    public long hits;
    /** Reads that found none. */
    public long misses;
    /** Keys removed because they expired. */
    public long expired;
    /** Keys evicted. */
    public long evicted;
    /** The share of expired keys among those sampled, in percent. */
    public double expiredStalePercent;
    /** Expiry cycles that ran out of time. */
    public long expiryTimeCapReached;
    /** Values freed in the background. */
    public long lazilyFreed;
    /** Values waiting to be freed in the background. */
    public long lazilyPending;
    /** Nanoseconds in which the memory limit was exceeded. */
    public long evictionExceededNanos;

    /** Starts over. */
    public void reset() {
        hits = 0;
        misses = 0;
        expired = 0;
        evicted = 0;
        expiredStalePercent = 0;
        expiryTimeCapReached = 0;
        lazilyFreed = 0;
        evictionExceededNanos = 0;
    }
}
