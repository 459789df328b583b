package serval.scripting.lua;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lua 5.1's tokens, and its errors about them: the chunk, the line, the message, and the text that it is near. */
final class Lexer {
    static final String END = "<eof>";
    static final String NAME = "<name>";
    static final String STRING = "<string>";
    static final String NUMBER = "<number>";

    private static final Set<String> RESERVED = Set.of(
            "and",
            "break",
            "do",
            "else",
            "elseif",
            "end",
            "false",
            "for",
            "function",
            "if",
            "in",
            "local",
            "nil",
            "not",
            "or",
            "repeat",
            "return",
            "then",
            "true",
            "until",
            "while");

    private final byte[] source;
    private final int end;
    private final String chunk;
    private int at;
    private int line = 1;
    private int lastLine = 1;
    private String token = END;
    private String text = "";
    private boolean ahead;
    private String aheadToken = END;
    private String aheadText = "";
    private int begin;
    private int @Nullable [] newer;
    private int newerCount;

    Lexer(byte[] source, int offset, int length, String chunk) {
        this.source = source;
        this.chunk = chunk;
        at = offset;
        end = offset + length;
    }

    /** The token that stands here: a reserved word or a symbol itself, or its kind. */
    String token() {
        return token;
    }

    int line() {
        return line;
    }

    /** The line of the token before. */
    int lastLine() {
        return lastLine;
    }

    void next() {
        lastLine = line;
        if (ahead) {
            token = aheadToken;
            text = aheadText;
            ahead = false;
            return;
        }
        token = scan();
    }

    /** The token after this one. */
    String peek() {
        String now = token;
        String nowText = text;
        aheadToken = scan();
        aheadText = text;
        ahead = true;
        token = now;
        text = nowText;
        return aheadToken;
    }

    /** An error near the present token. */
    LuaFault error(String message) {
        boolean own = token.equals(NAME) || token.equals(STRING) || token.equals(NUMBER);
        return near(message, own ? text : token);
    }

    /** An error that is near nothing. */
    LuaFault plain(String message) {
        return new LuaFault(Bytes.string(Chunks.shortName(chunk) + ":" + line + ": " + message));
    }

    private LuaFault near(String message, String what) {
        String shown = what.length() == 1 && what.charAt(0) < 32 ? "char(" + (int) what.charAt(0) + ")" : what;
        return plain(message + " near '" + shown + "'");
    }

    private int current() {
        return at < end ? source[at] & 255 : -1;
    }

    private int following() {
        return at + 1 < end ? source[at + 1] & 255 : -1;
    }

    private String scanned() {
        return new String(source, begin, at - begin, StandardCharsets.ISO_8859_1);
    }

    private String scan() {
        while (true) {
            begin = at;
            int c = current();
            switch (c) {
                case -1:
                    return END;
                case '\n', '\r':
                    newLine();
                    continue;
                case '-':
                    if (following() != '-') {
                        at++;
                        return "-";
                    }
                    at += 2;
                    comment();
                    continue;
                case '[': {
                    int level = brackets();
                    if (level >= 0) {
                        longText(level, "unfinished long string");
                        text = scanned();
                        return STRING;
                    }
                    if (level < -1) {
                        throw near("invalid long string delimiter", scanned());
                    }
                    at++;
                    return "[";
                }
                case '=', '<', '>', '~':
                    at++;
                    if (current() == '=') {
                        at++;
                        return (char) c + "=";
                    }
                    return String.valueOf((char) c);
                case '"', '\'':
                    quoted(c);
                    text = scanned();
                    return STRING;
                case '.':
                    if (following() == '.') {
                        at += 2;
                        if (current() == '.') {
                            at++;
                            return "...";
                        }
                        return "..";
                    }
                    if (!isDigit(following())) {
                        at++;
                        return ".";
                    }
                    return number();
                default:
                    if (Numbers.isSpace(c)) {
                        at++;
                        continue;
                    }
                    if (isDigit(c)) {
                        return number();
                    }
                    if (isLetter(c)) {
                        while (isLetter(current()) || isDigit(current())) {
                            at++;
                        }
                        text = scanned();
                        return RESERVED.contains(text) ? text : NAME;
                    }
                    at++;
                    return String.valueOf((char) c);
            }
        }
    }

    private void newLine() {
        int first = current();
        at++;
        int second = current();
        if ((second == '\n' || second == '\r') && second != first) {
            at++;
        }
        line++;
    }

    private void skipLine() {
        while (current() >= 0 && current() != '\n' && current() != '\r') {
            at++;
        }
    }

    private void comment() {
        if (current() == '[') {
            begin = at;
            int level = brackets();
            if (level >= 0) {
                longText(level, "unfinished long comment");
                return;
            }
        }
        skipLine();
    }

    /** The level of the long bracket that opens here, having passed it; -1 for a lone bracket, below that for a broken one. */
    private int brackets() {
        int from = at;
        int to = at + 1;
        while (to < end && source[to] == '=') {
            to++;
        }
        if (to < end && source[to] == '[') {
            at = to + 1;
            return to - from - 1;
        }
        if (to == from + 1) {
            return -1;
        }
        at = to;
        return -2;
    }

    private void longText(int level, String unfinished) {
        while (true) {
            int c = current();
            if (c < 0) {
                throw near(unfinished, END);
            }
            if (c == '\n' || c == '\r') {
                newLine();
                continue;
            }
            if (c == '[' && level == 0 && following() == '[') {
                throw near("nesting of [[...]] is deprecated", "[");
            }
            at++;
            if (c == ']') {
                int to = at;
                while (to < end && source[to] == '=') {
                    to++;
                }
                if (to - at == level && to < end && source[to] == ']') {
                    at = to + 1;
                    return;
                }
            }
        }
    }

    private void quoted(int quote) {
        at++;
        while (current() != quote) {
            int c = current();
            switch (c) {
                case -1:
                    throw near("unfinished string", END);
                case '\n', '\r':
                    throw near("unfinished string", scanned());
                case '\\':
                    at++;
                    escaped();
                    break;
                default:
                    at++;
            }
        }
        at++;
    }

    private void escaped() {
        int c = current();
        if (c == '\n' || c == '\r') {
            newLine();
        } else if (isDigit(c)) {
            int escape = at - 1;
            int value = 0;
            for (int i = 0; i < 3 && isDigit(current()); i++) {
                value = value * 10 + current() - '0';
                at++;
            }
            if (value > 255) {
                throw near(
                        "escape sequence too large",
                        new String(source, begin, escape - begin, StandardCharsets.ISO_8859_1));
            }
        } else if (c >= 0) {
            if (c == 'x' || c == 'z') {
                noteNewer(at - 1);
            }
            at++;
        }
    }

    private void noteNewer(int backslash) {
        int[] places = newer == null ? new int[8] : newer;
        if (newerCount == places.length) {
            places = Arrays.copyOf(places, newerCount * 2);
        }
        places[newerCount++] = backslash;
        newer = places;
    }

    /** The text without the backslashes that only later versions of Lua give a meaning to; null if it has none. */
    byte @Nullable [] withoutNewerEscapes(int offset, int length) {
        int[] places = newer;
        if (places == null) {
            return null;
        }
        byte[] text = new byte[length - newerCount];
        int from = offset;
        int to = 0;
        for (int i = 0; i <= newerCount; i++) {
            int until = i == newerCount ? offset + length : places[i];
            System.arraycopy(source, from, text, to, until - from);
            to += until - from;
            from = until + 1;
        }
        return text;
    }

    private String number() {
        while (isDigit(current()) || current() == '.') {
            at++;
        }
        if ((current() | 32) == 'e') {
            at++;
            if (current() == '+' || current() == '-') {
                at++;
            }
        }
        while (isDigit(current()) || isLetter(current())) {
            at++;
        }
        text = scanned();
        if (Double.isNaN(Numbers.parse(source, begin, at - begin))) {
            throw near("malformed number", text);
        }
        return NUMBER;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }
}
