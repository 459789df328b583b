package serval.system;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Commands as text, the way {@code redis-cli} reads them: words apart by blanks, {@code "..."} with {@code \n \r \t \xHH},
 * {@code '...'} as it stands.
 */
public final class CommandLine {
    private CommandLine() {}

    /** The words of {@code line}. */
    public static byte[][] split(String line) {
        byte[] text = line.getBytes(StandardCharsets.UTF_8);
        List<byte[]> words = new ArrayList<>();
        int at = 0;
        while (at < text.length) {
            if (text[at] == ' ') {
                at++;
                continue;
            }
            ByteArrayOutputStream word = new ByteArrayOutputStream();
            at = switch (text[at]) {
                case '"' -> quoted(text, at + 1, word);
                case '\'' -> literal(text, at + 1, word);
                default -> bare(text, at, word);
            };
            words.add(word.toByteArray());
        }
        return words.toArray(byte[][]::new);
    }

    private static int bare(byte[] text, int from, ByteArrayOutputStream word) {
        int at = from;
        while (at < text.length && text[at] != ' ') {
            word.write(text[at++]);
        }
        return at;
    }

    private static int literal(byte[] text, int from, ByteArrayOutputStream word) {
        int at = from;
        while (text[at] != '\'') {
            word.write(text[at++]);
        }
        return at + 1;
    }

    private static int quoted(byte[] text, int from, ByteArrayOutputStream word) {
        int at = from;
        while (text[at] != '"') {
            if (text[at] != '\\') {
                word.write(text[at++]);
                continue;
            }
            at++;
            switch (text[at]) {
                case 'n' -> word.write('\n');
                case 'r' -> word.write('\r');
                case 't' -> word.write('\t');
                case 'x' -> {
                    word.write(HexFormat.fromHexDigits(new String(text, at + 1, 2, StandardCharsets.US_ASCII)));
                    at += 2;
                }
                default -> word.write(text[at]);
            }
            at++;
        }
        return at + 1;
    }

    /** Bytes as text in which nothing is invisible. */
    public static String show(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) {
            switch (b) {
                case '\r' -> text.append("\\r");
                case '\n' -> text.append("\\n");
                case '\\' -> text.append("\\\\");
                default -> {
                    if (b >= ' ' && b <= '~') {
                        text.append((char) b);
                    } else {
                        text.append("\\x").append(HexFormat.of().toHexDigits(b));
                    }
                }
            }
        }
        return text.toString();
    }
}
