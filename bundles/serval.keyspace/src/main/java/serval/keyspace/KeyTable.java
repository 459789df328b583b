package serval.keyspace;

import java.util.Arrays;
import serval.structures.table.HashTable;

/** A hash table of entries of either form. */
final class KeyTable extends HashTable<Object> {
    @Override
    protected long hashOf(Object entry) {
        return Entries.hash(entry);
    }

    @Override
    protected int glance(Object entry) {
        return Entries.glance(entry);
    }

    @Override
    protected boolean matches(Object entry, byte[] key, int offset, int length) {
        if (entry instanceof byte[] packed) {
            int from = Packed.keyOffset(packed);
            return Packed.keyLength(packed) == length
                    && Arrays.equals(packed, from, from + length, key, offset, offset + length);
        }
        // Asked for its class, which is quicker than a call that several may answer.
        return entry instanceof ShortEntry own
                ? own.isOf(key, offset, length)
                : ((LongEntry) entry).isOf(key, offset, length);
    }
}
