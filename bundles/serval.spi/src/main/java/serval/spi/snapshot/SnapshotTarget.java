package serval.spi.snapshot;

import org.osgi.annotation.versioning.ConsumerType;
import serval.bytes.ByteSlice;
import serval.sdk.type.Value;

/**
 * Who takes a snapshot. Called under the engine lock, within {@link Snapshot#step} or, for an entry that is about to be
 * changed before the walk has reached it, within the command that changes it; may not wait.
 */
@ConsumerType
public interface SnapshotTarget {
    /** The RDB version that large values are saved for. */
    default int rdbVersion() {
        return 11;
    }

    /**
     * An entry of a string where it lies; to be written out before the method returns, as neither slice is the target's afterwards.
     */
    void string(int database, ByteSlice key, ByteSlice string, long expiresAt, long idleSeconds, int frequency);

    /** An entry of a small value, or of a string that is an object; to be written out before the method returns. */
    void entry(int database, ByteSlice key, Value value, long expiresAt, long idleSeconds, int frequency);

    /**
     * An entry of a large value. It is saved through the saver its type opened at this moment, in slices, at the
     * target's own pace, under the engine lock.
     */
    void large(
            int database,
            byte[] key,
            Value value,
            serval.sdk.type.Codec.Saver saver,
            long expiresAt,
            long idleSeconds,
            int frequency);

    /** The snapshot is complete. */
    void complete();
}
