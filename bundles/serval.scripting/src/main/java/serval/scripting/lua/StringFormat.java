package serval.scripting.lua;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.Varargs;

/** string.format: C's printf, as Lua 5.1 lets it through. */
final class StringFormat {
    private static final String FLAGS = "-+ #0";

    /** A conversion: its flags, width, precision. */
    private static final class Directive {
        boolean left;
        boolean plus;
        boolean space;
        boolean alternate;
        boolean zero;
        int width;
        int precision = -1;
    }

    private StringFormat() {}

    static Varargs format(Machine machine, Varargs arguments) {
        LuaString format = Arguments.string(arguments, 1);
        ByteBuilder out = new ByteBuilder(machine, format.m_length + 16);
        int argument = 1;
        int at = format.m_offset;
        int end = at + format.m_length;
        while (at < end) {
            byte c = format.m_bytes[at++];
            if (c != '%') {
                out.add(c);
                continue;
            }
            if (at < end && format.m_bytes[at] == '%') {
                out.add('%');
                at++;
                continue;
            }
            argument++;
            if (argument > arguments.narg()) {
                throw Complaint.argument(argument, "no value");
            }
            Directive directive = new Directive();
            at = parse(format, at, end, directive);
            int kind = at < end ? format.m_bytes[at++] & 255 : 0;
            one(out, directive, kind, arguments, argument);
        }
        return out.string();
    }

    private static int parse(LuaString format, int from, int end, Directive directive) {
        int at = from;
        int flags = 0;
        while (at < end && FLAGS.indexOf(format.m_bytes[at]) >= 0) {
            switch (format.m_bytes[at]) {
                case '-' -> directive.left = true;
                case '+' -> directive.plus = true;
                case ' ' -> directive.space = true;
                case '#' -> directive.alternate = true;
                default -> directive.zero = true;
            }
            at++;
            flags++;
        }
        if (flags > 5) {
            throw Complaint.of("invalid format (repeated flags)");
        }
        for (int digits = 0; digits < 2 && at < end && isDigit(format.m_bytes[at]); digits++) {
            directive.width = directive.width * 10 + format.m_bytes[at++] - '0';
        }
        if (at < end && format.m_bytes[at] == '.') {
            at++;
            directive.precision = 0;
            for (int digits = 0; digits < 2 && at < end && isDigit(format.m_bytes[at]); digits++) {
                directive.precision = directive.precision * 10 + format.m_bytes[at++] - '0';
            }
        }
        if (at < end && isDigit(format.m_bytes[at])) {
            throw Complaint.of("invalid format (width or precision too long)");
        }
        return at;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static void one(ByteBuilder out, Directive directive, int kind, Varargs arguments, int argument) {
        switch (kind) {
            case 'c' -> {
                String shown = String.valueOf((char) ((int) (long) cut(Arguments.number(arguments, argument)) & 255));
                directive.zero = false;
                // What follows a zero byte is lost: C's strings end there.
                if (shown.charAt(0) == 0) {
                    if (!directive.left) {
                        out.pad(' ', directive.width - 1);
                    }
                    return;
                }
                pad(out, directive, "", shown);
            }
            case 'd', 'i' -> decimal(out, directive, cut(Arguments.number(arguments, argument)));
            case 'o', 'u', 'x', 'X' -> unsigned(out, directive, kind, Arguments.number(arguments, argument));
            case 'e', 'E', 'f', 'g', 'G' -> real(out, directive, kind, Arguments.number(arguments, argument));
            case 'q' -> quoted(out, Arguments.string(arguments, argument));
            case 's' -> {
                LuaString text = Arguments.string(arguments, argument);
                directive.zero = false;
                if (directive.precision < 0 && text.m_length >= 100) {
                    out.add(text);
                    return;
                }
                int length = 0;
                while (length < text.m_length && text.m_bytes[text.m_offset + length] != 0) {
                    length++;
                }
                if (directive.precision >= 0) {
                    length = Math.min(length, directive.precision);
                }
                pad(out, directive, "", Bytes.text(text).substring(0, length));
            }
            default -> throw Complaint.of("invalid option '%" + (kind == 0 ? "" : (char) kind) + "' to 'format'");
        }
    }

    private static long cut(double value) {
        return value >= -0x1p63 && value < 0x1p63 ? (long) value : Long.MIN_VALUE;
    }

    private static void decimal(ByteBuilder out, Directive directive, long value) {
        String digits = Long.toString(value);
        boolean negative = value < 0;
        if (negative) {
            digits = digits.substring(1);
        }
        integer(out, directive, sign(directive, negative), value == 0 && directive.precision == 0 ? "" : digits);
    }

    private static void unsigned(ByteBuilder out, Directive directive, int kind, double number) {
        long value = number < 0
                ? cut(number)
                : number >= 0x1p63 ? number < 0x1p64 ? (long) (number - 0x1p63) + Long.MIN_VALUE : 0 : cut(number);
        String digits = switch (kind) {
            case 'o' -> Long.toOctalString(value);
            case 'x' -> Long.toHexString(value);
            case 'X' -> Long.toHexString(value).toUpperCase(java.util.Locale.ROOT);
            default -> Long.toUnsignedString(value);
        };
        String prefix = "";
        if (value == 0 && directive.precision == 0) {
            digits = kind == 'o' && directive.alternate ? "0" : "";
        } else if (directive.alternate && value != 0) {
            if (kind == 'o') {
                if (directive.precision <= digits.length()) {
                    digits = "0" + digits;
                }
            } else if (kind != 'u') {
                prefix = "0" + (char) kind;
            }
        }
        integer(out, directive, prefix, digits);
    }

    private static void integer(ByteBuilder out, Directive directive, String prefix, String digits) {
        if (directive.precision >= 0) {
            directive.zero = false;
            digits = "0".repeat(Math.max(0, directive.precision - digits.length())) + digits;
        }
        pad(out, directive, prefix, digits);
    }

    private static String sign(Directive directive, boolean negative) {
        return negative ? "-" : directive.plus ? "+" : directive.space ? " " : "";
    }

    private static void pad(ByteBuilder out, Directive directive, String prefix, String body) {
        int missing = directive.width - prefix.length() - body.length();
        if (!directive.left && !directive.zero) {
            out.pad(' ', missing);
        }
        out.add(prefix);
        if (!directive.left && directive.zero) {
            out.pad('0', missing);
        }
        out.add(body);
        if (directive.left) {
            out.pad(' ', missing);
        }
    }

    private static void real(ByteBuilder out, Directive directive, int kind, double value) {
        boolean upper = kind >= 'A' && kind <= 'Z';
        boolean negative = Double.doubleToRawLongBits(value) < 0;
        String sign = sign(directive, negative);
        String body;
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            directive.zero = false;
            body = Double.isNaN(value) ? "nan" : "inf";
        } else {
            double size = Math.abs(value);
            body = switch (kind | 32) {
                case 'f' -> fixed(directive, size);
                case 'e' -> scientific(directive, size, directive.precision < 0 ? 6 : directive.precision, false);
                default -> general(directive, size);
            };
        }
        if (upper) {
            body = body.toUpperCase(java.util.Locale.ROOT);
            sign = sign.toUpperCase(java.util.Locale.ROOT);
        }
        pad(out, directive, sign, body);
    }

    private static String fixed(Directive directive, double size) {
        int precision = directive.precision < 0 ? 6 : directive.precision;
        String body =
                new BigDecimal(size).setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
        return precision == 0 && directive.alternate ? body + "." : body;
    }

    private static String scientific(Directive directive, double size, int precision, boolean strip) {
        BigDecimal exact = new BigDecimal(size);
        String digits;
        int exponent;
        if (exact.signum() == 0) {
            digits = "0".repeat(precision + 1);
            exponent = 0;
        } else {
            BigDecimal rounded = exact.round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
            digits = rounded.unscaledValue().toString();
            exponent = digits.length() - 1 - rounded.scale();
            digits = digits.length() > precision + 1
                    ? digits.substring(0, precision + 1)
                    : digits + "0".repeat(precision + 1 - digits.length());
        }
        String fraction = digits.substring(1);
        if (strip) {
            fraction = stripped(fraction);
        }
        String point = fraction.isEmpty() && !directive.alternate ? "" : ".";
        String size2 = Integer.toString(Math.abs(exponent));
        return digits.charAt(0) + point + fraction + "e" + (exponent < 0 ? '-' : '+')
                + (size2.length() < 2 ? "0" + size2 : size2);
    }

    private static String stripped(String fraction) {
        int end = fraction.length();
        while (end > 0 && fraction.charAt(end - 1) == '0') {
            end--;
        }
        return fraction.substring(0, end);
    }

    private static String general(Directive directive, double size) {
        int precision = directive.precision < 0 ? 6 : Math.max(directive.precision, 1);
        int exponent = 0;
        if (size != 0) {
            BigDecimal rounded = new BigDecimal(size).round(new MathContext(precision, RoundingMode.HALF_EVEN));
            exponent = rounded.precision() - 1 - rounded.scale();
        }
        boolean strip = !directive.alternate;
        if (exponent < -4 || exponent >= precision) {
            return scientific(directive, size, precision - 1, strip);
        }
        int decimals = precision - 1 - exponent;
        String body =
                new BigDecimal(size).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
        int point = body.indexOf('.');
        if (point < 0) {
            return directive.alternate ? body + "." : body;
        }
        if (!strip) {
            return body;
        }
        String fraction = stripped(body.substring(point + 1));
        return fraction.isEmpty() ? body.substring(0, point) : body.substring(0, point + 1) + fraction;
    }

    private static void quoted(ByteBuilder out, LuaString text) {
        out.add('"');
        for (int i = 0; i < text.m_length; i++) {
            byte c = text.m_bytes[text.m_offset + i];
            switch (c) {
                case '"', '\\', '\n' -> {
                    out.add('\\');
                    out.add(c);
                }
                case '\r' -> out.add("\\r");
                case 0 -> out.add("\\000");
                default -> out.add(c);
            }
        }
        out.add('"');
    }
}
