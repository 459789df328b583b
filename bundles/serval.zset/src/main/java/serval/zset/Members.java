package serval.zset;

import java.util.Arrays;
import serval.bytes.KeyHash;
import serval.structures.table.HashTable;

/** Entries by their members. */
final class Members extends HashTable<byte[]> {
    @Override
    protected long hashOf(byte[] entry) {
        return KeyHash.hash(entry, Entries.HEAD, entry.length - Entries.HEAD);
    }

    @Override
    protected boolean matches(byte[] entry, byte[] key, int offset, int length) {
        return Arrays.equals(entry, Entries.HEAD, entry.length, key, offset, offset + length);
    }

    @Override
    protected int glance(byte[] entry) {
        return entry[0];
    }
}
