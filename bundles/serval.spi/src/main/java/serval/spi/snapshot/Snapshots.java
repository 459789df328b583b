package serval.spi.snapshot;

import org.osgi.annotation.versioning.ProviderType;

/** The service that takes snapshots of the dataset. */
@ProviderType
public interface Snapshots {
    /**
     * Opens a snapshot of the dataset as it is now. It costs a moment, whatever the dataset's size. Under the engine lock.
     */
    Snapshot open(SlotRange slots, SnapshotTarget target);
}
