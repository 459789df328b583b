package serval.bytes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Text of double-precision numbers: what commands accept as a floating-point argument, and how replies show one.
 *
 * <p>Accepted is all that C's strtod reads and that fills the whole range: decimal and hexadecimal numbers, {@code inf} and
 * {@code infinity} in any letter case. Refused are spaces, not-a-number, and numbers too large or too small to be told
 * from infinity or zero.
 */
public final class Doubles {

    /** The most bytes that {@link #write} produces. */
    public static final int MAX_LENGTH = 32;

    /** Powers of ten that a double holds exactly. */
    private static final double[] EXACT_POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    /** Integers up to here are written digit by digit; above, the shortest form may leave digits out. */
    private static final double LARGEST_INTEGER = 0x1p62;

    private Doubles() {}

    /** Returns the number that fills the range, or NaN if it is none. Infinity is a number: callers that mind must ask. */
    public static double parse(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        boolean negative = length > 0 && bytes[at] == '-';
        if (negative) {
            at++;
        }
        // Up to 15 digits with at most one point need no rounding before the one division.
        if (end - at <= 16 && at < end) {
            long mantissa = 0;
            int pointAt = -1;
            int i = at;
            for (; i < end; i++) {
                int digit = bytes[i] - '0';
                if (digit >= 0 && digit <= 9) {
                    mantissa = mantissa * 10 + digit;
                } else if (bytes[i] == '.' && pointAt < 0) {
                    pointAt = i;
                } else {
                    break;
                }
            }
            if (i == end && mantissa <= 1L << 53 && end - at > (pointAt < 0 ? 0 : 1)) {
                double value = pointAt < 0 ? mantissa : mantissa / EXACT_POWERS[end - 1 - pointAt];
                return negative ? -value : value;
            }
        }
        return parseAny(bytes, offset, length);
    }

    private static double parseAny(byte[] bytes, int offset, int length) {
        int kind = FloatSyntax.kind(bytes, offset, length);
        if (kind == FloatSyntax.INVALID) {
            return Double.NaN;
        }
        boolean negative = bytes[offset] == '-';
        if (kind == FloatSyntax.INFINITE) {
            return negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        String text = new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
        char letter = kind == FloatSyntax.HEXADECIMAL ? 'p' : 'e';
        int exponentAt = FloatSyntax.exponentAt(bytes, offset, offset + length, letter);
        if (kind == FloatSyntax.HEXADECIMAL && exponentAt == offset + length) {
            text += "p0"; // Java wants an exponent where C does without.
        }
        double value = Double.parseDouble(text);
        if (Double.isInfinite(value) || (value == 0 && !isZero(bytes, offset, exponentAt))) {
            return Double.NaN;
        }
        return value;
    }

    private static boolean isZero(byte[] bytes, int offset, int end) {
        for (int i = offset; i < end; i++) {
            if (Ascii.hexDigit(bytes[i]) > 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Writes the short form of {@code value} at {@code offset} and returns the number of bytes written, at most
     * {@link #MAX_LENGTH}.
     *
     * <p>{@code nan}, {@code inf}, {@code -inf}, {@code 0} and {@code -0} are written so; integers up to 2^62 in full; all
     * else with the digits of Grisu2, which read back to the same number and are nearly always the fewest that do.
     */
    public static int write(double value, byte[] target, int offset) {
        if (Double.isNaN(value)) {
            return put("nan", target, offset);
        }
        if (Double.isInfinite(value)) {
            return put(value > 0 ? "inf" : "-inf", target, offset);
        }
        if (value == 0) {
            return put(1 / value < 0 ? "-0" : "0", target, offset);
        }
        if (Math.abs(value) <= LARGEST_INTEGER && (long) value == value) {
            return Longs.write((long) value, target, offset);
        }
        return Grisu.write(value, target, offset);
    }

    private static int put(String text, byte[] target, int offset) {
        for (int i = 0; i < text.length(); i++) {
            target[offset + i] = (byte) text.charAt(i);
        }
        return text.length();
    }

    /** Returns what {@link #write} writes as bytes of its own. */
    public static byte[] toBytes(double value) {
        byte[] buffer = new byte[MAX_LENGTH];
        return Arrays.copyOf(buffer, write(value, buffer, 0));
    }
}
