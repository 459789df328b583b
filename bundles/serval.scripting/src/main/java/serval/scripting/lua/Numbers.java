package serval.scripting.lua;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/** Numbers as text: written as C's {@code %.14g} writes them, read as C's strtod reads them. */
final class Numbers {
    private static final MathContext FOURTEEN = new MathContext(14, RoundingMode.HALF_EVEN);
    private static final double EXACT = 1e14;

    private Numbers() {}

    /** A string, or a number as a string. */
    static LuaString text(LuaValue value) {
        if (value instanceof LuaString text) {
            return text;
        }
        if (value instanceof LuaInteger number) {
            return LuaString.valueUsing(serval.bytes.Longs.toBytes(number.v));
        }
        return Bytes.string(format(value.todouble()));
    }

    /** A number as {@code %.14g}. */
    static String format(double value) {
        if (value == Math.rint(value) && Math.abs(value) < EXACT) {
            return value == 0 && 1 / value < 0 ? "-0" : Long.toString((long) value);
        }
        if (Double.isNaN(value)) {
            return nan(value);
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        return general(value, 14);
    }

    /** NaN as the C library writes it, with the sign that x86 gives the results of 0/0. */
    static String nan(double value) {
        return Double.doubleToRawLongBits(value) < 0 ? "-nan" : "nan";
    }

    /** A finite number as C's {@code %.<precision>g}. */
    static String general(double value, int precision) {
        BigDecimal exact = new BigDecimal(value);
        if (exact.signum() == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        BigDecimal rounded =
                exact.round(precision == 14 ? FOURTEEN : new MathContext(precision, RoundingMode.HALF_EVEN));
        String digits = rounded.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - rounded.scale();
        int end = digits.length();
        while (end > 1 && digits.charAt(end - 1) == '0') {
            end--;
        }
        digits = digits.substring(0, end);
        StringBuilder out = new StringBuilder(24);
        if (rounded.signum() < 0) {
            out.append('-');
        }
        if (exponent < -4 || exponent >= precision) {
            out.append(digits.charAt(0));
            if (digits.length() > 1) {
                out.append('.').append(digits, 1, digits.length());
            }
            out.append('e').append(exponent < 0 ? '-' : '+');
            int size = Math.abs(exponent);
            if (size < 10) {
                out.append('0');
            }
            return out.append(size).toString();
        }
        if (exponent < 0) {
            out.append("0.");
            for (int i = -1; i > exponent; i--) {
                out.append('0');
            }
            return out.append(digits).toString();
        }
        if (digits.length() <= exponent + 1) {
            out.append(digits);
            for (int i = digits.length(); i <= exponent; i++) {
                out.append('0');
            }
            return out.toString();
        }
        return out.append(digits, 0, exponent + 1)
                .append('.')
                .append(digits, exponent + 1, digits.length())
                .toString();
    }

    /** A number in as few digits as tell it from its neighbours, as commands are given it. */
    static String shortest(double value) {
        if (Double.isNaN(value)) {
            return nan(value);
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        BigDecimal number = new BigDecimal(Double.toString(Math.abs(value))).stripTrailingZeros();
        String digits = number.unscaledValue().toString();
        int power = -number.scale();
        int exponent = power + digits.length() - 1;
        StringBuilder out = new StringBuilder(24).append(value < 0 ? "-" : "");
        if (power >= 0 && Math.abs(exponent) < digits.length() + 7) {
            return out.append(digits).append("0".repeat(power)).toString();
        }
        if (power < 0 && (power > -7 || Math.abs(exponent) < 4)) {
            int whole = digits.length() + power;
            return whole <= 0
                    ? out.append("0.").append("0".repeat(-whole)).append(digits).toString()
                    : out.append(digits, 0, whole)
                            .append('.')
                            .append(digits, whole, digits.length())
                            .toString();
        }
        out.append(digits.charAt(0));
        if (digits.length() > 1) {
            out.append('.').append(digits, 1, digits.length());
        }
        return out.append('e')
                .append(exponent < 0 ? '-' : '+')
                .append(Math.abs(exponent))
                .toString();
    }

    /** A string as a number: decimal or hexadecimal, spaces around it; NaN if it is none. */
    static double parse(LuaString text) {
        return parse(text.m_bytes, text.m_offset, text.m_length);
    }

    static double parse(byte[] bytes, int offset, int length) {
        int from = offset;
        int to = offset + length;
        while (from < to && isSpace(bytes[from])) {
            from++;
        }
        while (to > from && isSpace(bytes[to - 1])) {
            to--;
        }
        if (from == to) {
            return Double.NaN;
        }
        int at = from;
        boolean negative = bytes[at] == '-';
        if (negative || bytes[at] == '+') {
            at++;
        }
        if (to - at > 2 && bytes[at] == '0' && (bytes[at + 1] | 32) == 'x') {
            double value = hexadecimal(bytes, at + 2, to);
            return negative ? -value : value;
        }
        if (at + 18 >= to) {
            long whole = 0;
            int i = at;
            while (i < to && bytes[i] >= '0' && bytes[i] <= '9') {
                whole = whole * 10 + bytes[i++] - '0';
            }
            if (i == to && i > at) {
                return negative ? -(double) whole : whole;
            }
        }
        for (int i = at; i < to; i++) {
            byte b = bytes[i];
            if ((b < '0' || b > '9') && b != '.' && (b | 32) != 'e' && b != '+' && b != '-') {
                return word(bytes, at, to, negative);
            }
        }
        try {
            return Double.parseDouble(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
        } catch (NumberFormatException none) {
            return Double.NaN;
        }
    }

    /** Whether a string is what C reads as NaN. */
    static boolean saysNan(LuaString text) {
        String word = Bytes.text(text).strip();
        return word.equalsIgnoreCase("nan") || word.equalsIgnoreCase("-nan") || word.equalsIgnoreCase("+nan");
    }

    private static double word(byte[] bytes, int from, int to, boolean negative) {
        String word = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        if (word.equalsIgnoreCase("inf") || word.equalsIgnoreCase("infinity")) {
            return negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        return Double.NaN;
    }

    private static double hexadecimal(byte[] bytes, int from, int to) {
        double value = 0;
        int digits = 0;
        int at = from;
        while (at < to && Character.digit(bytes[at], 16) >= 0) {
            value = value * 16 + Character.digit(bytes[at++], 16);
            digits++;
        }
        int scale = 0;
        if (at < to && bytes[at] == '.') {
            at++;
            while (at < to && Character.digit(bytes[at], 16) >= 0) {
                value = value * 16 + Character.digit(bytes[at++], 16);
                scale -= 4;
                digits++;
            }
        }
        if (digits == 0) {
            return Double.NaN;
        }
        if (at < to && (bytes[at] | 32) == 'p') {
            at++;
            int sign = at < to && bytes[at] == '-' ? -1 : 1;
            if (at < to && (bytes[at] == '-' || bytes[at] == '+')) {
                at++;
            }
            if (at == to) {
                return Double.NaN;
            }
            int exponent = 0;
            while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
                exponent = Math.min(exponent * 10 + bytes[at++] - '0', 100_000);
            }
            scale += sign * exponent;
        }
        return at == to ? Math.scalb(value, scale) : Double.NaN;
    }

    static boolean isSpace(int b) {
        return b == ' ' || b >= 9 && b <= 13;
    }
}
