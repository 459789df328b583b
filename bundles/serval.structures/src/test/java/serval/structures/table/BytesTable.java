package serval.structures.table;

import java.util.Arrays;
import serval.bytes.KeyHash;

/** Entries are their own keys. Hashes are real ones with only some bits kept, to force collisions. */
final class BytesTable extends HashTable<byte[]> {

    private final long mask;

    BytesTable(long mask) {
        this.mask = mask;
    }

    BytesTable() {
        this(-1);
    }

    long hash(byte[] key) {
        // Under a fixed key, so that what a test does is the same in each run.
        return KeyHash.hash(0x1234, 0x5678, key, 0, key.length) & mask;
    }

    @Override
    protected long hashOf(byte[] entry) {
        return hash(entry);
    }

    @Override
    protected boolean matches(byte[] entry, byte[] key, int offset, int length) {
        return Arrays.equals(entry, 0, entry.length, key, offset, offset + length);
    }

    byte[] get(byte[] key) {
        return find(hash(key), key, 0, key.length);
    }

    byte[] put(byte[] key) {
        return put(hash(key), key, 0, key.length, key);
    }

    byte[] remove(byte[] key) {
        return remove(hash(key), key, 0, key.length);
    }

    static byte[] key(int number) {
        byte[] key = new byte[1 + number % 17 + 4];
        for (int i = 0; i < 4; i++) {
            key[i] = (byte) (number >>> i * 8);
        }
        return key;
    }
}
