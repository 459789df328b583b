package serval.zset;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * How small sorted sets write a score: a code, and for most codes some bytes.
 *
 * <pre>
 * 00 .. 7F   whole number 0 to 127
 * 81 .. 88   whole number in 1 to 8 bytes
 * 90 .. AF   whole number from 128 on: 5 bits of the code and 1 byte
 * B0 .. EF   m / 10^k: k from 1 to 8 in the upper three of six bits, the number of bytes of m in the lower three
 * F0         the double as it is
 * F1 .. F3   inf, -inf, -0
 * </pre>
 *
 * Every double reads as itself again: m / 10^k is taken only where that very division gives the score.
 */
final class PackedScore {
    private static final int NUMBER = 0x80;
    private static final int SHORT_NUMBER = 0x90;
    private static final int DECIMAL = 0xB0;
    private static final int DOUBLE = 0xF0;
    private static final int INFINITY = 0xF1;
    private static final int MINUS_INFINITY = 0xF2;
    private static final int MINUS_ZERO = 0xF3;

    private static final int LEAST_SHORT = 128;
    private static final int MOST_SHORT = LEAST_SHORT + 0x1FFF;
    /** Integers up to here are digits in a listpack, whole numbers here. */
    private static final double LARGEST_NUMBER = 0x1p62;
    /** Integers up to here are exact, so that one division by an exact power of ten is rounded once. */
    private static final double LARGEST_EXACT = 0x1p53;

    private static final double[] POWERS = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8};
    /** How many bytes belong to each code. */
    private static final byte[] BYTES = new byte[256];

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    static {
        for (int code = NUMBER; code < DOUBLE; code++) {
            BYTES[code] = (byte) (code < SHORT_NUMBER ? code & 0xF : code < DECIMAL ? 1 : (code - DECIMAL & 7) + 1);
        }
        BYTES[DOUBLE] = Double.BYTES;
    }

    private PackedScore() {}

    /** The code of a score. */
    static int code(double score) {
        long whole = (long) score;
        if (whole == score && Math.abs(score) <= LARGEST_NUMBER) {
            if (whole >= 0 && whole <= MOST_SHORT) {
                return whole == 0 && 1 / score < 0
                        ? MINUS_ZERO
                        : whole < LEAST_SHORT ? (int) whole : SHORT_NUMBER + ((int) (whole - LEAST_SHORT) >> Byte.SIZE);
            }
            return NUMBER | numberBytes(whole);
        }
        if (Double.isInfinite(score)) {
            return score > 0 ? INFINITY : MINUS_INFINITY;
        }
        if (Math.abs(score) < LARGEST_EXACT) {
            for (int power = 1; power < POWERS.length; power++) {
                double scaled = Math.rint(score * POWERS[power]);
                if (Math.abs(scaled) > LARGEST_EXACT) {
                    break;
                }
                if (scaled / POWERS[power] == score) {
                    return DECIMAL + (power - 1 << 3) + numberBytes((long) scaled) - 1;
                }
            }
        }
        return DOUBLE;
    }

    /** The number of bytes that belong to a code. */
    static int bytes(int code) {
        return BYTES[code];
    }

    /** Writes the bytes that belong to the code of a score. */
    static void write(int code, double score, byte[] array, int at) {
        if (code >= SHORT_NUMBER && code < DECIMAL) {
            array[at] = (byte) ((long) score - LEAST_SHORT);
        } else if (code >= DECIMAL && code < DOUBLE) {
            writeNumber((long) Math.rint(score * POWERS[power(code)]), BYTES[code], array, at);
        } else if (code == DOUBLE) {
            LONG.set(array, at, Double.doubleToRawLongBits(score));
        } else {
            writeNumber((long) score, BYTES[code], array, at);
        }
    }

    /** The score of a code and the bytes that belong to it. */
    static double read(int code, byte[] array, int at) {
        if (code < NUMBER) {
            return code;
        }
        if (code < SHORT_NUMBER) {
            return readNumber(code & 0xF, array, at);
        }
        if (code < DECIMAL) {
            return (code - SHORT_NUMBER << Byte.SIZE | array[at] & 0xFF) + LEAST_SHORT;
        }
        if (code < DOUBLE) {
            return readNumber(BYTES[code], array, at) / POWERS[power(code)];
        }
        return switch (code) {
            case DOUBLE -> Double.longBitsToDouble((long) LONG.get(array, at));
            case INFINITY -> Double.POSITIVE_INFINITY;
            case MINUS_INFINITY -> Double.NEGATIVE_INFINITY;
            default -> -0.0;
        };
    }

    private static int power(int code) {
        return (code - DECIMAL >> 3) + 1;
    }

    // Numbers of as many bytes as they need, which members are, too

    /** The least number of bytes that hold a number, as two's complement. */
    static int numberBytes(long number) {
        return Long.SIZE - Long.numberOfLeadingZeros(number ^ number >> Long.SIZE - 1) + Byte.SIZE >> 3;
    }

    /** Writes the lower bytes of a number, least first. */
    static void writeNumber(long number, int bytes, byte[] array, int at) {
        for (int i = 0; i < bytes; i++) {
            array[at + i] = (byte) (number >> Byte.SIZE * i);
        }
    }

    /** A number that was written in so many bytes. */
    static long readNumber(int bytes, byte[] array, int at) {
        int start = at + bytes - Long.BYTES;
        if (start >= 0) {
            // The bytes before it fall off.
            return (long) LONG.get(array, start) >> Long.SIZE - Byte.SIZE * bytes;
        }
        long number = array[at + bytes - 1];
        for (int i = bytes - 2; i >= 0; i--) {
            number = number << Byte.SIZE | array[at + i] & 0xFF;
        }
        return number;
    }
}
