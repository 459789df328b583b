package serval.keyspace;

import serval.sdk.type.Value;

/** A key and a value that is an object of its own. One that expires is a {@link TimedEntry}: most keys need no room for a time. */
class Entry {
    /** Heap bytes of this object, the key's array and the value not included. */
    private static final int SHALLOW_BYTES = 24;

    final byte[] key;
    /** Set by {@link Tables#exchange} only, which keeps weights and counts. */
    Value value;

    int access;

    Entry(byte[] key, Value value, int access) {
        this.key = key;
        this.value = value;
        this.access = access;
    }

    /** An entry that expires, or, with a negative time, one that does not. */
    static Entry of(byte[] key, Value value, long expiresAt, int access) {
        return expiresAt < 0 ? new Entry(key, value, access) : new TimedEntry(key, value, expiresAt, access);
    }

    /** Heap bytes of this object, the key's array and the value not included. */
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
