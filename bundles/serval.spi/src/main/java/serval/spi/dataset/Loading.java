package serval.spi.dataset;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The service that knows whether the dataset is being loaded. Meanwhile calls of commands not flagged LOADING are refused, nothing expires
 * and nothing is journalled for files. The engine begins and ends it around {@link DatasetSource#load}; a replica that takes
 * its primary's dataset does so itself.
 */
@ProviderType
public interface Loading {
    /** Begins. Under the engine lock. */
    void begin();

    /** How many bytes there are in all, once that is known; any thread. */
    void expect(long totalBytes);

    /** How many bytes have been loaded; any thread. */
    void loaded(long bytes);

    /** What a file says of the memory in use when it was made; any thread. */
    void usedMemory(long bytes);

    /** Ends. Under the engine lock. */
    void end();

    /** Whether the dataset is being loaded; any thread. */
    boolean isActive();

    /** When it began, in milliseconds since 1970. */
    long since();

    /** Bytes in all, or 0 if not known. */
    long total();

    /** Bytes loaded. */
    long loaded();

    /** The memory in use when the file was made, or 0 if not known. */
    long usedMemory();
}
