package serval.keyspace;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import serval.bytes.ByteSlice;
import serval.sdk.type.Value;

/** An entry that has its key in itself: two words of it, which overlap in keys shorter than both. */
non-sealed class ShortEntry extends Entry {
    /** The longest key in bytes. */
    static final int MOST = 16;

    private static final int OBJECT_BYTES = 32;
    private static final int ACCESS_BITS = 24;
    private static final int ACCESS = (1 << ACCESS_BITS) - 1;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** The length of the key, and below it the access clock. */
    private int head;
    /** The first eight bytes, or as many as there are. */
    private final long first;
    /** The last eight bytes; 0 if there are fewer. */
    private final long last;

    ShortEntry(byte[] key, int offset, int length, Value value, int access) {
        super(value);
        head = length << ACCESS_BITS | access & ACCESS;
        first = first(key, offset, length);
        last = last(key, offset, length);
    }

    private static long first(byte[] key, int offset, int length) {
        if (length >= Long.BYTES) {
            return (long) LONG.get(key, offset);
        }
        if (offset <= key.length - Long.BYTES) {
            // Read with what follows it in the array.
            return (long) LONG.get(key, offset) & ~(-1L << length * Byte.SIZE);
        }
        long word = 0;
        for (int i = length - 1; i >= 0; i--) {
            word = word << 8 | (key[offset + i] & 0xFF);
        }
        return word;
    }

    private static long last(byte[] key, int offset, int length) {
        return length >= Long.BYTES ? (long) LONG.get(key, offset + length - Long.BYTES) : 0;
    }

    @Override
    final int keyLength() {
        return head >>> ACCESS_BITS;
    }

    @Override
    final boolean isOf(byte[] key, int offset, int length) {
        return keyLength() == length && first == first(key, offset, length) && last == last(key, offset, length);
    }

    @Override
    final void key(ByteSlice into) {
        int length = keyLength();
        byte[] key = new byte[MOST];
        LONG.set(key, 0, first);
        if (length >= Long.BYTES) {
            LONG.set(key, length - Long.BYTES, last);
        }
        into.set(key, 0, length);
    }

    @Override
    final int glance() {
        return head + (int) first;
    }

    @Override
    final int access() {
        return head & ACCESS;
    }

    @Override
    final void access(int access) {
        head = head & ~ACCESS | access & ACCESS;
    }

    @Override
    long ownBytes() {
        return OBJECT_BYTES;
    }

    /** One that expires. */
    static final class Timed extends ShortEntry {
        private long expiresAt;

        Timed(byte[] key, int offset, int length, Value value, long expiresAt, int access) {
            super(key, offset, length, value, access);
            this.expiresAt = expiresAt;
        }

        @Override
        long ownBytes() {
            return Long.BYTES + super.ownBytes();
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
}
