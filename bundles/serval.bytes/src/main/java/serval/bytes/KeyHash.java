package serval.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * The hash of keys, fields and members in tables: SipHash-1-3 under a key drawn at random when the process starts.
 *
 * <p>Clients choose keys, and SCAN cursors show them the upper bits of hashes. The function is therefore a keyed one that
 * gives its key away neither by collisions nor by values. Never write a hash to a file or a peer: it means nothing there.
 */
public final class KeyHash {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long KEY_0;
    private static final long KEY_1;

    static {
        SecureRandom random = new SecureRandom();
        KEY_0 = random.nextLong();
        KEY_1 = random.nextLong();
    }

    private KeyHash() {}

    /** Returns the hash of the range under this process' key. */
    public static long hash(byte[] bytes, int offset, int length) {
        return hash(KEY_0, KEY_1, bytes, offset, length);
    }

    /** Returns the hash of the range under the given key of 128 bits. */
    public static long hash(long key0, long key1, byte[] bytes, int offset, int length) {
        long v0 = key0 ^ 0x736f6d6570736575L;
        long v1 = key1 ^ 0x646f72616e646f6dL;
        long v2 = key0 ^ 0x6c7967656e657261L;
        long v3 = key1 ^ 0x7465646279746573L;
        int full = offset + (length & ~7);
        // The round stands here three times: state in locals, no calls, no arrays.
        for (int at = offset; at < full; at += 8) {
            long word = (long) LONG.get(bytes, at);
            v3 ^= word;
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
            v0 ^= word;
        }
        long last = tail(bytes, offset, length) | (long) length << 56;
        v3 ^= last;
        v0 += v1;
        v2 += v3;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v1;
        v0 += v3;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 = Long.rotateLeft(v2, 32);
        v0 ^= last;
        v2 ^= 0xFF;
        for (int round = 0; round < 3; round++) {
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    /** Returns the up to seven bytes behind the last full word. */
    private static long tail(byte[] bytes, int offset, int length) {
        int count = length & 7;
        if (count == 0) {
            return 0;
        }
        if (length >= 8) {
            return (long) LONG.get(bytes, offset + length - 8) >>> (64 - count * 8);
        }
        if (offset <= bytes.length - 8) {
            // Read with what follows it in the array.
            return (long) LONG.get(bytes, offset) & ~(-1L << count * 8);
        }
        long word = 0;
        for (int i = count - 1; i >= 0; i--) {
            word = word << 8 | (bytes[offset + i] & 0xFF);
        }
        return word;
    }
}
