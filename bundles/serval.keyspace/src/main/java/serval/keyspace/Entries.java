package serval.keyspace;

import serval.bytes.ByteSlice;
import serval.bytes.KeyHash;
import serval.sdk.type.Value;

/** What can be asked of an entry of either form. */
final class Entries {
    private Entries() {}

    static long hash(Object entry) {
        if (entry instanceof byte[] packed) {
            return KeyHash.hash(packed, Packed.keyOffset(packed), Packed.keyLength(packed));
        }
        ByteSlice key = new ByteSlice();
        ((Entry) entry).key(key);
        return KeyHash.hash(key.array(), key.offset(), key.length());
    }

    /** Reads a little of an entry; what it returns is to be kept, so that it is read. */
    static int glance(Object entry) {
        return entry instanceof byte[] packed ? packed[0] + packed[packed.length - 1] : ((Entry) entry).glance();
    }

    static void key(Object entry, ByteSlice into) {
        if (entry instanceof byte[] packed) {
            into.set(packed, Packed.keyOffset(packed), Packed.keyLength(packed));
        } else {
            ((Entry) entry).key(into);
        }
    }

    static byte[] keyCopy(Object entry) {
        ByteSlice slice = new ByteSlice();
        key(entry, slice);
        return slice.copy();
    }

    static long expiresAt(Object entry) {
        return entry instanceof byte[] packed ? Packed.expiresAt(packed) : ((Entry) entry).expiresAt();
    }

    static int access(Object entry) {
        return entry instanceof byte[] packed ? Packed.access(packed) : ((Entry) entry).access();
    }

    static void access(Object entry, int access) {
        if (entry instanceof byte[] packed) {
            Packed.access(packed, access);
        } else {
            ((Entry) entry).access(access);
        }
    }

    /** Heap bytes of an entry with its key and its value. */
    static long bytes(Object entry) {
        if (entry instanceof byte[] packed) {
            return arrayBytes(packed.length);
        }
        Entry own = (Entry) entry;
        return own.ownBytes() + own.value.bytes();
    }

    /** Heap bytes of a byte array under compact object headers. */
    static long arrayBytes(int length) {
        return length + 12L + 7 & ~7L;
    }

    /** The value as an object; a packed string as a copy. */
    static Value value(Object entry) {
        if (entry instanceof byte[] packed) {
            int from = Packed.valueOffset(packed);
            return new StringValue(
                    java.util.Arrays.copyOfRange(packed, from, packed.length),
                    packed.length - from,
                    (Packed.flags(packed) & Packed.RAW) != 0);
        }
        return ((Entry) entry).value;
    }

    /** Whether the values of two entries are of types with one name. */
    static boolean areOfOneType(Object one, Object two) {
        if (isString(one) || isString(two)) {
            return isString(one) && isString(two);
        }
        return ((Entry) one)
                .value
                .type()
                .name()
                .equals(((Entry) two).value.type().name());
    }

    static boolean isString(Object entry) {
        return entry instanceof byte[] || ((Entry) entry).value instanceof StringValue;
    }

    /** The string of an entry that has one. */
    static ByteSlice string(Object entry, ByteSlice into) {
        if (entry instanceof byte[] packed) {
            int from = Packed.valueOffset(packed);
            return into.set(packed, from, packed.length - from);
        }
        StringValue value = (StringValue) ((Entry) entry).value;
        return into.set(value.array(), 0, value.length());
    }
}
