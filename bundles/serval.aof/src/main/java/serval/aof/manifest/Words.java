package serval.aof.manifest;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A line cut into words at spaces, with quotes and escapes as redis.conf has them. */
final class Words {
    private final String line;
    private final List<String> words = new ArrayList<>();
    private int at;

    private Words(String line) {
        this.line = line;
    }

    /** The words, or null if quotes do not match. */
    static @Nullable List<String> of(String line) {
        Words words = new Words(line);
        while (words.skipSpaces()) {
            if (!words.word()) {
                return null;
            }
        }
        return words.words;
    }

    private boolean skipSpaces() {
        while (at < line.length() && isSpace(line.charAt(at))) {
            at++;
        }
        return at < line.length();
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }

    private boolean word() {
        StringBuilder word = new StringBuilder();
        char quote = 0;
        while (at < line.length()) {
            char c = line.charAt(at);
            if (quote == 0) {
                if (isSpace(c)) {
                    break;
                }
                if (c == '"' || c == '\'') {
                    quote = c;
                } else {
                    word.append(c);
                }
                at++;
            } else if (c == quote) {
                at++;
                if (at < line.length() && !isSpace(line.charAt(at))) {
                    return false;
                }
                words.add(word.toString());
                return true;
            } else {
                escaped(word, quote);
            }
        }
        if (quote != 0) {
            return false;
        }
        words.add(word.toString());
        return true;
    }

    private void escaped(StringBuilder word, char quote) {
        char c = line.charAt(at++);
        if (c != '\\' || at == line.length() || quote == '\'' && line.charAt(at) != '\'') {
            word.append(c);
            return;
        }
        char next = line.charAt(at);
        if (quote == '"' && next == 'x' && at + 2 < line.length() && hex(at + 1) >= 0 && hex(at + 2) >= 0) {
            word.append((char) (hex(at + 1) << 4 | hex(at + 2)));
            at += 3;
            return;
        }
        at++;
        word.append(
                switch (quote == '"' ? next : 0) {
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case 't' -> '\t';
                    case 'b' -> '\b';
                    case 'a' -> (char) 7;
                    default -> next;
                });
    }

    private int hex(int index) {
        return Character.digit(line.charAt(index), 16);
    }
}
