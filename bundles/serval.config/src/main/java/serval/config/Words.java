package serval.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Splits lines of redis.conf into words. Strings hold one char per byte. */
final class Words {
    private final String line;
    private int at;

    private Words(String line) {
        this.line = line;
    }

    /**
     * The words of a line: blanks separate them, double quotes take escapes, single quotes only {@code \'}. A closing
     * quote must be followed by a blank or the end. Null if quotes are not balanced.
     */
    static @Nullable List<String> split(String line) {
        Words words = new Words(line);
        List<String> result = new ArrayList<>();
        while (true) {
            words.skipBlanks();
            if (words.at >= line.length()) {
                return result;
            }
            String word = words.word();
            if (word == null) {
                return null;
            }
            result.add(word);
        }
    }

    /** The value of a CONFIG SET as words: separated by single spaces, quotes without meaning. */
    static List<String> atSpaces(String value) {
        return value.isEmpty() ? List.of() : List.of(value.split(" ", -1));
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }

    private void skipBlanks() {
        while (at < line.length() && isBlank(line.charAt(at))) {
            at++;
        }
    }

    private @Nullable String word() {
        StringBuilder word = new StringBuilder();
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
                break;
            }
            if (c == '"' || c == '\'') {
                boolean closed = c == '"' ? inDoubleQuotes(word) : inSingleQuotes(word);
                return closed && (at == line.length() || isBlank(line.charAt(at))) ? word.toString() : null;
            }
            word.append(c);
        }
        return word.toString();
    }

    private boolean inSingleQuotes(StringBuilder word) {
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c == '\\' && at < line.length() && line.charAt(at) == '\'') {
                word.append('\'');
                at++;
            } else if (c == '\'') {
                return true;
            } else {
                word.append(c);
            }
        }
        return false;
    }

    private boolean inDoubleQuotes(StringBuilder word) {
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c == '"') {
                return true;
            }
            if (c != '\\' || at == line.length()) {
                word.append(c);
                continue;
            }
            char escaped = line.charAt(at++);
            if (escaped == 'x' && hex(at) >= 0 && hex(at + 1) >= 0) {
                word.append((char) (hex(at) * 16 + hex(at + 1)));
                at += 2;
                continue;
            }
            word.append(
                    switch (escaped) {
                        case 'n' -> '\n';
                        case 'r' -> '\r';
                        case 't' -> '\t';
                        case 'b' -> '\b';
                        case 'a' -> (char) 7;
                        default -> escaped;
                    });
        }
        return false;
    }

    private int hex(int index) {
        char c = index < line.length() ? line.charAt(index) : ' ';
        return c < 128 ? Character.digit(c, 16) : -1;
    }
}
