package serval.aof.manifest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The text of a manifest, one char per byte: a line for each file, the base first. */
public final class ManifestText {
    /** A line of more bytes, its end included, is refused. */
    private static final int LONGEST = 1024;

    private static final String BAD_FORMAT = "Invalid AOF manifest file format";

    private @Nullable Part base;
    private final List<Part> history = new ArrayList<>();
    private final List<Part> increments = new ArrayList<>();
    private int number;

    private ManifestText() {}

    /** Writes it. */
    public static String write(Manifest manifest) {
        StringBuilder text = new StringBuilder();
        if (manifest.base() != null) {
            line(text, manifest.base());
        }
        manifest.history().forEach(part -> line(text, part));
        manifest.increments().forEach(part -> line(text, part));
        return text.toString();
    }

    private static void line(StringBuilder text, Part part) {
        text.append("file ").append(name(part.name()));
        text.append(" seq ").append(part.number());
        text.append(" type ").append(part.kind().letter()).append('\n');
    }

    private static String name(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c <= ' ' || c >= 127 || c == '"' || c == '\'' || c == '\\') {
                return serval.sdk.config.Quoting.inQuotes(name);
            }
        }
        return name;
    }

    /**
     * Reads it.
     *
     * @throws ManifestException with the line and what is wrong with it
     */
    public static Manifest read(String text) throws ManifestException {
        if (text.isEmpty()) {
            throw new ManifestException("Found an empty AOF manifest", 0, null);
        }
        ManifestText reading = new ManifestText();
        int at = 0;
        while (at < text.length()) {
            int newline = text.indexOf('\n', at);
            int end = newline < 0 ? text.length() : newline + 1;
            if (end - at > LONGEST) {
                end = at + LONGEST;
            }
            reading.number++;
            String line = text.substring(at, end);
            if (!line.startsWith("#")) {
                if (!line.endsWith("\n")) {
                    throw new ManifestException("The AOF manifest file contains too long line", reading.number, null);
                }
                reading.line(trim(line));
            }
            at = end;
        }
        reading.lookAtHistory();
        long lastBase = reading.base == null ? 0 : reading.base.number();
        long lastIncrement =
                reading.increments.isEmpty() ? 0 : reading.increments.getLast().number();
        return new Manifest(reading.base, reading.history, reading.increments, lastBase, lastIncrement);
    }

    private static String trim(String line) {
        int from = 0;
        int to = line.length();
        while (from < to && " \t\r\n".indexOf(line.charAt(from)) >= 0) {
            from++;
        }
        while (to > from && " \t\r\n".indexOf(line.charAt(to - 1)) >= 0) {
            to--;
        }
        return line.substring(from, to);
    }

    private void line(String line) throws ManifestException {
        List<String> words = line.isEmpty() ? null : Words.of(line);
        if (words == null || words.size() < 6 || words.size() % 2 != 0) {
            throw new ManifestException(BAD_FORMAT, number, line);
        }
        String name = "";
        long seq = 0;
        char letter = 0;
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < words.size(); i += 2) {
            String key = words.get(i).toLowerCase(Locale.ROOT);
            String value = words.get(i + 1);
            if (!keys.add(key)) {
                // Two lines that have become one.
                throw new ManifestException(BAD_FORMAT, number, line);
            }
            switch (key) {
                case "file" -> {
                    name = value;
                    if (name.indexOf('/') >= 0 || name.indexOf('\\') >= 0) {
                        throw new ManifestException("File can't be a path, just a filename", number, line);
                    }
                }
                case "seq" -> seq = leadingNumber(value);
                case "type" -> letter = value.isEmpty() ? 0 : value.charAt(0);
                default -> {
                    // Of a later version: what it says can be left out of account.
                }
            }
        }
        if (name.isEmpty() || seq == 0 || letter == 0) {
            throw new ManifestException(BAD_FORMAT, number, line);
        }
        add(name, seq, letter, line);
    }

    private void add(String name, long seq, char letter, String line) throws ManifestException {
        PartName told = PartName.of(name);
        if (told != null
                && (told.number() != seq || letter == 'i' && told.isBase() || letter == 'b' && !told.isBase())) {
            throw new ManifestException("The file's name says that it is another file", number, line);
        }
        switch (letter) {
            case 'b' -> {
                if (base != null) {
                    throw new ManifestException("Found duplicate base file information", number, line);
                }
                base = new Part(name, seq, Part.Kind.BASE);
            }
            case 'h' -> {
                if (!increments.isEmpty()) {
                    // Whoever writes manifests names history before increments.
                    throw new ManifestException("Found history behind an increment", number, line);
                }
                history.add(new Part(name, seq, Part.Kind.HISTORY));
            }
            case 'i' -> {
                if (seq <= (increments.isEmpty() ? 0 : increments.getLast().number())) {
                    throw new ManifestException("Found a non-monotonic sequence number", number, line);
                }
                increments.add(new Part(name, seq, Part.Kind.INCREMENT));
            }
            default -> throw new ManifestException("Unknown AOF file type", number, line);
        }
    }

    /** The oldest of history is the base that the increments in it followed: an increment there may be one that is still needed. */
    private void lookAtHistory() throws ManifestException {
        if (!history.isEmpty()) {
            PartName oldest = PartName.of(history.getLast().name());
            if (oldest != null && !oldest.isBase()) {
                throw new ManifestException("Found an increment in history without the base that it followed", 0, null);
            }
        }
    }

    /** The number that a text begins with, 0 if with none. */
    private static long leadingNumber(String text) {
        int end = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        while (end < text.length() && Character.digit(text.charAt(end), 10) >= 0) {
            end++;
        }
        try {
            return Long.parseLong(text.substring(0, end));
        } catch (NumberFormatException none) {
            return 0;
        }
    }
}
