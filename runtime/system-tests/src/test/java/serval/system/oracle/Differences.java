package serval.system.oracle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** The replies that may differ from the real server's, read from {@code differences.txt}. */
final class Differences {
    private record Entry(Pattern command, Pattern theirs, Pattern ours) {}

    private final List<Entry> entries = new ArrayList<>();

    static Differences load() {
        try (InputStream file = Objects.requireNonNull(Differences.class.getResourceAsStream("differences.txt"))) {
            return parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static Differences parse(String text) {
        Differences differences = new Differences();
        String withoutComments = text.replaceAll("(?m)^#.*\\R?", "").strip();
        if (withoutComments.isEmpty()) {
            return differences;
        }
        for (String block : withoutComments.split("\\R\\s*\\R")) {
            differences.entries.add(new Entry(
                    field(block, "command", true), field(block, "redis", false), field(block, "serval", false)));
            field(block, "because", true);
        }
        return differences;
    }

    private static Pattern field(String block, String name, boolean isRequired) {
        for (String line : block.split("\\R")) {
            if (line.startsWith(name + ":")) {
                return glob(line.substring(name.length() + 1).strip());
            }
        }
        if (isRequired) {
            throw new IllegalArgumentException("no '" + name + ":' in\n" + block);
        }
        return glob("*");
    }

    private static Pattern glob(String text) {
        StringBuilder pattern = new StringBuilder();
        for (String literal : text.split("\\*", -1)) {
            pattern.append(pattern.isEmpty() ? "" : ".*").append(Pattern.quote(literal));
        }
        return Pattern.compile(pattern.toString(), Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    /** Whether these replies to {@code command} are the same, or differ as an entry says they may. */
    boolean allow(String command, String theirs, String ours) {
        if (theirs.equals(ours)) {
            return true;
        }
        return entries.stream()
                .anyMatch(entry -> entry.command.matcher(command).matches()
                        && entry.theirs.matcher(theirs).matches()
                        && entry.ours.matcher(ours).matches());
    }
}
