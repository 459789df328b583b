package serval.keyspace;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A key and its string value in one array: what most keys of most datasets are.
 *
 * <pre>
 * 0      flags
 * 1..3   access clock, 24 bits
 * 4      length of the key
 * 5..10  expiry in milliseconds since 1970, 48 bits; only with {@link #EXPIRES}
 *        key
 *        value
 * </pre>
 */
final class Packed {
    static final int EXPIRES = 1;
    /** The value was changed in place: its encoding is raw whatever its length. */
    static final int RAW = 2;

    private static final int HEAD = 5;
    private static final int EXPIRY_BYTES = 6;
    private static final int LONGEST_KEY = 255;
    private static final int LONGEST_VALUE = 1024;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private Packed() {}

    static boolean fits(int keyLength, int valueLength) {
        return keyLength <= LONGEST_KEY && valueLength <= LONGEST_VALUE;
    }

    static byte[] make(
            byte[] key, int keyOffset, int keyLength, int valueLength, long expiresAt, int flags, int access) {
        int head = expiresAt < 0 ? HEAD : HEAD + EXPIRY_BYTES;
        byte[] entry = new byte[head + keyLength + valueLength];
        entry[0] = (byte) (expiresAt < 0 ? flags & ~EXPIRES : flags | EXPIRES);
        entry[4] = (byte) keyLength;
        access(entry, access);
        if (expiresAt >= 0) {
            expiresAt(entry, expiresAt);
        }
        System.arraycopy(key, keyOffset, entry, head, keyLength);
        return entry;
    }

    static int flags(byte[] entry) {
        return entry[0];
    }

    static void setFlag(byte[] entry, int flag) {
        entry[0] |= (byte) flag;
    }

    static void clearFlag(byte[] entry, int flag) {
        entry[0] &= (byte) ~flag;
    }

    static int access(byte[] entry) {
        return (int) INT.get(entry, 0) >>> 8;
    }

    static void access(byte[] entry, int access) {
        INT.set(entry, 0, access << 8 | entry[0] & 0xff);
    }

    static long expiresAt(byte[] entry) {
        if ((entry[0] & EXPIRES) == 0) {
            return -1;
        }
        return (int) INT.get(entry, HEAD) & 0xffff_ffffL | ((short) SHORT.get(entry, HEAD + 4) & 0xffffL) << 32;
    }

    /** Sets the expiry of an entry that has one already. */
    static void expiresAt(byte[] entry, long millis) {
        INT.set(entry, HEAD, (int) millis);
        SHORT.set(entry, HEAD + 4, (short) (millis >>> 32));
    }

    /** Whether an expiry can be kept here at all. */
    static boolean canExpireAt(long millis) {
        return millis < 1L << 48;
    }

    static int keyOffset(byte[] entry) {
        return (entry[0] & EXPIRES) == 0 ? HEAD : HEAD + EXPIRY_BYTES;
    }

    static int keyLength(byte[] entry) {
        return entry[4] & 0xff;
    }

    static int valueOffset(byte[] entry) {
        return keyOffset(entry) + keyLength(entry);
    }

    static int valueLength(byte[] entry) {
        return entry.length - valueOffset(entry);
    }
}
