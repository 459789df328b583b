package serval.keyspace;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import serval.bytes.ByteSlice;
import serval.keyspace.rdb.RdbOutput;
import serval.sdk.type.Codec;
import serval.sdk.type.Value;
import serval.spi.snapshot.SlotRange;
import serval.spi.snapshot.Snapshot;
import serval.spi.snapshot.SnapshotTarget;
import serval.spi.snapshot.Snapshots;

/** A snapshot of everything: small values by what they are, large ones by what their savers write. */
final class TakenSnapshot implements SnapshotTarget, AutoCloseable {
    final TreeMap<String, Value> values = new TreeMap<>();
    final TreeMap<String, byte[]> saved = new TreeMap<>();
    private final Snapshot snapshot;

    TakenSnapshot(Snapshots snapshots) {
        snapshot = snapshots.open(SlotRange.ALL, this);
    }

    void finish() {
        while (!snapshot.step(1000)) {
            // To its end.
        }
    }

    List<String> keys() {
        return new ArrayList<>(values.keySet());
    }

    @Override
    public void string(int database, ByteSlice key, ByteSlice string, long expiresAt, long idleSeconds, int frequency) {
        entry(database, key, new StringValue(string.copy(), string.length(), false), expiresAt, idleSeconds, frequency);
    }

    @Override
    public void entry(int database, ByteSlice key, Value value, long expiresAt, long idleSeconds, int frequency) {
        values.put(database + " " + key, value);
    }

    @Override
    public void large(
            int database, byte[] key, Value value, Codec.Saver saver, long expiresAt, long idleSeconds, int frequency) {
        String name = database + " " + new ByteSlice(key);
        values.put(name, value);
        RdbOutput out = new RdbOutput(false);
        while (!saver.step(out, 100)) {
            // In small slices.
        }
        saver.close();
        saved.put(name, out.toBytes());
    }

    @Override
    public void complete() {
        // The test closes it.
    }

    @Override
    public void close() {
        snapshot.close();
    }
}
