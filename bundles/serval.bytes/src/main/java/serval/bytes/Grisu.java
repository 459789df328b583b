package serval.bytes;

import java.math.BigInteger;

/**
 * Shortest-digits printing of doubles with Grisu2 (Florian Loitsch, "Printing Floating-Point Numbers Quickly and Accurately
 * with Integers", 2010).
 *
 * <p>Always reads back to the same number; for about one number in a thousand a shorter or closer text exists that this
 * algorithm misses. {@code Double.toString} would find it, and that is just why it is not used: replies and files must
 * carry the same digits as Redis', whose choice of scaling powers and rounding is followed here.
 */
final class Grisu {

    /** Cached powers are 10^-348, 10^-340, ... 10^340: significand of 64 bits and binary exponent. */
    private static final int FIRST_POWER = -348;

    private static final int POWER_STEP = 8;
    private static final int POWERS = 87;
    /** The scaled number's exponent lies between these, so that its integer part fits 32 bits. */
    private static final int MIN_EXPONENT = -60;

    private static final int MAX_EXPONENT = -32;
    private static final double LOG10_OF_2 = 0.30102999566398114;

    private static final int BIAS = 1075;
    private static final long HIDDEN_BIT = 1L << 52;
    private static final int MAX_DIGITS = 18;

    private static final long[] SIGNIFICANDS = new long[POWERS];
    private static final int[] EXPONENTS = new int[POWERS];

    static {
        for (int i = 0; i < POWERS; i++) {
            int power = FIRST_POWER + i * POWER_STEP;
            BigInteger ten = BigInteger.TEN.pow(Math.abs(power));
            // Scaled so that 66 or more bits stand before the rounding.
            int shift = power >= 0 ? Math.max(0, 66 - ten.bitLength()) : ten.bitLength() + 66;
            BigInteger scaled = power >= 0
                    ? ten.shiftLeft(shift)
                    : BigInteger.ONE.shiftLeft(shift).divide(ten);
            int excess = scaled.bitLength() - 64;
            BigInteger rounded =
                    scaled.shiftRight(excess - 1).add(BigInteger.ONE).shiftRight(1);
            if (rounded.bitLength() > 64) {
                rounded = rounded.shiftRight(1);
                excess++;
            }
            SIGNIFICANDS[i] = rounded.longValue();
            EXPONENTS[i] = excess - shift;
        }
    }

    private Grisu() {}

    /** Writes a finite number other than zero and returns the number of bytes written. */
    static int write(double value, byte[] target, int offset) {
        int at = offset;
        boolean negative = value < 0;
        if (negative) {
            target[at++] = '-';
        }
        byte[] digits = new byte[MAX_DIGITS + 2];
        long bits = Double.doubleToRawLongBits(value);
        long fraction = bits & (HIDDEN_BIT - 1);
        int exponent = (int) (bits >>> 52) & 0x7FF;
        if (exponent != 0) {
            fraction |= HIDDEN_BIT;
            exponent -= BIAS;
        } else {
            exponent = 1 - BIAS;
        }

        // The number and the two borders half way to its neighbours, all at the exponent of the upper border.
        long upper = (fraction << 1) + 1;
        int shift = Long.numberOfLeadingZeros(upper);
        upper <<= shift;
        int upperExponent = exponent - 1 - shift;
        int lowerShift = fraction == HIDDEN_BIT ? 2 : 1;
        long lower = ((fraction << lowerShift) - 1) << (exponent - lowerShift - upperExponent);
        long number = fraction << (exponent - upperExponent);

        int power = cachedPower(upperExponent);
        long scale = SIGNIFICANDS[power];
        // One unit inside the borders, as each product may be off by that much.
        long high = multiply(upper, scale) - 1;
        long low = multiply(lower, scale) + 1;
        long scaled = multiply(number, scale);
        int binaryPoint = -(upperExponent + EXPONENTS[power] + 64);

        long result = generate(digits, scaled, high, low, binaryPoint);
        int count = (int) (result >>> 32);
        int decimalExponent = (int) result - (FIRST_POWER + power * POWER_STEP);
        return layOut(digits, count, decimalExponent, negative, target, at) - offset;
    }

    /** Returns which cached power brings a number with this exponent into range; near the edge two would do. */
    private static int cachedPower(int exponent) {
        int approximate = (int) (-(exponent + POWERS) * LOG10_OF_2);
        int index = (approximate - FIRST_POWER) / POWER_STEP;
        while (true) {
            int scaled = exponent + EXPONENTS[index] + 64;
            if (scaled < MIN_EXPONENT) {
                index++;
            } else if (scaled > MAX_EXPONENT) {
                index--;
            } else {
                return index;
            }
        }
    }

    private static long multiply(long a, long b) {
        return Math.unsignedMultiplyHigh(a, b) + (a * b >>> 63);
    }

    /** Fills in the digits and returns their count (upper half) and the power of ten of the last one (lower half). */
    private static long generate(byte[] digits, long number, long high, long low, int binaryPoint) {
        long distance = high - number;
        long delta = high - low;
        long mask = (1L << binaryPoint) - 1;
        long whole = high >>> binaryPoint;
        long fraction = high & mask;
        int count = 0;
        long divisor = 1_000_000_000L;
        for (int power = 9; power >= 0; power--, divisor /= 10) {
            int digit = (int) (whole / divisor);
            if (digit != 0 || count > 0) {
                digits[count++] = (byte) ('0' + digit);
            }
            whole -= digit * divisor;
            long rest = (whole << binaryPoint) + fraction;
            if (Long.compareUnsigned(rest, delta) <= 0) {
                approach(digits, count, delta, rest, divisor << binaryPoint, distance);
                return pack(count, power);
            }
        }
        long unit = 1;
        for (int power = -1; ; power--) {
            fraction *= 10;
            delta *= 10;
            unit *= 10;
            int digit = (int) (fraction >>> binaryPoint);
            if (digit != 0 || count > 0) {
                digits[count++] = (byte) ('0' + digit);
            }
            fraction &= mask;
            if (Long.compareUnsigned(fraction, delta) < 0) {
                approach(digits, count, delta, fraction, mask + 1, distance * unit);
                return pack(count, power);
            }
        }
    }

    private static long pack(int count, int power) {
        return (long) count << 32 | power & 0xFFFFFFFFL;
    }

    /** Lowers the last digit while that brings the text nearer to the number and stays inside the borders. */
    private static void approach(byte[] digits, int count, long delta, long start, long step, long distance) {
        long rest = start;
        while (Long.compareUnsigned(rest, distance) < 0
                && Long.compareUnsigned(delta - rest, step) >= 0
                && (Long.compareUnsigned(rest + step, distance) < 0
                        || Long.compareUnsigned(distance - rest, rest + step - distance) > 0)) {
            digits[count - 1]--;
            rest += step;
        }
    }

    /** Lays out {@code digits * 10^power}: plain where that is short, otherwise scientific. Returns the end. */
    private static int layOut(byte[] digits, int count, int power, boolean negative, byte[] target, int offset) {
        int at = offset;
        int exponent = power + count - 1;
        int magnitude = Math.abs(exponent);
        if (power >= 0 && magnitude < count + 7) {
            System.arraycopy(digits, 0, target, at, count);
            at += count;
            for (int i = 0; i < power; i++) {
                target[at++] = '0';
            }
            return at;
        }
        if (power < 0 && (power > -7 || magnitude < 4)) {
            int whole = count + power;
            if (whole <= 0) {
                target[at++] = '0';
                target[at++] = '.';
                for (int i = whole; i < 0; i++) {
                    target[at++] = '0';
                }
                System.arraycopy(digits, 0, target, at, count);
                return at + count;
            }
            System.arraycopy(digits, 0, target, at, whole);
            at += whole;
            target[at++] = '.';
            System.arraycopy(digits, whole, target, at, count - whole);
            return at + count - whole;
        }
        int shown = Math.min(count, MAX_DIGITS - (negative ? 1 : 0));
        target[at++] = digits[0];
        if (shown > 1) {
            target[at++] = '.';
            System.arraycopy(digits, 1, target, at, shown - 1);
            at += shown - 1;
        }
        target[at++] = 'e';
        target[at++] = (byte) (exponent < 0 ? '-' : '+');
        return at + Longs.write(magnitude, target, at);
    }
}
