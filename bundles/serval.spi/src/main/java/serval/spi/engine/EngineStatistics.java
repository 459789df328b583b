package serval.spi.engine;

import java.util.LinkedHashMap;
import java.util.Map;

/** Counters of the engine that INFO shows and CONFIG RESETSTAT clears, published as an OSGi service. Under the engine lock. */
public final class EngineStatistics {
    /** Error codes beyond this many are not told apart any more. */
    private static final int MOST_CODES = 128;

    /** Commands run. */
    public long commands;
    /** Connections accepted. */
    public long connections;
    /** Connections refused by {@code maxclients}. */
    public long rejectedConnections;
    /** Errors answered. */
    public long errors;
    /** Errors that a replica answered to its primary's stream. */
    public long unexpectedErrors;
    /** Sessions whose calls wait at present. */
    public long blocked;
    /** Sessions whose calls wait, with a timeout, at present. */
    public long timedWaits;
    /** Keys that calls wait for at present. */
    public long blockingKeys;
    /** Those of them whose removal is waited for too. */
    public long blockingKeysEvenIfDeleted;
    /** Changes since the dataset was last saved. */
    public long dirty;
    /** Batches run. */
    public long batches;
    /** Nanoseconds spent under the lock in batches. */
    public long batchNanos;
    /** The longest that a batch took, in nanoseconds. */
    public long longestBatchNanos;

    /** The most commands that a batch ran. */
    public long mostBatchCommands;

    /** Nanoseconds spent on regular work. */
    public long cronNanos;

    /** Batches per second, of late. */
    public double batchesPerSecond;

    /** How long a batch takes, of late, in nanoseconds. */
    public double nanosPerBatch;

    /** Commands per second, of late. */
    public long commandsPerSecond;
    /** Sessions cut for their output buffers' limits. */
    public long outputLimitDisconnections;
    /** Sessions cut for their query buffers' limit. */
    public long queryLimitDisconnections;
    /** Sessions evicted for {@code maxmemory-clients}. */
    public long evictedClients;
    /** When the counters were last cleared, in milliseconds since 1970. */
    public long since;

    private final Map<String, long[]> codes = new LinkedHashMap<>();

    /** Notes an error answered, given by its text. */
    public void error(String text) {
        errors++;
        int space = text.indexOf(' ');
        String code = space < 0 ? text : text.substring(0, space);
        long[] count = codes.get(code);
        if (count == null) {
            if (codes.size() >= MOST_CODES) {
                return;
            }
            count = new long[1];
            codes.put(code, count);
        }
        count[0]++;
    }

    /** Errors answered by code. */
    public Map<String, long[]> errorsByCode() {
        return codes;
    }

    /** Starts over; gauges stay. */
    public void reset(long now) {
        commands = 0;
        connections = 0;
        rejectedConnections = 0;
        errors = 0;
        unexpectedErrors = 0;
        batches = 0;
        batchNanos = 0;
        longestBatchNanos = 0;
        mostBatchCommands = 0;
        cronNanos = 0;
        outputLimitDisconnections = 0;
        queryLimitDisconnections = 0;
        evictedClients = 0;
        codes.clear();
        since = now;
    }
}
