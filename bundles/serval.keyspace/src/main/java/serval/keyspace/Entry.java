package serval.keyspace;

import serval.sdk.type.Value;

/** A key and a value that is an object of its own. */
final class Entry {
    /** Heap bytes of this object, the key's array and the value not included. */
    static final int SHALLOW_BYTES = 32;

    final byte[] key;
    /** Set by {@link Tables#exchange} only, which keeps weights and counts. */
    Value value;

    long expiresAt;
    int access;

    Entry(byte[] key, Value value, long expiresAt, int access) {
        this.key = key;
        this.value = value;
        this.expiresAt = expiresAt;
        this.access = access;
    }
}
