package serval.admin.debug;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.bytes.ByteSlice;
import serval.sdk.type.Codec;
import serval.sdk.type.Value;
import serval.spi.keyspace.Database;
import serval.spi.keyspace.Keyspace;
import serval.spi.keyspace.Restored;
import serval.spi.snapshot.SlotRange;
import serval.spi.snapshot.Snapshot;
import serval.spi.snapshot.SnapshotTarget;
import serval.spi.snapshot.Snapshots;

/**
 * Saves the whole dataset through the types' codecs and loads it again, in memory: what DEBUG RELOAD comes to where nothing
 * is kept in files. Every value is saved and loaded as it would be for a file, and so is what parks.
 */
final class Reload implements SnapshotTarget {
    private static final Logger LOG = LoggerFactory.getLogger(Reload.class);
    private static final int RDB_VERSION = 11;

    private record Saved(int database, byte[] key, byte[] payload, long expiresAt, long idleSeconds, int frequency) {}

    private final Keyspace keyspace;
    private final List<Saved> saved = new ArrayList<>();

    private Reload(Keyspace keyspace) {
        this.keyspace = keyspace;
    }

    /**
     * Runs it, in one go, under the engine lock.
     *
     * @param flush whether keys that are not in the snapshot go
     * @param now in milliseconds since 1970; what has expired by then does not come back
     */
    static void run(Keyspace keyspace, Snapshots snapshots, boolean flush, long now) {
        Reload reload = new Reload(keyspace);
        Snapshot snapshot = snapshots.open(SlotRange.ALL, reload);
        try {
            while (!snapshot.step(Integer.MAX_VALUE)) {
                // Nothing changes meanwhile: one step after the other.
            }
        } finally {
            snapshot.close();
        }
        if (flush) {
            keyspace.flush(-1, false);
        }
        for (Saved one : reload.saved) {
            if (one.expiresAt < 0 || one.expiresAt > now) {
                reload.load(one);
            }
        }
        LOG.info("DB reloaded by DEBUG RELOAD");
    }

    private void load(Saved one) {
        Value value = keyspace.types().undump(one.payload);
        if (value == null) {
            throw new IllegalStateException("a value's own payload cannot be read");
        }
        Database database = keyspace.database(one.database);
        database.restore(database.open(one.key), new Restored(value, one.expiresAt, one.idleSeconds, one.frequency));
    }

    @Override
    public void string(int database, ByteSlice key, ByteSlice string, long expiresAt, long idleSeconds, int frequency) {
        entry(database, key, keyspace.types().string(string.copy()), expiresAt, idleSeconds, frequency);
    }

    @Override
    public void entry(int database, ByteSlice key, Value value, long expiresAt, long idleSeconds, int frequency) {
        byte[] payload = keyspace.types().dump(value, RDB_VERSION);
        saved.add(new Saved(database, key.copy(), payload, expiresAt, idleSeconds, frequency));
    }

    @Override
    public void large(
            int database, byte[] key, Value value, Codec.Saver saver, long expiresAt, long idleSeconds, int frequency) {
        // Saved at once: the saver's view of the value is not needed.
        saver.close();
        byte[] payload = keyspace.types().dump(value, RDB_VERSION);
        saved.add(new Saved(database, key, payload, expiresAt, idleSeconds, frequency));
    }

    @Override
    public void complete() {
        LOG.debug("{} keys saved", saved.size());
    }
}
