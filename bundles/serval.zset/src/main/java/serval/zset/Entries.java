package serval.zset;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Members of large sorted sets, each one array: eight bytes of score and the member's own. The member's bytes never change; the score
 * does, which is why whoever looks at a moment that is past takes the scores that the nodes have.
 */
final class Entries {
    /** Where the member's bytes begin. */
    static final int HEAD = 8;

    private static final int ARRAY_BYTES = 12;
    private static final VarHandle DOUBLE =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    private Entries() {}

    static byte[] of(byte[] member, int offset, int length, double score) {
        byte[] entry = new byte[HEAD + length];
        setScore(entry, score);
        System.arraycopy(member, offset, entry, HEAD, length);
        return entry;
    }

    static double score(byte[] entry) {
        return (double) DOUBLE.get(entry, 0);
    }

    static void setScore(byte[] entry, double score) {
        DOUBLE.set(entry, 0, score);
    }

    /** The member's length. */
    static int length(byte[] entry) {
        return entry.length - HEAD;
    }

    /** Compares an entry's member with another. */
    static int compare(byte[] entry, byte[] member, int offset, int length) {
        return Arrays.compareUnsigned(entry, HEAD, entry.length, member, offset, offset + length);
    }

    /** The bytes an entry takes on the heap. */
    static long bytes(byte[] entry) {
        return ARRAY_BYTES + entry.length + 7 & ~7;
    }
}
