package serval.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Decimal text of 64-bit integers.
 *
 * <p>The strict form is the one that {@link #write} produces and nothing else: no sign but one {@code -}, no leading zero,
 * no {@code -0}, no spaces. Text in strict form and number are therefore interchangeable, which is what lets a value be
 * stored as an integer and read back byte for byte.
 */
public final class Longs {

    /** The most bytes that {@link #write} and {@link #writeUnsigned} produce. */
    public static final int MAX_LENGTH = 20;

    private static final byte[] MIN_VALUE = Ascii.bytes("-9223372036854775808");
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.nativeOrder());
    private static final long[] POWERS = powers();
    /** The two digits of each number below 100, in the order they are written. */
    private static final byte[] PAIRS = pairs();

    private Longs() {}

    private static long[] powers() {
        long[] powers = new long[19];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
    }

    private static byte[] pairs() {
        byte[] pairs = new byte[200];
        for (int i = 0; i < 100; i++) {
            pairs[i * 2] = (byte) ('0' + i / 10);
            pairs[i * 2 + 1] = (byte) ('0' + i % 10);
        }
        return pairs;
    }

    /** Tells whether the range is a 64-bit signed integer in strict form. */
    public static boolean isLong(byte[] bytes, int offset, int length) {
        if (length == 0 || length > MAX_LENGTH) {
            return false;
        }
        byte first = bytes[offset];
        int digits = length;
        int at = offset;
        if (first == '-') {
            digits--;
            at++;
        } else if (first == '0') {
            return length == 1;
        }
        if (digits == 0 || digits > 19 || bytes[at] < '1' || bytes[at] > '9') {
            return false;
        }
        long value = 0;
        for (int end = at + digits; at < end; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            value = value * 10 + digit;
        }
        // Nineteen digits stay below 2^64, so an overflow shows as a negative number and only as that.
        return value >= 0 || (first == '-' && value == Long.MIN_VALUE);
    }

    /**
     * Returns the number in a range for which {@link #isLong} holds.
     *
     * <p>For other ranges the result is meaningless. Asking first and parsing then costs two passes over at most twenty
     * bytes; {@link #parse(byte[], int, int, long)} does both in one where some number can stand for failure.
     */
    public static long parse(byte[] bytes, int offset, int length) {
        int at = offset;
        boolean negative = bytes[at] == '-';
        if (negative) {
            at++;
        }
        long value = 0;
        for (int end = offset + length; at < end; at++) {
            value = value * 10 + (bytes[at] - '0');
        }
        return negative ? -value : value;
    }

    /** Returns the number in the range, or {@code otherwise} where {@link #isLong} does not hold. */
    public static long parse(byte[] bytes, int offset, int length, long otherwise) {
        return isLong(bytes, offset, length) ? parse(bytes, offset, length) : otherwise;
    }

    /** Tells whether the range is a 64-bit unsigned integer of digits only; leading zeros are allowed. */
    public static boolean isUnsigned(byte[] bytes, int offset, int length) {
        if (length == 0) {
            return false;
        }
        long value = 0;
        for (int at = offset, end = offset + length; at < end; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            int compared = Long.compareUnsigned(value, 0x1999999999999999L);
            if (compared > 0 || (compared == 0 && digit > 5)) {
                return false;
            }
            value = value * 10 + digit;
        }
        return true;
    }

    /** Returns the number in a range for which {@link #isUnsigned} holds, as the bits of a long. */
    public static long parseUnsigned(byte[] bytes, int offset, int length) {
        long value = 0;
        for (int at = offset, end = offset + length; at < end; at++) {
            value = value * 10 + (bytes[at] - '0');
        }
        return value;
    }

    /** Returns how many bytes {@link #write} produces for {@code value}. */
    public static int length(long value) {
        if (value < 0) {
            return value == Long.MIN_VALUE ? MIN_VALUE.length : 1 + digits(-value);
        }
        return digits(value);
    }

    /** Returns how many decimal digits a number that is not negative has. */
    private static int digits(long value) {
        // 1233 / 4096 is just above log10(2): the estimate is right or one too large.
        int estimate = (64 - Long.numberOfLeadingZeros(value | 1)) * 1233 >>> 12;
        return estimate < POWERS.length && value >= POWERS[estimate] ? estimate + 1 : Math.max(estimate, 1);
    }

    /** Returns how many bytes {@link #writeUnsigned} produces for {@code value}. */
    public static int lengthUnsigned(long value) {
        return value < 0 ? 1 + digits(Long.divideUnsigned(value, 10)) : digits(value);
    }

    /** Writes {@code value} in strict form at {@code offset} and returns the number of bytes written. */
    public static int write(long value, byte[] target, int offset) {
        if (value >= 0) {
            int length = digits(value);
            writeDigits(value, target, offset + length);
            return length;
        }
        if (value == Long.MIN_VALUE) {
            System.arraycopy(MIN_VALUE, 0, target, offset, MIN_VALUE.length);
            return MIN_VALUE.length;
        }
        target[offset] = '-';
        int length = 1 + digits(-value);
        writeDigits(-value, target, offset + length);
        return length;
    }

    /** Writes {@code value}, taken as an unsigned number, at {@code offset} and returns the number of bytes written. */
    public static int writeUnsigned(long value, byte[] target, int offset) {
        if (value >= 0) {
            return write(value, target, offset);
        }
        long tenth = Long.divideUnsigned(value, 10);
        int length = write(tenth, target, offset);
        target[offset + length] = (byte) ('0' + (value - tenth * 10));
        return length + 1;
    }

    private static void writeDigits(long value, byte[] target, int end) {
        long rest = value;
        int at = end;
        while (rest > Integer.MAX_VALUE) {
            long hundredth = rest / 100;
            int pair = (int) (rest - hundredth * 100) * 2;
            rest = hundredth;
            at -= 2;
            SHORT.set(target, at, (short) SHORT.get(PAIRS, pair));
        }
        int small = (int) rest;
        while (small >= 100) {
            int hundredth = small / 100;
            int pair = (small - hundredth * 100) * 2;
            small = hundredth;
            at -= 2;
            SHORT.set(target, at, (short) SHORT.get(PAIRS, pair));
        }
        if (small >= 10) {
            SHORT.set(target, at - 2, (short) SHORT.get(PAIRS, small * 2));
        } else {
            target[at - 1] = (byte) ('0' + small);
        }
    }

    /** Returns {@code value} in strict form as bytes of its own. */
    public static byte[] toBytes(long value) {
        byte[] bytes = new byte[length(value)];
        write(value, bytes, 0);
        return bytes;
    }
}
