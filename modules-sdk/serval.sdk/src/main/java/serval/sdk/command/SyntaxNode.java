package serval.sdk.command;

import java.util.ArrayList;
import java.util.List;

/** A piece of a syntax line as it is written: a word, a group in brackets, or the dots that say "and so on". */
sealed interface SyntaxNode {
    /**
     * A word: a token in capitals, or the name of an argument.
     *
     * @param text as written
     */
    record Word(String text) implements SyntaxNode {
        /** Whether it stands for itself rather than for a value. */
        boolean isToken() {
            if (text.equals("\"\"")) {
                return true;
            }
            return text.chars().noneMatch(c -> c >= 'a' && c <= 'z');
        }

        /** What a caller writes for this token: the text, or nothing for a pair of quotes. */
        String literal() {
            return text.equals("\"\"") ? "" : text;
        }
    }

    /**
     * A group: {@code [a | b]} may be left out, {@code <a | b>} may not.
     *
     * @param optional whether it is written in square brackets
     * @param choices the alternatives, each a sequence
     */
    record Group(boolean optional, List<List<SyntaxNode>> choices) implements SyntaxNode {}

    /** The dots. */
    record Dots() implements SyntaxNode {}

    /** Reads a whole line. */
    static List<SyntaxNode> read(String line) {
        Reader reader = new Reader(line);
        List<List<SyntaxNode>> choices = reader.choices(' ');
        if (choices.size() != 1) {
            throw reader.wrong("a choice outside brackets");
        }
        return choices.getFirst();
    }

    /** Reads characters left to right. */
    final class Reader {
        private final String line;
        private int at;

        Reader(String line) {
            this.line = line;
        }

        IllegalArgumentException wrong(String what) {
            return new IllegalArgumentException(what + " at column " + at + " of '" + line + "'");
        }

        List<List<SyntaxNode>> choices(char end) {
            List<List<SyntaxNode>> choices = new ArrayList<>();
            List<SyntaxNode> sequence = new ArrayList<>();
            while (true) {
                while (at < line.length() && line.charAt(at) == ' ') {
                    at++;
                }
                char c = at < line.length() ? line.charAt(at) : 0;
                if (c == 0 || c == ']' || c == '>') {
                    if (c != (end == ' ' ? 0 : end)) {
                        throw wrong(c == 0 ? "missing '" + end + "'" : "unexpected '" + c + "'");
                    }
                    at++;
                    choices.add(List.copyOf(sequence));
                    if (end != ' ' && choices.stream().anyMatch(List::isEmpty)) {
                        throw wrong("empty alternative");
                    }
                    return List.copyOf(choices);
                }
                if (c == '|') {
                    at++;
                    choices.add(List.copyOf(sequence));
                    sequence = new ArrayList<>();
                } else if (c == '[' || c == '<') {
                    at++;
                    sequence.add(new Group(c == '[', choices(c == '[' ? ']' : '>')));
                } else {
                    int start = at;
                    while (at < line.length() && " []<>|".indexOf(line.charAt(at)) < 0) {
                        at++;
                    }
                    String text = line.substring(start, at);
                    sequence.add(text.equals("...") ? new Dots() : new Word(text));
                }
            }
        }
    }
}
