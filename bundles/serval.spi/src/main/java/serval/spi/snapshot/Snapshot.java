package serval.spi.snapshot;

import org.osgi.annotation.versioning.ProviderType;

/** A snapshot that is being taken. Under the engine lock. */
@ProviderType
public interface Snapshot {
    /**
     * Gives a slice of the dataset to the target.
     *
     * @param budget about how many bytes
     * @return whether the snapshot is complete
     */
    boolean step(int budget);

    /** Keys given so far. */
    long done();

    /** Keys in the snapshot in all. */
    long total();

    /**
     * Ends the snapshot, complete or not, when its target has closed its savers: nothing is preserved for it any more. Until then
     * bundles whose types made its values are kept.
     */
    void close();
}
