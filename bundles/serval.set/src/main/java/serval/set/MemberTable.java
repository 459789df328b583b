package serval.set;

import java.util.Arrays;
import serval.bytes.KeyHash;
import serval.structures.table.HashTable;

/** Members as arrays of their own. */
final class MemberTable extends HashTable<byte[]> {
    @Override
    protected long hashOf(byte[] entry) {
        return KeyHash.hash(entry, 0, entry.length);
    }

    @Override
    protected boolean matches(byte[] entry, byte[] key, int offset, int length) {
        return Arrays.equals(entry, 0, entry.length, key, offset, offset + length);
    }

    @Override
    protected int glance(byte[] entry) {
        return entry.length;
    }
}
