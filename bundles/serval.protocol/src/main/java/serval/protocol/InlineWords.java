package serval.protocol;

import serval.bytes.Ascii;
import serval.spi.request.Request;

/**
 * The words of an inline command: separated by white space, optionally in double quotes with escapes
 * ({@code \n \r \t \b \a \xHH}) or in single quotes, where only {@code \'} is one.
 */
final class InlineWords {
    private InlineWords() {}

    /**
     * Adds the words of a line to a request, as slices where the line has them as they are.
     *
     * @return false if a quote is not closed, or not followed by white space
     */
    static boolean split(byte[] line, int from, int to, Request request) {
        int at = from;
        while (true) {
            while (at < to && Ascii.isSpace(line[at])) {
                at++;
            }
            if (at == to) {
                return true;
            }
            int end = at;
            while (end < to && !Ascii.isSpace(line[end]) && line[end] != '"' && line[end] != '\'') {
                end++;
            }
            if (end == to || Ascii.isSpace(line[end])) {
                request.add(line, at, end - at);
                at = end;
            } else {
                at = quoted(line, at, to, request);
                if (at < 0) {
                    return false;
                }
            }
        }
    }

    /** Reads a word with quotes in it and returns where it ends, or -1 if it is malformed. */
    private static int quoted(byte[] line, int from, int to, Request request) {
        byte[] word = new byte[to - from];
        int length = 0;
        byte quote = 0;
        int at = from;
        while (at < to) {
            byte c = line[at];
            if (quote == 0) {
                if (Ascii.isSpace(c)) {
                    break;
                }
                if (c == '"' || c == '\'') {
                    quote = c;
                } else {
                    word[length++] = c;
                }
                at++;
            } else if (c == quote) {
                if (at + 1 < to && !Ascii.isSpace(line[at + 1])) {
                    return -1;
                }
                quote = 0;
                at++;
                break;
            } else if (c == '\\' && at + 1 < to && quote == '\'' && line[at + 1] == '\'') {
                word[length++] = '\'';
                at += 2;
            } else if (c == '\\' && at + 1 < to && quote == '"') {
                if (line[at + 1] == 'x' && at + 3 < to && hex(line[at + 2]) >= 0 && hex(line[at + 3]) >= 0) {
                    word[length++] = (byte) (hex(line[at + 2]) << 4 | hex(line[at + 3]));
                    at += 4;
                } else {
                    word[length++] = unescape(line[at + 1]);
                    at += 2;
                }
            } else {
                word[length++] = c;
                at++;
            }
        }
        if (quote != 0) {
            return -1;
        }
        request.add(word, 0, length);
        return at;
    }

    private static int hex(byte c) {
        return Ascii.hexDigit(c);
    }

    private static byte unescape(byte c) {
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'a' -> 7;
            default -> c;
        };
    }
}
