package serval.spi.keyspace;

import org.osgi.annotation.versioning.ProviderType;

/** What is held in memory, and for what; in bytes. */
@ProviderType
public interface MemoryAccounts {
    /** Keys, values and tables. */
    long dataset();

    /** The tables alone. */
    long tables();

    /** Everything: dataset, buffers of sessions, scripts, and a fixed overhead. What {@code maxmemory} is compared with, less {@link #notCounted()}. */
    long used();

    /** The most that {@link #used()} has been. */
    long peak();

    /** The memory in use when the server had started. */
    long startup();

    /** Buffers that eviction does not count: of replicas and of the append-only file. */
    long notCounted();

    /** Sets what a contributor other than the dataset holds, such as {@code clients} or {@code scripts}. */
    void set(String contributor, long bytes);

    /** What a contributor said it holds, or 0. */
    long get(String contributor);

    /**
     * Asks for room before memory of a size chosen by a peer is taken.
     *
     * @return false if the heap's reserve would be hurt: answer an error or close
     */
    boolean mayTake(long bytes);
}
