package serval.hash;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import serval.bytes.ByteSlice;
import serval.bytes.KeyHash;
import serval.sdk.type.Upcoming;
import serval.structures.table.Frozen;
import serval.structures.table.HashTable;

/** The fields of a large hash, each a {@link FieldEntry}. */
final class FieldTable extends HashTable<byte[]> {
    /** What this class adds to the object. */
    private static final int OWN_BYTES = 24;

    /** The fields that expire; null while there never were any. */
    private @Nullable ExpiryQueue queue;

    private long entryBytes;
    /** How many savers may still look at the entries as they were. */
    private int savers;

    @Override
    protected long hashOf(byte[] entry) {
        return KeyHash.hash(entry, FieldEntry.fieldOffset(entry), FieldEntry.fieldLength(entry));
    }

    @Override
    protected boolean matches(byte[] entry, byte[] key, int offset, int length) {
        return FieldEntry.matches(entry, key, offset, length);
    }

    long heapBytes() {
        ExpiryQueue timed = queue;
        return OWN_BYTES + bytes() + entryBytes + (timed == null ? 0 : timed.heapBytes());
    }

    private static long hash(ByteSlice field) {
        return KeyHash.hash(field.array(), field.offset(), field.length());
    }

    long locate(byte[] field, int offset, int length) {
        return locate(KeyHash.hash(field, offset, length), field, offset, length);
    }

    long foresee(Upcoming requests, int from, int to) {
        byte[] array = requests.array();
        long[] hashes = new long[Upcoming.MOST];
        int count = 0;
        for (int i = from; i < to; i++) {
            if (requests.length(i, 2) >= 0) {
                hashes[count++] = KeyHash.hash(array, requests.offset(i, 2), requests.length(i, 2));
            }
        }
        return warm(hashes, count);
    }

    @Override
    protected int glance(byte[] entry) {
        return entry[0];
    }

    /** Sets a field, its expiry being kept or going; returns whether it is new. */
    boolean put(ByteSlice field, ByteSlice value, boolean keepExpiry) {
        long hash = hash(field);
        long position = locate(hash, field.array(), field.offset(), field.length());
        if (position < 0) {
            insert(hash, FieldEntry.make(field, value, 0));
            return true;
        }
        byte[] entry = at(position);
        if (savers == 0 && (keepExpiry || !FieldEntry.isTimed(entry)) && FieldEntry.overwrite(entry, value)) {
            return false;
        }
        replace(position, FieldEntry.make(field, value, keepExpiry ? FieldEntry.expiry(entry) : 0));
        return false;
    }

    /** Keeps entries from being overwritten until {@link #saved()}. */
    Frozen<byte[]> freezeEntries() {
        savers++;
        return freeze();
    }

    void saved() {
        savers--;
    }

    /** Adds a field that is not there. */
    void insert(ByteSlice field, ByteSlice value, long expiry) {
        insert(hash(field), FieldEntry.make(field, value, expiry));
    }

    /** Adds a field unless it is there; returns whether it was not. */
    boolean insertNew(ByteSlice field, ByteSlice value, long expiry) {
        long hash = hash(field);
        if (locate(hash, field.array(), field.offset(), field.length()) >= 0) {
            return false;
        }
        insert(hash, FieldEntry.make(field, value, expiry));
        return true;
    }

    private void insert(long hash, byte[] entry) {
        add(hash, entry);
        entryBytes += Pairs.heapBytes(entry);
        if (FieldEntry.isTimed(entry)) {
            queue().add(entry);
        }
    }

    private ExpiryQueue queue() {
        ExpiryQueue timed = queue;
        if (timed == null) {
            timed = new ExpiryQueue();
            queue = timed;
        }
        return timed;
    }

    /** Puts an entry with the same field at a position. */
    void replace(long position, byte[] entry) {
        byte[] before = at(position);
        set(position, entry);
        entryBytes += Pairs.heapBytes(entry) - Pairs.heapBytes(before);
        boolean timed = FieldEntry.isTimed(entry);
        if (FieldEntry.isTimed(before)) {
            if (timed) {
                queue().replace(before, entry);
            } else {
                queue().remove(before);
            }
        } else if (timed) {
            queue().add(entry);
        }
    }

    /** Removes the entry at a position. */
    void take(long position) {
        byte[] entry = removeAt(position);
        entryBytes -= Pairs.heapBytes(entry);
        if (FieldEntry.isTimed(entry)) {
            queue().remove(entry);
        }
    }

    /** The number of fields that expire. */
    int timed() {
        ExpiryQueue timed = queue;
        return timed == null ? 0 : timed.size();
    }

    /** When the first field expires, or {@link Hash#NEVER}. */
    long next() {
        ExpiryQueue timed = queue;
        return timed == null ? Hash.NEVER : timed.next();
    }

    /** The entry that expires first; only if there is one. */
    byte[] first() {
        return queue().first();
    }

    /** The number of fields whose time is up. */
    int expired(long now) {
        ExpiryQueue timed = queue;
        return timed == null ? 0 : timed.expired(now);
    }

    byte[] any(RandomGenerator random) {
        byte[] entry = random(random);
        assert entry != null;
        return entry;
    }

    FieldTable copy() {
        FieldTable copy = new FieldTable();
        copy.expect(size());
        forEach(entry -> copy.insert(hashOf(entry), entry.clone()));
        return copy;
    }
}
