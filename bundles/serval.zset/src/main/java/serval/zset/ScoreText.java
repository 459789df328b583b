package serval.zset;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import serval.bytes.Ascii;
import serval.bytes.Doubles;

/** Scores as text, in the forms that replies do not know. */
final class ScoreText {
    /** Up to here integers have no more than 17 digits, and no exponent. */
    private static final double SEVENTEEN_DIGITS = 1e17;
    /** Integers below have no eight zeros at the end. */
    private static final double NO_EXPONENT = 1e8;

    private static final int PRECISION = 17;
    private static final int ZEROS_FOR_EXPONENT = 8;
    private static final MathContext ROUNDED = new MathContext(PRECISION, RoundingMode.HALF_EVEN);

    private ScoreText() {}

    /** As C's {@code %.17g}, which is what ZSCAN shows of large sets. */
    static byte[] seventeen(double score) {
        if (Double.isInfinite(score) || Math.abs(score) < SEVENTEEN_DIGITS && (long) score == score) {
            return Doubles.toBytes(score);
        }
        BigDecimal rounded = new BigDecimal(score).round(ROUNDED).stripTrailingZeros();
        String digits = rounded.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - rounded.scale();
        if (exponent >= -4 && exponent < PRECISION) {
            return Ascii.bytes(rounded.toPlainString());
        }
        return Ascii.bytes(exponential(rounded.signum() < 0, digits, exponent, 2));
    }

    /** The fewest digits that mean this number, with an exponent also where there are many zeros: what digests are made of. */
    static byte[] shortest(double score) {
        if (Double.isInfinite(score) || Math.abs(score) < NO_EXPONENT || (long) score != score) {
            return Doubles.toBytes(score);
        }
        BigDecimal exact = new BigDecimal(Double.toString(score)).stripTrailingZeros();
        if (-exact.scale() < ZEROS_FOR_EXPONENT) {
            return Ascii.bytes(exact.toPlainString());
        }
        String digits = exact.unscaledValue().abs().toString();
        return Ascii.bytes(exponential(exact.signum() < 0, digits, digits.length() - 1 - exact.scale(), 1));
    }

    private static String exponential(boolean negative, String digits, int exponent, int least) {
        StringBuilder text = new StringBuilder(negative ? "-" : "").append(digits.charAt(0));
        if (digits.length() > 1) {
            text.append('.').append(digits, 1, digits.length());
        }
        text.append(exponent < 0 ? "e-" : "e+");
        String power = Integer.toString(Math.abs(exponent));
        return text.append("0".repeat(Math.max(0, least - power.length())))
                .append(power)
                .toString();
    }
}
