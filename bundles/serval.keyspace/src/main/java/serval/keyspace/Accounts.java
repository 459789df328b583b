package serval.keyspace;

import java.util.HashMap;
import java.util.Map;
import serval.spi.keyspace.MemoryAccounts;

/** The memory accounts: what the tables weigh, and what others say they hold. */
final class Accounts implements MemoryAccounts {
    /** What an empty server counts as in use: code and fixed structures, about what Redis reports for itself. */
    private static final long BASE = 900 * 1024;
    /** Free heap below this share of all is kept for what must not fail. */
    private static final long RESERVE_PARTS = 16;

    private final KeyspaceImpl keyspace;
    private final Map<String, long[]> contributors = new HashMap<>();
    private long contributed;
    private long peak;

    Accounts(KeyspaceImpl keyspace) {
        this.keyspace = keyspace;
    }

    @Override
    public long dataset() {
        return keyspace.datasetBytes();
    }

    @Override
    public long tables() {
        return keyspace.tableBytes();
    }

    @Override
    public long used() {
        long now = BASE + keyspace.datasetBytes() + contributed;
        peak = Math.max(peak, now);
        return now;
    }

    @Override
    public long peak() {
        used();
        return peak;
    }

    /** Forgets the peak (MEMORY PURGE, CONFIG RESETSTAT). */
    void resetPeak() {
        peak = 0;
    }

    @Override
    public long startup() {
        return BASE;
    }

    @Override
    public long notCounted() {
        return get("replica-buffers") + get("aof-buffer");
    }

    @Override
    public void set(String contributor, long bytes) {
        long[] account = contributors.computeIfAbsent(contributor, none -> new long[1]);
        contributed += bytes - account[0];
        account[0] = bytes;
    }

    @Override
    public long get(String contributor) {
        long[] account = contributors.get(contributor);
        return account == null ? 0 : account[0];
    }

    @Override
    public boolean mayTake(long bytes) {
        Runtime heap = Runtime.getRuntime();
        long most = heap.maxMemory();
        // What the accounts know of is live; garbage is the collector's to find.
        return used() + bytes < most - most / RESERVE_PARTS;
    }
}
