package serval.keyspace;

import serval.sdk.type.Value;

/** An entry that expires. */
final class TimedEntry extends Entry {
    private static final int SHALLOW_BYTES = 24;

    private long expiresAt;

    TimedEntry(byte[] name, Value value, long expiresAt, int access) {
        super(name, value, access);
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
