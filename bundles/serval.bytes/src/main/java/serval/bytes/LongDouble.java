package serval.bytes;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * An immutable number of the x87's 80-bit extended precision: 64 bits of mantissa, exponents from 2^-16445 to 2^16384.
 *
 * <p>INCRBYFLOAT and HINCRBYFLOAT add in this precision and show the sum with 17 decimals, so clients see its rounding
 * (10.5 + 0.1 is 10.6, which double precision would not give). Java has no such type: here a number is an exact
 * {@code mantissa * 2^exponent}, and every operation rounds once, to nearest, ties to even.
 */
public final class LongDouble {

    /** Zero. */
    public static final LongDouble ZERO = new LongDouble(BigInteger.ZERO, 0, false);

    /** Longer text is refused, as the buffer it is read from in Redis is this large. */
    private static final int MAX_TEXT = 5 * 1024 - 1;

    private static final int PRECISION = 64;
    private static final int MIN_EXPONENT = -16445;
    private static final int MAX_BITS = 16384;
    private static final int DECIMALS = 17;
    private static final BigInteger SCALE = BigInteger.TEN.pow(DECIMALS);

    private static final LongDouble POSITIVE_INFINITY = new LongDouble(BigInteger.ONE, 0, true);
    private static final LongDouble NEGATIVE_INFINITY = new LongDouble(BigInteger.ONE.negate(), 0, true);
    private static final LongDouble NOT_A_NUMBER = new LongDouble(BigInteger.ZERO, 0, true);

    private final BigInteger mantissa;
    private final int exponent;
    /** For infinities only the mantissa's sign counts; a zero mantissa is then not a number. */
    private final boolean special;

    private LongDouble(BigInteger mantissa, int exponent, boolean special) {
        this.mantissa = mantissa;
        this.exponent = exponent;
        this.special = special;
    }

    /** Returns {@code value}, which is exact. */
    public static LongDouble of(long value) {
        return new LongDouble(BigInteger.valueOf(value), 0, false);
    }

    /** Returns {@code value}, which is exact, infinities and NaN included. */
    public static LongDouble of(double value) {
        if (Double.isNaN(value)) {
            return NOT_A_NUMBER;
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? POSITIVE_INFINITY : NEGATIVE_INFINITY;
        }
        int exponent = Math.max(Math.getExponent(value), Double.MIN_EXPONENT) - 52;
        return new LongDouble(BigInteger.valueOf((long) Math.scalb(value, -exponent)), exponent, false);
    }

    /**
     * Returns the number that fills the range, or null if it is none.
     *
     * <p>The rules are those of {@link Doubles#parse}; text of 5120 bytes or more is refused too.
     */
    public static @Nullable LongDouble parse(byte[] bytes, int offset, int length) {
        if (length > MAX_TEXT) {
            return null;
        }
        int kind = FloatSyntax.kind(bytes, offset, length);
        if (kind == FloatSyntax.INVALID) {
            return null;
        }
        boolean negative = bytes[offset] == '-';
        if (kind == FloatSyntax.INFINITE) {
            return negative ? NEGATIVE_INFINITY : POSITIVE_INFINITY;
        }
        int end = offset + length;
        boolean hexadecimal = kind == FloatSyntax.HEXADECIMAL;
        int letterAt = FloatSyntax.exponentAt(bytes, offset, end, hexadecimal ? 'p' : 'e');
        int power = FloatSyntax.exponent(bytes, letterAt, end);
        StringBuilder digits = new StringBuilder(length);
        int decimals = 0;
        boolean behindPoint = false;
        int start = offset + (bytes[offset] == '-' || bytes[offset] == '+' ? 1 : 0) + (hexadecimal ? 2 : 0);
        for (int i = start; i < letterAt; i++) {
            if (bytes[i] == '.') {
                behindPoint = true;
            } else if (bytes[i] != '0' || digits.length() > 0 || behindPoint) {
                digits.append((char) bytes[i]);
                decimals += behindPoint ? 1 : 0;
            }
        }
        BigInteger whole =
                digits.isEmpty() ? BigInteger.ZERO : new BigInteger(digits.toString(), hexadecimal ? 16 : 10);
        if (whole.signum() == 0) {
            return ZERO;
        }
        LongDouble magnitude =
                hexadecimal ? binary(whole, (long) power - 4L * decimals) : decimal(whole, (long) power - decimals);
        if (magnitude == null || magnitude.special || magnitude.mantissa.signum() == 0) {
            return null;
        }
        return negative ? magnitude.negate() : magnitude;
    }

    private static @Nullable LongDouble binary(BigInteger whole, long power) {
        long bits = whole.bitLength() + power;
        return bits > MAX_BITS || bits < MIN_EXPONENT - 2 ? null : round(whole, (int) power);
    }

    private static @Nullable LongDouble decimal(BigInteger whole, long power) {
        // Far out of range is refused before any power of ten is computed.
        double magnitude = whole.bitLength() * 0.30103 + power;
        if (magnitude > 4940 || magnitude < -4960) {
            return null;
        }
        if (power >= 0) {
            return round(whole.multiply(BigInteger.TEN.pow((int) power)), 0);
        }
        BigInteger divisor = BigInteger.TEN.pow((int) -power);
        int shift = Math.max(0, PRECISION + 2 + divisor.bitLength() - whole.bitLength());
        BigInteger[] parts = whole.shiftLeft(shift).divideAndRemainder(divisor);
        // A last bit that stands for all that was cut off keeps the rounding right.
        BigInteger sticky = parts[0].shiftLeft(1);
        return round(parts[1].signum() != 0 ? sticky.setBit(0) : sticky, -shift - 1);
    }

    private LongDouble negate() {
        return new LongDouble(mantissa.negate(), exponent, special);
    }

    /** Returns {@code mantissa * 2^exponent} rounded to what the type holds. */
    private static LongDouble round(BigInteger mantissa, int exponent) {
        BigInteger magnitude = mantissa.abs();
        int excess = Math.max(magnitude.bitLength() - PRECISION, MIN_EXPONENT - exponent);
        int power = exponent;
        if (excess > 0) {
            magnitude = shiftRightHalfEven(magnitude, excess);
            power += excess;
        }
        boolean negative = mantissa.signum() < 0;
        if (magnitude.bitLength() + (long) power > MAX_BITS) {
            return negative ? NEGATIVE_INFINITY : POSITIVE_INFINITY;
        }
        return new LongDouble(negative ? magnitude.negate() : magnitude, power, false);
    }

    private static BigInteger shiftRightHalfEven(BigInteger magnitude, int count) {
        BigInteger shifted = magnitude.shiftRight(count);
        boolean half = magnitude.testBit(count - 1);
        boolean up = half && (shifted.testBit(0) || magnitude.getLowestSetBit() < count - 1);
        return up ? shifted.add(BigInteger.ONE) : shifted;
    }

    /** Returns the rounded sum. Infinities of opposite sign give not-a-number. */
    public LongDouble plus(LongDouble other) {
        if (special || other.special) {
            if (special && other.special) {
                return mantissa.equals(other.mantissa) ? this : NOT_A_NUMBER;
            }
            return special ? this : other;
        }
        int power = Math.min(exponent, other.exponent);
        BigInteger sum = mantissa.shiftLeft(exponent - power).add(other.mantissa.shiftLeft(other.exponent - power));
        return round(sum, power);
    }

    /** Returns the rounded difference, which is zero only for equal numbers. */
    public LongDouble minus(LongDouble other) {
        return plus(other.negate());
    }

    /** Returns the sign as -1, 0 or 1; 0 for not-a-number. */
    public int signum() {
        return mantissa.signum();
    }

    /** Tells whether this is neither infinite nor not-a-number. */
    public boolean isFinite() {
        return !special;
    }

    /** Returns the nearest double, ties to even; too large becomes infinite. */
    public double doubleValue() {
        if (special) {
            return mantissa.signum() == 0 ? Double.NaN : mantissa.signum() * Double.POSITIVE_INFINITY;
        }
        BigInteger magnitude = mantissa.abs();
        int power = exponent;
        int excess = Math.max(magnitude.bitLength() - 53, Double.MIN_EXPONENT - 52 - power);
        if (excess > 0) {
            magnitude = shiftRightHalfEven(magnitude, excess);
            power += excess;
        }
        double value = Math.scalb((double) magnitude.longValue(), power);
        return mantissa.signum() < 0 ? -value : value;
    }

    /** Returns the number with at most 17 decimals and without trailing zeros, never in scientific form. */
    public byte[] toBytes() {
        return Ascii.bytes(toString());
    }

    /** Returns the same text as {@link #toBytes}. */
    @Override
    public String toString() {
        if (special) {
            return mantissa.signum() == 0 ? "nan" : mantissa.signum() > 0 ? "inf" : "-inf";
        }
        BigInteger scaled = mantissa.abs().multiply(SCALE);
        scaled = exponent >= 0 ? scaled.shiftLeft(exponent) : shiftRightHalfEven(scaled, -exponent);
        if (scaled.signum() == 0) {
            return "0";
        }
        StringBuilder text = new StringBuilder(scaled.toString());
        if (text.length() <= DECIMALS) {
            text.insert(0, "0".repeat(DECIMALS + 1 - text.length()));
        }
        text.insert(text.length() - DECIMALS, '.');
        int length = text.length();
        while (text.charAt(length - 1) == '0') {
            length--;
        }
        text.setLength(text.charAt(length - 1) == '.' ? length - 1 : length);
        return mantissa.signum() < 0 ? text.insert(0, '-').toString() : text.toString();
    }
}
