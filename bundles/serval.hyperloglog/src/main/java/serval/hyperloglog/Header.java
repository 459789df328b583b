package serval.hyperloglog;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import serval.bytes.ByteSlice;
import serval.sdk.reply.CommandError;

/** The first 16 bytes of a HyperLogLog, and whether a string is one. */
final class Header {
    static final int BYTES = 16;
    static final int DENSE = 0;
    static final int SPARSE = 1;

    /** The string is no HyperLogLog. */
    static final CommandError NOT_ONE = CommandError.of("WRONGTYPE Key is not a valid HyperLogLog string value.");
    /** The string has the header of a HyperLogLog, and what follows makes no sense. */
    static final CommandError CORRUPTED = CommandError.of("INVALIDOBJ Corrupted HLL object detected");

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int CARDINALITY = 8;
    private static final byte[] MAGIC = {'H', 'Y', 'L', 'L'};

    private Header() {}

    /**
     * Checks that a string begins like a HyperLogLog and, if dense, is as long as one.
     *
     * @throws serval.sdk.reply.CommandException {@link #NOT_ONE}
     */
    static void check(ByteSlice string) {
        boolean valid = string.length() >= BYTES && (string.at(4) & 0xff) <= SPARSE;
        for (int i = 0; valid && i < MAGIC.length; i++) {
            valid = string.at(i) == MAGIC[i];
        }
        if (!valid || string.at(4) == DENSE && string.length() != Dense.BYTES) {
            throw NOT_ONE.exception();
        }
    }

    static void write(byte[] bytes, int encoding) {
        System.arraycopy(MAGIC, 0, bytes, 0, MAGIC.length);
        bytes[4] = (byte) encoding;
    }

    static boolean isSparse(ByteSlice string) {
        return string.at(4) == SPARSE;
    }

    /** The cached cardinality; negative if it is out of date. */
    static long cardinality(ByteSlice string) {
        return (long) LONG.get(string.array(), string.offset() + CARDINALITY);
    }

    static void cardinality(byte[] array, int offset, long value) {
        LONG.set(array, offset + CARDINALITY, value);
    }

    /** Notes that the cached cardinality is out of date. */
    static void invalidate(byte[] array, int offset) {
        array[offset + BYTES - 1] |= (byte) 0x80;
    }
}
