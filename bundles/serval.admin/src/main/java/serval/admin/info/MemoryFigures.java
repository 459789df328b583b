package serval.admin.info;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.spi.keyspace.Keyspace;
import serval.spi.keyspace.MemoryAccounts;

/**
 * Memory as INFO and MEMORY STATS tell it, taken at one moment.
 *
 * <p>The dataset's figures are the keyspace's own; where Redis speaks of its allocator, the Java heap stands: what is allocated is
 * the accounts' sum, what is active is the heap in use, garbage included, and what is resident is the heap committed.
 */
@Component(service = MemoryFigures.class)
public final class MemoryFigures {
    private final Keyspace keyspace;

    /** Reads from this keyspace. */
    @Activate
    public MemoryFigures(@Reference Keyspace keyspace) {
        this.keyspace = keyspace;
    }

    /** The figures as they are now; under the engine lock. */
    public Moment now() {
        MemoryAccounts accounts = keyspace.memory();
        Runtime heap = Runtime.getRuntime();
        long used = accounts.used();
        long overhead = accounts.startup()
                + accounts.tables()
                + accounts.get("clients")
                + accounts.get("scripts")
                + accounts.get("functions")
                + accounts.notCounted();
        return new Moment(
                accounts,
                used,
                Math.max(accounts.peak(), used),
                Math.min(overhead, used),
                heap.totalMemory() - heap.freeMemory(),
                heap.totalMemory(),
                ProcessFiles.resident());
    }

    /**
     * The figures of a moment, in bytes.
     *
     * @param accounts the accounts they come from
     * @param used everything in use
     * @param peak the most there was
     * @param overhead what is in use and no data
     * @param active the heap in use, garbage included
     * @param committed the heap taken from the system
     * @param resident what the process holds in memory
     */
    public record Moment(
            MemoryAccounts accounts, long used, long peak, long overhead, long active, long committed, long resident) {
        /** What is data. */
        public long dataset() {
            return used - overhead;
        }

        /** The share of data in what was added since the start, in percent. */
        public double datasetPercent() {
            long net = used - accounts.startup();
            return net <= 0 ? 0 : dataset() * 100.0 / net;
        }

        /** What is in use as a share of the peak, in percent. */
        public double peakPercent() {
            return used * 100.0 / peak;
        }

        /** A ratio, 0 where there is nothing to divide by. */
        public static double ratio(long one, long other) {
            return other == 0 ? 0 : (double) one / other;
        }
    }
}
