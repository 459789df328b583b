package serval.scripting;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits a line into words: blanks separate them, double quotes take escapes, single quotes only {@code \'}; behind a closing quote
 * there is a blank or the end.
 */
final class QuotedWords {
    private final String line;
    private int at;

    private QuotedWords(String line) {
        this.line = line;
    }

    /** The words of a line, one char per byte; null if quotes are not balanced. */
    static @Nullable List<String> split(String line) {
        QuotedWords words = new QuotedWords(line);
        List<String> result = new ArrayList<>();
        while (true) {
            while (words.at < line.length() && isBlank(line.charAt(words.at))) {
                words.at++;
            }
            if (words.at == line.length()) {
                return result;
            }
            String word = words.word();
            if (word == null) {
                return null;
            }
            result.add(word);
        }
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }

    private @Nullable String word() {
        StringBuilder word = new StringBuilder();
        while (at < line.length() && !isBlank(line.charAt(at))) {
            char c = line.charAt(at++);
            if (c == '"' || c == '\'') {
                boolean closed = quoted(word, c);
                return closed && (at == line.length() || isBlank(line.charAt(at))) ? word.toString() : null;
            }
            word.append(c);
        }
        return word.toString();
    }

    /** What stands up to the closing quote; returns whether there is one. */
    private boolean quoted(StringBuilder word, char quote) {
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c == quote) {
                return true;
            }
            if (c != '\\' || at == line.length()) {
                word.append(c);
            } else if (quote == '\'') {
                word.append(line.charAt(at) == '\'' ? line.charAt(at++) : c);
            } else {
                word.append(escaped());
            }
        }
        return false;
    }

    private char escaped() {
        char c = line.charAt(at++);
        if (c == 'x' && at + 1 < line.length()) {
            int high = Character.digit(line.charAt(at), 16);
            int low = Character.digit(line.charAt(at + 1), 16);
            if (high >= 0 && low >= 0) {
                at += 2;
                return (char) (high << 4 | low);
            }
        }
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
