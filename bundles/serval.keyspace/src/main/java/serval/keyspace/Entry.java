package serval.keyspace;

import java.util.Arrays;
import serval.sdk.type.Value;

/**
 * A key and a value that is an object of its own. One that expires is a {@link TimedEntry}: most keys need no room for a time. The access
 * clock lies in front of the key, in bytes that most arrays have to spare: so this object takes a third less.
 */
class Entry {
    /** Where the key begins in {@link #name}. */
    static final int HEAD = 3;

    /** Heap bytes of this object, the name and the value not included. */
    private static final int SHALLOW_BYTES = 16;

    /** The access clock, 24 bits little-endian, and the key. */
    final byte[] name;
    /** Set by {@link Tables#exchange} only, which keeps weights and counts. */
    Value value;

    Entry(byte[] name, Value value, int access) {
        this.name = name;
        this.value = value;
        access(access);
    }

    /** An entry that expires, or, with a negative time, one that does not. */
    static Entry of(byte[] name, Value value, long expiresAt, int access) {
        return expiresAt < 0 ? new Entry(name, value, access) : new TimedEntry(name, value, expiresAt, access);
    }

    /** The array of an entry with this key. */
    static byte[] name(byte[] key, int offset, int length) {
        byte[] name = new byte[HEAD + length];
        System.arraycopy(key, offset, name, HEAD, length);
        return name;
    }

    /** A copy of the key. */
    byte[] key() {
        return Arrays.copyOfRange(name, HEAD, name.length);
    }

    int access() {
        return name[0] & 0xFF | (name[1] & 0xFF) << 8 | (name[2] & 0xFF) << 16;
    }

    void access(int access) {
        name[0] = (byte) access;
        name[1] = (byte) (access >>> 8);
        name[2] = (byte) (access >>> 16);
    }

    /** Heap bytes of this object, the name and the value not included. */
    int shallowBytes() {
        return SHALLOW_BYTES;
    }

    /** When it expires, in milliseconds since 1970; -1 for never. */
    long expiresAt() {
        return -1;
    }

    /** Sets when it expires, if that takes no other object: whether it expires at all is a matter of the class. */
    boolean expireAt(long millis) {
        return millis < 0;
    }
}
