package serval.keyspace;

import org.jspecify.annotations.Nullable;
import serval.bytes.ByteSlice;
import serval.sdk.type.Value;

/**
 * A key and a value that is an object of its own. A short key lies in the entry itself, a longer one in an array; an entry that expires has
 * room for a time, which most need not.
 */
abstract sealed class Entry permits ShortEntry, LongEntry {
    /** Set by {@link Tables#exchange} only, which keeps weights and counts. */
    Value value;

    Entry(Value value) {
        this.value = value;
    }

    /**
     * An entry of a key.
     *
     * @param expiresAt negative for never
     */
    static Entry of(byte[] key, int offset, int length, Value value, long expiresAt, int access) {
        if (length <= ShortEntry.MOST) {
            return expiresAt < 0
                    ? new ShortEntry(key, offset, length, value, access)
                    : new ShortEntry.Timed(key, offset, length, value, expiresAt, access);
        }
        return LongEntry.of(LongEntry.name(key, offset, length), value, expiresAt, access);
    }

    /** An entry of the key of another one, if there is one, or of this key, which is the same. */
    static Entry of(
            @Nullable Object before, byte[] key, int offset, int length, Value value, long expiresAt, int access) {
        return before instanceof LongEntry own
                ? LongEntry.of(own.name, value, expiresAt, access)
                : of(key, offset, length, value, expiresAt, access);
    }

    /** The length of the key in bytes. */
    abstract int keyLength();

    /** Whether this is the entry of a key. */
    abstract boolean isOf(byte[] key, int offset, int length);

    /** Points a slice at the key, or at a copy of it. */
    abstract void key(ByteSlice into);

    /** A copy of the key. */
    final byte[] key() {
        ByteSlice slice = new ByteSlice();
        key(slice);
        return slice.copy();
    }

    /** Reads a bit of all that comparing with a key is going to read. */
    abstract int glance();

    /** The access clock, 24 bits. */
    abstract int access();

    abstract void access(int access);

    /** Heap bytes of the entry and its key, the value not included. */
    abstract long ownBytes();

    /** When it expires, in milliseconds since 1970; -1 for never. */
    long expiresAt() {
        return -1;
    }

    /** Sets when it expires, if that takes no other object: whether it expires at all is a matter of the class. */
    boolean expireAt(long millis) {
        return millis < 0;
    }
}
