package serval.scripting.lua;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaDouble;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/** JSON as values. */
final class JsonReader {
    private enum Token {
        T_OBJ_BEGIN,
        T_OBJ_END,
        T_ARR_BEGIN,
        T_ARR_END,
        T_STRING,
        T_NUMBER,
        T_BOOLEAN,
        T_NULL,
        T_COLON,
        T_COMMA,
        T_END,
        T_ERROR
    }

    private final Machine machine;
    private final JsonSettings settings;
    private final LuaValue nothing;
    private final byte[] bytes;
    private final int begin;
    private final int end;
    private int at;
    private int tokenAt;
    private LuaValue value = LuaValue.NIL;
    private @Nullable String wrong;
    private int depth;

    JsonReader(Machine machine, JsonSettings settings, LuaValue nothing, LuaString text) {
        this.machine = machine;
        this.settings = settings;
        this.nothing = nothing;
        bytes = text.m_bytes;
        begin = text.m_offset;
        end = text.m_offset + text.m_length;
        at = begin;
    }

    LuaValue read() {
        if (end - begin >= 2 && (bytes[begin] == 0 || bytes[begin + 1] == 0)) {
            throw Complaint.of("JSON parser does not support UTF-16 or UTF-32");
        }
        LuaValue read = value(next());
        Token last = next();
        if (last != Token.T_END) {
            throw unexpected("the end", last);
        }
        return read;
    }

    private Complaint unexpected(String wanted, Token found) {
        String what = found == Token.T_ERROR && wrong != null ? wrong : found.name();
        return Complaint.of("Expected " + wanted + " but found " + what + " at character " + (tokenAt - begin + 1));
    }

    private LuaValue value(Token token) {
        machine.spend(1);
        return switch (token) {
            case T_STRING, T_NUMBER, T_BOOLEAN -> value;
            case T_NULL -> nothing;
            case T_OBJ_BEGIN -> object();
            case T_ARR_BEGIN -> array();
            default -> throw unexpected("value", token);
        };
    }

    private void descend() {
        if (++depth > settings.decodeDepth) {
            throw Complaint.of("Found too many nested data structures (" + depth + ") at character " + (at - begin));
        }
    }

    private LuaValue object() {
        descend();
        LuaTable table = new Table();
        Token token = next();
        if (token == Token.T_OBJ_END) {
            depth--;
            return table;
        }
        while (true) {
            if (token != Token.T_STRING) {
                throw unexpected("object key string", token);
            }
            LuaValue key = value;
            token = next();
            if (token != Token.T_COLON) {
                throw unexpected("colon", token);
            }
            table.rawset(key, value(next()));
            token = next();
            if (token == Token.T_OBJ_END) {
                depth--;
                return table;
            }
            if (token != Token.T_COMMA) {
                throw unexpected("comma or object end", token);
            }
            token = next();
        }
    }

    private LuaValue array() {
        descend();
        LuaTable table = new Table();
        Token token = next();
        if (token == Token.T_ARR_END) {
            depth--;
            return table;
        }
        for (int i = 1; ; i++) {
            table.rawset(i, value(token));
            token = next();
            if (token == Token.T_ARR_END) {
                depth--;
                return table;
            }
            if (token != Token.T_COMMA) {
                throw unexpected("comma or array end", token);
            }
            token = next();
        }
    }

    private Token next() {
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\n' || bytes[at] == '\r')) {
            at++;
        }
        tokenAt = at;
        if (at >= end) {
            return Token.T_END;
        }
        switch (bytes[at]) {
            case '{':
                at++;
                return Token.T_OBJ_BEGIN;
            case '}':
                at++;
                return Token.T_OBJ_END;
            case '[':
                at++;
                return Token.T_ARR_BEGIN;
            case ']':
                at++;
                return Token.T_ARR_END;
            case ',':
                at++;
                return Token.T_COMMA;
            case ':':
                at++;
                return Token.T_COLON;
            case '"':
                return string();
            case 't':
                return word("true", Token.T_BOOLEAN, LuaValue.TRUE);
            case 'f':
                return word("false", Token.T_BOOLEAN, LuaValue.FALSE);
            case 'n':
                if (matches("null")) {
                    at += 4;
                    return Token.T_NULL;
                }
                return number();
            default:
                return number();
        }
    }

    private boolean matches(String word) {
        if (end - at < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (bytes[at + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private Token word(String word, Token token, LuaValue meaning) {
        if (!matches(word)) {
            return error("invalid token", at);
        }
        at += word.length();
        value = meaning;
        return token;
    }

    private Token error(String what, int where) {
        wrong = what;
        tokenAt = where;
        return Token.T_ERROR;
    }

    private Token string() {
        at++;
        ByteBuilder out = new ByteBuilder(machine, 16);
        while (true) {
            if (at >= end) {
                return error("unexpected end of string", at);
            }
            int c = bytes[at];
            if (c == '"') {
                at++;
                value = out.string();
                return Token.T_STRING;
            }
            if (c != '\\') {
                int from = at;
                while (at < end && bytes[at] != '"' && bytes[at] != '\\') {
                    at++;
                }
                out.add(bytes, from, at - from);
                continue;
            }
            int escape = at + 1 < end ? bytes[at + 1] : 0;
            switch (escape) {
                case '"', '\\', '/' -> out.add(escape);
                case 'b' -> out.add('\b');
                case 'f' -> out.add('\f');
                case 'n' -> out.add('\n');
                case 'r' -> out.add('\r');
                case 't' -> out.add('\t');
                case 'u' -> {
                    if (!unicode(out)) {
                        return error("invalid unicode escape code", at);
                    }
                    continue;
                }
                default -> {
                    return error("invalid escape code", at);
                }
            }
            at += 2;
        }
    }

    private int fourDigits(int from) {
        if (from + 4 > end) {
            return -1;
        }
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(bytes[from + i], 16);
            if (digit < 0) {
                return -1;
            }
            code = code << 4 | digit;
        }
        return code;
    }

    private boolean unicode(ByteBuilder out) {
        int code = fourDigits(at + 2);
        if (code < 0) {
            return false;
        }
        int length = 6;
        if ((code & 0xF800) == 0xD800) {
            if ((code & 0x400) != 0 || at + 8 > end || bytes[at + 6] != '\\' || bytes[at + 7] != 'u') {
                return false;
            }
            int low = fourDigits(at + 8);
            if (low < 0 || (low & 0xFC00) != 0xDC00) {
                return false;
            }
            code = 0x10000 + ((code & 0x3FF) << 10 | low & 0x3FF);
            length = 12;
        }
        if (code < 0x80) {
            out.add(code);
        } else if (code < 0x800) {
            out.add(0xC0 | code >> 6);
            out.add(0x80 | code & 0x3F);
        } else if (code < 0x10000) {
            out.add(0xE0 | code >> 12);
            out.add(0x80 | code >> 6 & 0x3F);
            out.add(0x80 | code & 0x3F);
        } else {
            out.add(0xF0 | code >> 18);
            out.add(0x80 | code >> 12 & 0x3F);
            out.add(0x80 | code >> 6 & 0x3F);
            out.add(0x80 | code & 0x3F);
        }
        at += length;
        return true;
    }

    private Token number() {
        int c = bytes[at];
        boolean starts = c >= '0' && c <= '9' || c == '-' || c == '+' || (c | 32) == 'i' || (c | 32) == 'n';
        if (!starts) {
            return error("invalid token", at);
        }
        if (!settings.decodeInvalid && isInvalid()) {
            return error("invalid number", at);
        }
        int length = numberLength();
        if (length == 0) {
            return error(c >= '0' && c <= '9' || c == '-' || c == '+' ? "invalid number" : "invalid token", at);
        }
        double number = parse(at, length);
        if (Double.isNaN(number) && (bytes[at + length - 1] | 32) != 'n') {
            return error("invalid number", at);
        }
        value = LuaDouble.valueOf(number);
        at += length;
        return Token.T_NUMBER;
    }

    private double parse(int from, int length) {
        int last = bytes[from + length - 1] | 32;
        if (last == 'n') {
            return Double.NaN;
        }
        return Numbers.parse(bytes, from, length);
    }

    /** Whether strtod takes more than JSON does: a plus, leading zeros, hexadecimal, infinities, NaN. */
    private boolean isInvalid() {
        int p = at;
        if (bytes[p] == '+') {
            return true;
        }
        if (bytes[p] == '-') {
            p++;
        }
        int first = p < end ? bytes[p] : 0;
        int second = p + 1 < end ? bytes[p + 1] : 0;
        if (first == '0') {
            return (second | 32) == 'x' || second >= '0' && second <= '9';
        }
        return !(first >= '1' && first <= '9');
    }

    /** How much of the text strtod would take. */
    private int numberLength() {
        int p = at;
        if (bytes[p] == '-' || bytes[p] == '+') {
            p++;
        }
        int signed = p;
        for (String word : new String[] {"infinity", "inf", "nan"}) {
            if (end - p >= word.length()) {
                int i = 0;
                while (i < word.length() && (bytes[p + i] | 32) == word.charAt(i)) {
                    i++;
                }
                if (i == word.length()) {
                    return p + i - at;
                }
            }
        }
        if (end - p > 2 && bytes[p] == '0' && (bytes[p + 1] | 32) == 'x' && Character.digit(bytes[p + 2], 16) >= 0) {
            p += 2;
            while (p < end && Character.digit(bytes[p], 16) >= 0) {
                p++;
            }
            return p - at;
        }
        while (p < end && bytes[p] >= '0' && bytes[p] <= '9') {
            p++;
        }
        int digits = p - signed;
        if (p < end && bytes[p] == '.') {
            p++;
            int from = p;
            while (p < end && bytes[p] >= '0' && bytes[p] <= '9') {
                p++;
            }
            digits += p - from;
        }
        if (digits == 0) {
            return 0;
        }
        if (p < end && (bytes[p] | 32) == 'e') {
            int q = p + 1;
            if (q < end && (bytes[q] == '-' || bytes[q] == '+')) {
                q++;
            }
            int from = q;
            while (q < end && bytes[q] >= '0' && bytes[q] <= '9') {
                q++;
            }
            if (q > from) {
                p = q;
            }
        }
        return p - at;
    }
}
