package serval.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * XXH3, 64 bits, seed 0, default secret: a fast public hash whose values other programs can compute too.
 *
 * <p>Not keyed, so not for tables whose keys a client chooses: that is {@link KeyHash}.
 */
public final class Xxh3 {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long PRIME32_1 = 0x9E3779B1L;
    private static final long PRIME32_2 = 0x85EBCA77L;
    private static final long PRIME32_3 = 0xC2B2AE3DL;
    private static final long PRIME64_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME64_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME64_3 = 0x165667B19E3779F9L;
    private static final long PRIME64_4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME64_5 = 0x27D4EB2F165667C5L;
    private static final long MIX_1 = 0x165667919E3779F9L;
    private static final long MIX_2 = 0x9FB21C651E98DF25L;

    private static final int STRIPE = 64;
    private static final int STRIPES_PER_BLOCK = 16;
    private static final int BLOCK = STRIPE * STRIPES_PER_BLOCK;

    private static final byte[] SECRET = HexFormat.of()
            .parseHex("b8fe6c3923a44bbe7c01812cf721ad1cded46de9839097db7240a4a4b7b3671f"
                    + "cb79e64eccc0e578825ad07dccff7221b8084674f743248ee03590e6813a264c"
                    + "3c2852bb91c300cb88d0658b1b532ea371644897a20df94e3819ef46a9deacd8"
                    + "a8fa763fe39c343ff9dcbbc7c70b4f1d8a51e04bcdb45931c89f7ec9d9787364"
                    + "eac5ac8334d3ebc3c581a0fffa1363eb170ddd51b7f0da49d316552629d4689e"
                    + "2b16be587d47a1fc8ff8b8d17ad031ce45cb3a8f95160428afd7fbcabb4b407e");

    private static final long EMPTY = finish64(secret(56) ^ secret(64));
    private static final long FLIP_1_TO_3 = (secret(0) ^ (secret(0) >>> 32)) & 0xFFFFFFFFL;
    private static final long FLIP_4_TO_8 = secret(8) ^ secret(16);
    private static final long FLIP_9_TO_16_LOW = secret(24) ^ secret(32);
    private static final long FLIP_9_TO_16_HIGH = secret(40) ^ secret(48);

    private Xxh3() {}

    /** Returns the hash of the range. */
    public static long hash(byte[] bytes, int offset, int length) {
        if (length <= 16) {
            return small(bytes, offset, length);
        }
        if (length <= 128) {
            long sum = length * PRIME64_1;
            for (int i = (length - 1) >> 5; i >= 0; i--) {
                sum += mix(bytes, offset + i * 16, i * 32);
                sum += mix(bytes, offset + length - i * 16 - 16, i * 32 + 16);
            }
            return finish(sum);
        }
        if (length <= 240) {
            long sum = length * PRIME64_1;
            for (int i = 0; i < 8; i++) {
                sum += mix(bytes, offset + i * 16, i * 16);
            }
            sum = finish(sum);
            for (int i = 8; i < length >> 4; i++) {
                sum += mix(bytes, offset + i * 16, (i - 8) * 16 + 3);
            }
            return finish(sum + mix(bytes, offset + length - 16, 119));
        }
        return large(bytes, offset, length);
    }

    private static long small(byte[] bytes, int offset, int length) {
        if (length > 8) {
            long low = FLIP_9_TO_16_LOW ^ word(bytes, offset);
            long high = FLIP_9_TO_16_HIGH ^ word(bytes, offset + length - 8);
            return finish(length + Long.reverseBytes(low) + high + fold(low, high));
        }
        if (length >= 4) {
            long first = (int) INT.get(bytes, offset);
            long last = (int) INT.get(bytes, offset + length - 4) & 0xFFFFFFFFL;
            long value = FLIP_4_TO_8 ^ (last | first << 32);
            value ^= Long.rotateLeft(value, 49) ^ Long.rotateLeft(value, 24);
            value *= MIX_2;
            value ^= (value >>> 35) + length;
            value *= MIX_2;
            return value ^ (value >>> 28);
        }
        if (length > 0) {
            long last = bytes[offset + length - 1] & 0xFF;
            long first = bytes[offset] & 0xFF;
            long middle = bytes[offset + (length >> 1)] & 0xFF;
            return finish64(FLIP_1_TO_3 ^ (last | (long) length << 8 | first << 16 | middle << 24));
        }
        return EMPTY;
    }

    private static long large(byte[] bytes, int offset, int length) {
        long[] lanes = {PRIME32_3, PRIME64_1, PRIME64_2, PRIME64_3, PRIME64_4, PRIME32_2, PRIME64_5, PRIME32_1};
        int at = offset;
        int left = length;
        for (; left > BLOCK; left -= BLOCK, at += BLOCK) {
            for (int n = 0; n < STRIPES_PER_BLOCK; n++) {
                accumulate(lanes, bytes, at + n * STRIPE, n * 8);
            }
            for (int i = 0; i < 8; i++) {
                long lane = lanes[i];
                lanes[i] = (lane ^ (lane >>> 47) ^ secret(SECRET.length - STRIPE + i * 8)) * PRIME32_1;
            }
        }
        for (int n = 0; n < (left - 1) / STRIPE; n++) {
            accumulate(lanes, bytes, at + n * STRIPE, n * 8);
        }
        accumulate(lanes, bytes, offset + length - STRIPE, SECRET.length - 71);
        long result = length * PRIME64_1;
        for (int i = 0; i < 8; i += 2) {
            result += fold(lanes[i] ^ secret(11 + i * 8), lanes[i + 1] ^ secret(19 + i * 8));
        }
        return finish(result);
    }

    private static void accumulate(long[] lanes, byte[] bytes, int at, int secretAt) {
        for (int i = 0; i < 8; i++) {
            long data = word(bytes, at + i * 8);
            long keyed = data ^ secret(secretAt + i * 8);
            lanes[i ^ 1] += data;
            lanes[i] += (keyed & 0xFFFFFFFFL) * (keyed >>> 32);
        }
    }

    private static long mix(byte[] bytes, int at, int secretAt) {
        return fold(word(bytes, at) ^ secret(secretAt), word(bytes, at + 8) ^ secret(secretAt + 8));
    }

    private static long fold(long a, long b) {
        return a * b ^ Math.unsignedMultiplyHigh(a, b);
    }

    private static long finish(long value) {
        long x = (value ^ (value >>> 37)) * MIX_1;
        return x ^ (x >>> 32);
    }

    private static long finish64(long value) {
        long x = (value ^ (value >>> 33)) * PRIME64_2;
        x = (x ^ (x >>> 29)) * PRIME64_3;
        return x ^ (x >>> 32);
    }

    private static long word(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    private static long secret(int at) {
        return (long) LONG.get(SECRET, at);
    }
}
