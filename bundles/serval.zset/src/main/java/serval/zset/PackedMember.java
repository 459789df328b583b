package serval.zset;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import serval.bytes.Longs;

/**
 * How small sorted sets write a member: a code, and the bytes that belong to it.
 *
 * <pre>
 * 00 .. BF   as many bytes as the code says
 * C1 .. C8   a number in strict decimal form, in 1 to 8 bytes
 * FF         a length in four bytes, as many bytes, the length once more: it is found from both sides
 * </pre>
 *
 * A member has one form only.
 */
final class PackedMember {
    static final int NUMBER = 0xC0;
    static final int LONG = 0xFF;
    /** The bytes of the length of a long member. */
    static final int LENGTH_BYTES = 4;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private PackedMember() {}

    /** The code of a member. */
    static int code(byte[] member, int offset, int length) {
        if (Longs.isLong(member, offset, length)) {
            return NUMBER | PackedScore.numberBytes(Longs.parse(member, offset, length));
        }
        return length < NUMBER ? length : LONG;
    }

    /** The number of bytes that belong to the code of a member. */
    static long bytes(int code, int length) {
        return code < NUMBER ? code : code < LONG ? code & 0xF : length + 2L * LENGTH_BYTES;
    }

    /** Writes the bytes that belong to the code of a member; returns how many they are. */
    static int write(int code, byte[] member, int offset, int length, byte[] array, int at) {
        if (code < NUMBER) {
            System.arraycopy(member, offset, array, at, length);
            return length;
        }
        if (code < LONG) {
            PackedScore.writeNumber(Longs.parse(member, offset, length), code & 0xF, array, at);
            return code & 0xF;
        }
        INT.set(array, at, length);
        System.arraycopy(member, offset, array, at + LENGTH_BYTES, length);
        INT.set(array, at + LENGTH_BYTES + length, length);
        return length + 2 * LENGTH_BYTES;
    }

    /** The length that is written at a place. */
    static int length(byte[] array, int at) {
        return (int) INT.get(array, at);
    }
}
