package serval.keyspace;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import serval.bytes.ByteSlice;
import serval.bytes.KeyHash;
import serval.sdk.type.Value;
import serval.spi.keyspace.LoadBatch;

/** Entries as they will lie in the tables, with their hashes. */
final class LoadBatchImpl implements LoadBatch {
    /** The upper bits of a hash by which keys are arranged, and how many keys are worth it. */
    private static final int BITS = 12;

    private static final int WORTH_ARRANGING = 1024;
    /** So many look-ups share the wait for memory. */
    private static final int AHEAD = 16;

    private final KeyspaceImpl keyspace;
    private final ByteSlice slice = new ByteSlice();
    private final long[] ahead = new long[AHEAD];
    private @Nullable Object[] entries = new Object[16];
    private long[] hashes = new long[16];
    private int[] databases = new int[16];
    private int size;

    LoadBatchImpl(KeyspaceImpl keyspace) {
        this.keyspace = keyspace;
    }

    @Override
    public void add(int database, byte[] key, Value value, long expiresAt, long idleSeconds, int frequency) {
        if (value instanceof StringValue string && string.array().length == string.length()) {
            addString(database, key, string.array(), expiresAt, idleSeconds, frequency);
            return;
        }
        add(
                database,
                KeyHash.hash(key, 0, key.length),
                Entry.of(key, 0, key.length, value, expiresAt, access(idleSeconds, frequency)));
    }

    @Override
    public void addString(int database, byte[] key, byte[] string, long expiresAt, long idleSeconds, int frequency) {
        int access = access(idleSeconds, frequency);
        Object entry;
        if (isPacked(key.length, string.length, expiresAt)) {
            byte[] packed = Packed.make(key, 0, key.length, string.length, expiresAt, 0, access);
            System.arraycopy(string, 0, packed, packed.length - string.length, string.length);
            entry = packed;
        } else {
            StringValue value = new StringValue(string, string.length, false);
            entry = Entry.of(key, 0, key.length, value, expiresAt, access);
        }
        add(database, KeyHash.hash(key, 0, key.length), entry);
    }

    @Override
    public void addString(
            int database,
            byte[] bytes,
            int key,
            int keyLength,
            int string,
            int stringLength,
            long expiresAt,
            long idleSeconds,
            int frequency) {
        if (!isPacked(keyLength, stringLength, expiresAt)) {
            addString(
                    database,
                    Arrays.copyOfRange(bytes, key, key + keyLength),
                    Arrays.copyOfRange(bytes, string, string + stringLength),
                    expiresAt,
                    idleSeconds,
                    frequency);
            return;
        }
        byte[] packed = Packed.make(bytes, key, keyLength, stringLength, expiresAt, 0, access(idleSeconds, frequency));
        System.arraycopy(bytes, string, packed, packed.length - stringLength, stringLength);
        add(database, KeyHash.hash(bytes, key, keyLength), packed);
    }

    private static boolean isPacked(int keyLength, int stringLength, long expiresAt) {
        return Packed.fits(keyLength, stringLength) && Packed.canExpireAt(expiresAt);
    }

    private void add(int database, long hash, Object entry) {
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, size * 2);
            hashes = Arrays.copyOf(hashes, size * 2);
            databases = Arrays.copyOf(databases, size * 2);
        }
        entries[size] = entry;
        hashes[size] = hash;
        databases[size++] = database;
    }

    private int access(long idleSeconds, int frequency) {
        AccessClock clock = keyspace.accessClock();
        boolean lfu = keyspace.directives().isLfu();
        if (frequency >= 0 && lfu) {
            return clock.withFrequency(frequency);
        }
        return idleSeconds >= 0 && !lfu ? clock.idleFor(idleSeconds) : clock.fresh();
    }

    @Override
    public int size() {
        return size;
    }

    /** Keys of one region of the table follow one another then, so that it is in the processor's cache for all but the first. */
    @Override
    public void arrange() {
        if (size < WORTH_ARRANGING) {
            return;
        }
        int[] next = new int[(1 << BITS) + 1];
        for (int i = 0; i < size; i++) {
            next[(int) (hashes[i] >>> 64 - BITS) + 1]++;
        }
        for (int i = 1; i < next.length; i++) {
            next[i] += next[i - 1];
        }
        @Nullable Object[] arranged = new Object[size];
        long[] arrangedHashes = new long[size];
        int[] arrangedDatabases = new int[size];
        for (int i = 0; i < size; i++) {
            int to = next[(int) (hashes[i] >>> 64 - BITS)]++;
            arranged[to] = entries[i];
            arrangedHashes[to] = hashes[i];
            arrangedDatabases[to] = databases[i];
        }
        entries = arranged;
        hashes = arrangedHashes;
        databases = arrangedDatabases;
    }

    @Override
    public int put(boolean merge) {
        keyspace.settleOpened();
        for (int i = 0; i < size; i++) {
            Db db = keyspace.db(databases[i]);
            Tables tables = db.tables();
            if (i % AHEAD == 0) {
                int count = Math.min(AHEAD, size - i);
                System.arraycopy(hashes, i, ahead, 0, count);
                keyspace.warmed += tables.main.warm(ahead, count);
            }
            Object entry = entries[i];
            Entries.key(entry, slice);
            if (tables.main.locate(hashes[i], slice.array(), slice.offset(), slice.length()) >= 0) {
                if (!merge) {
                    return i;
                }
                KeyImpl there = (KeyImpl) db.open(slice.array(), slice.offset(), slice.length());
                if (there.findToReplace() != null) {
                    there.dropUnseen();
                }
            }
            tables.add(hashes[i], entry);
        }
        size = 0;
        entries = new Object[16];
        hashes = new long[16];
        databases = new int[16];
        return -1;
    }

    @Override
    public int database(int index) {
        return databases[index];
    }

    @Override
    public byte[] key(int index) {
        return Entries.keyCopy(entries[index]);
    }
}
