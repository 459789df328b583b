package serval.hyperloglog;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The hash of an element, MurmurHash64A, and what of it a HyperLogLog remembers: a register's number and a run of zero bits. */
final class ElementHash {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long SEED = 0xadc83b19L;
    private static final long MULTIPLIER = 0xc6a4a7935bd1e995L;
    private static final int SHIFT = 47;

    private ElementHash() {}

    static long hash(byte[] bytes, int offset, int length) {
        long hash = SEED ^ length * MULTIPLIER;
        int at = offset;
        int end = offset + (length & ~7);
        for (; at < end; at += Long.BYTES) {
            long word = (long) LONG.get(bytes, at) * MULTIPLIER;
            word ^= word >>> SHIFT;
            hash = (hash ^ word * MULTIPLIER) * MULTIPLIER;
        }
        int left = length & 7;
        if (left > 0) {
            for (int i = 0; i < left; i++) {
                hash ^= (bytes[at + i] & 0xffL) << (8 * i);
            }
            hash *= MULTIPLIER;
        }
        hash ^= hash >>> SHIFT;
        hash *= MULTIPLIER;
        return hash ^ hash >>> SHIFT;
    }

    /** The register that a hash belongs to. */
    static int register(long hash) {
        return (int) hash & Dense.REGISTERS - 1;
    }

    /** The value that a hash gives its register: where in the rest of the hash the first one bit is, counted from 1 to 51. */
    static int run(long hash) {
        return Long.numberOfTrailingZeros(hash >>> Dense.INDEX_BITS | 1L << Long.SIZE - Dense.INDEX_BITS) + 1;
    }
}
