package serval.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import serval.sdk.config.ConfigRejectedException;
import serval.sdk.config.Directive;
import serval.spi.config.Configuration.Rename;

/** Reads a configuration and gives each line to whom it belongs. What has no value of its own is collected here. */
final class Loader {
    /** Files that include files deeper than this include themselves. */
    private static final int DEEPEST = 32;

    private final Directives directives;
    private final WorkingDirectory working;
    private final LineSetter setter = new LineSetter();
    final List<Rename> renames = new ArrayList<>();
    final List<List<String>> modules = new ArrayList<>();
    final List<List<String>> users = new ArrayList<>();
    /** The directives that were set, in order, each once per line. */
    final List<Directive> set = new ArrayList<>();

    Loader(Directives directives, WorkingDirectory working) {
        this.directives = directives;
        this.working = working;
    }

    /**
     * Reads all that a command line names.
     *
     * @throws FatalConfigException if anything is wrong
     */
    void load(CommandLine line, InputStream stdin) {
        StringBuilder text = new StringBuilder();
        if (!line.file().isEmpty()) {
            text.append(content(line.file()));
        }
        if (line.stdin()) {
            try {
                text.append(new String(stdin.readAllBytes(), StandardCharsets.ISO_8859_1));
            } catch (IOException failure) {
                throw FatalConfigException.unreadable("-", reason(failure));
            }
        }
        if (!line.options().isEmpty()) {
            text.append('\n').append(line.options());
        }
        lines(text.toString(), 0);
    }

    private void lines(String text, int depth) {
        for (Line line : Line.of(text)) {
            line(line, depth);
        }
    }

    private void line(Line line, int depth) {
        List<String> words = Words.split(line.text());
        if (words == null) {
            throw FatalConfigException.at(line, "Unbalanced quotes in configuration line");
        }
        if (words.isEmpty()) {
            return;
        }
        String name = words.getFirst().toLowerCase(Locale.ROOT);
        List<String> rest = words.subList(1, words.size());
        Directive directive = directives.find(name);
        if (directive != null) {
            boolean other = setter.set(directive, line, rest);
            try {
                if (other) {
                    directive.changed();
                }
            } catch (ConfigRejectedException refused) {
                throw FatalConfigException.at(line, String.valueOf(refused.getMessage()));
            }
            directives.said(directive);
            set.add(directive);
        } else if (name.equals("include") && rest.size() == 1) {
            if (depth >= DEEPEST) {
                throw FatalConfigException.at(line, "Too many nested includes");
            }
            include(rest.getFirst(), depth);
        } else if (name.equals("rename-command") && rest.size() == 2) {
            renames.add(new Rename(rest.get(0), rest.get(1)));
        } else if (name.equals("loadmodule") && !rest.isEmpty()) {
            modules.add(List.copyOf(rest));
        } else if (name.equals("user") && !rest.isEmpty()) {
            users.add(List.copyOf(rest));
        } else if (name.equals("sentinel")) {
            if (!rest.isEmpty()) {
                throw FatalConfigException.at(line, "sentinel directive while not in sentinel mode");
            }
        } else if (!isObsolete(name, rest)) {
            unknown(name, rest, line);
        }
    }

    /** Names that Redis still takes although nothing is behind them any more. */
    private static boolean isObsolete(String name, List<String> rest) {
        return rest.size() == 1
                && List.of("list-max-ziplist-entries", "list-max-ziplist-value", "lua-replicate-commands")
                        .contains(name);
    }

    private void unknown(String name, List<String> rest, Line line) {
        List<String> reserved = List.of("include", "rename-command", "loadmodule", "user");
        if (reserved.contains(name) || isObsolete(name, List.of(""))) {
            throw FatalConfigException.at(line, "Bad directive or wrong number of arguments");
        }
        if (name.indexOf('.') >= 0 && rest.isEmpty()) {
            throw FatalConfigException.at(line, "Module config specified without value");
        }
        directives.keep(name, line);
    }

    private void include(String pattern, int depth) {
        if (pattern.chars().noneMatch(c -> c == '*' || c == '?' || c == '[')) {
            lines(content(pattern), depth + 1);
            return;
        }
        StringBuilder all = new StringBuilder();
        for (Path file : glob(working.resolve(pattern))) {
            all.append(content(file.toString()));
        }
        lines(all.toString(), depth + 1);
    }

    /** The files that a pattern matches, in order; its directories may be patterns, too. */
    private static List<Path> glob(Path pattern) {
        List<Path> found = List.of(pattern.getRoot());
        for (Path part : pattern) {
            List<Path> next = new ArrayList<>();
            for (Path directory : found) {
                try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, part.toString())) {
                    entries.forEach(next::add);
                } catch (IOException | java.util.regex.PatternSyntaxException none) {
                    // Matches nothing, as it does for a shell.
                }
            }
            next.sort(null);
            found = next;
        }
        return found;
    }

    private String content(String file) {
        try {
            return new String(Files.readAllBytes(working.resolve(file)), StandardCharsets.ISO_8859_1);
        } catch (IOException failure) {
            throw FatalConfigException.unreadable(file, reason(failure));
        }
    }

    /** What the C library would say. */
    static String reason(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "No such file or directory";
        }
        if (failure instanceof AccessDeniedException) {
            return "Permission denied";
        }
        String message = failure instanceof java.nio.file.FileSystemException system ? system.getReason() : null;
        return message != null ? message : String.valueOf(failure.getMessage());
    }
}
