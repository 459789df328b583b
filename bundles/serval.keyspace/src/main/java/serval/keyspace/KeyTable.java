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
        if (entry instanceof byte[] packed) {
            return packed[0] + packed[packed.length - 1];
        }
        Entry own = (Entry) entry;
        return own.name.length + own.name[0];
    }

    @Override
    protected boolean matches(Object entry, byte[] key, int offset, int length) {
        if (entry instanceof byte[] packed) {
            int from = Packed.keyOffset(packed);
            return Packed.keyLength(packed) == length
                    && Arrays.equals(packed, from, from + length, key, offset, offset + length);
        }
        byte[] own = ((Entry) entry).name;
        return own.length - Entry.HEAD == length
                && Arrays.equals(own, Entry.HEAD, own.length, key, offset, offset + length);
    }
}
