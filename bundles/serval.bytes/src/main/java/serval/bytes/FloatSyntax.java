package serval.bytes;

/** The grammar of C's strtod over a whole range: what kind of number the bytes are, without computing it. */
final class FloatSyntax {

    static final int INVALID = 0;
    static final int DECIMAL = 1;
    static final int HEXADECIMAL = 2;
    static final int INFINITE = 3;

    private static final byte[] INF = Ascii.bytes("inf");
    private static final byte[] INFINITY = Ascii.bytes("infinity");

    private FloatSyntax() {}

    /** Returns the kind of number that fills the range. Not-a-number and numbers with spaces around them are invalid. */
    static int kind(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        if (at < end && (bytes[at] == '-' || bytes[at] == '+')) {
            at++;
        }
        if (at == end) {
            return INVALID;
        }
        if ((bytes[at] | 32) == 'i') {
            return Ascii.equalsIgnoreCase(bytes, at, end - at, INF)
                            || Ascii.equalsIgnoreCase(bytes, at, end - at, INFINITY)
                    ? INFINITE
                    : INVALID;
        }
        boolean hexadecimal = end - at > 2 && bytes[at] == '0' && (bytes[at + 1] | 32) == 'x';
        if (hexadecimal) {
            at += 2;
        }
        int digits = 0;
        boolean point = false;
        for (; at < end; at++) {
            byte b = bytes[at];
            if (Ascii.isDigit(b) || (hexadecimal && Ascii.hexDigit(b) >= 0)) {
                digits++;
            } else if (b == '.' && !point) {
                point = true;
            } else {
                break;
            }
        }
        if (digits == 0 || (at < end && !isExponent(bytes, at, end, hexadecimal ? 'p' : 'e'))) {
            return INVALID;
        }
        return hexadecimal ? HEXADECIMAL : DECIMAL;
    }

    private static boolean isExponent(byte[] bytes, int offset, int end, char letter) {
        int at = offset;
        if ((bytes[at++] | 32) != letter) {
            return false;
        }
        if (at < end && (bytes[at] == '-' || bytes[at] == '+')) {
            at++;
        }
        if (at == end) {
            return false;
        }
        while (at < end) {
            if (!Ascii.isDigit(bytes[at++])) {
                return false;
            }
        }
        return true;
    }

    /** Returns where the exponent's letter stands, or the end of the range. */
    static int exponentAt(byte[] bytes, int offset, int end, char letter) {
        for (int at = offset; at < end; at++) {
            if ((bytes[at] | 32) == letter) {
                return at;
            }
        }
        return end;
    }

    /** Returns the number behind the exponent's letter, cut to a magnitude of a thousand million; 0 if there is none. */
    static int exponent(byte[] bytes, int letterAt, int end) {
        if (letterAt == end) {
            return 0;
        }
        int at = letterAt + 1;
        boolean negative = bytes[at] == '-';
        if (negative || bytes[at] == '+') {
            at++;
        }
        long value = 0;
        for (; at < end; at++) {
            value = Math.min(value * 10 + (bytes[at] - '0'), 1_000_000_000L);
        }
        return (int) (negative ? -value : value);
    }
}
