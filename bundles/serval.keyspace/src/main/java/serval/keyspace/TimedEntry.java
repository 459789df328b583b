package serval.keyspace;

import serval.sdk.type.Value;

/** An entry that expires. */
final class TimedEntry extends Entry {
    private static final int SHALLOW_BYTES = 32;

    private long expiresAt;

    TimedEntry(byte[] key, Value value, long expiresAt, int access) {
        super(key, value, access);
        this.expiresAt = expiresAt;
    }

    @Override
    int shallowBytes() {
        return SHALLOW_BYTES;
    }

    @Override
    long expiresAt() {
        return expiresAt;
    }

    @Override
    boolean expireAt(long millis) {
        if (millis < 0) {
            return false;
        }
        expiresAt = millis;
        return true;
    }
}
