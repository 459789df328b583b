package serval.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import serval.sdk.config.ChoiceDirective;
import serval.sdk.config.ConfigRejectedException;
import serval.sdk.config.Directive;
import serval.sdk.config.Directive.Trait;
import serval.sdk.config.FlagDirective;
import serval.sdk.config.LongDirective;
import serval.sdk.config.TextDirective;

/** Makes a directive of each line of {@code directives.txt}: Redis' whole table, which stands in until bundles contribute theirs. */
final class Table {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]*");
    private static final Pattern NODE_NAME = Pattern.compile("[^!#$%&()*+:;<>?@\\[\\]^{|}~]*");
    private static final Pattern TITLE =
            Pattern.compile("(?:[^{]|\\{(?:title|listen-addr|server-mode|port|tls-port|unixsocket|config-file)})+");

    private Table() {}

    static List<Directive> read() {
        List<Directive> directives = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Table.class.getResourceAsStream("directives.txt")), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.startsWith("#")) {
                    directives.add(directive(line.split("\t")));
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return directives;
    }

    private static Directive directive(String[] columns) {
        String name = columns[0];
        List<String> aliases = columns[1].equals("-") ? List.of() : List.of(columns[1]);
        List<Trait> some = new ArrayList<>();
        for (String trait : columns[3].split(",")) {
            if (!trait.equals("-")) {
                some.add(Trait.valueOf(trait.toUpperCase(Locale.ROOT)));
            }
        }
        if (columns[4].equals("none")) {
            some.add(Trait.NO_EFFECT);
        }
        Trait[] traits = some.toArray(Trait[]::new);
        String[] rest = columns.length > 5 ? columns[5].split(" ") : new String[0];
        return switch (columns[2]) {
            case "flag" -> flag(name, rest[0].equals("yes"), aliases, traits);
            case "text" -> {
                String byDefault = columns[5].substring(1, columns[5].length() - 1);
                yield new TextDirective(name, byDefault, aliases, check(name), traits);
            }
            case "choice" -> new ChoiceDirective(name, List.of(rest[1].split(",")), rest[0], aliases, traits);
            case "special" -> SpecialSyntaxes.make(name, aliases, traits);
            default -> {
                LongDirective.Unit unit = switch (columns[2]) {
                    case "plain" -> LongDirective.Unit.PLAIN;
                    case "bytes" -> LongDirective.Unit.BYTES;
                    case "percent" -> LongDirective.Unit.BYTES_OR_PERCENT;
                    case "octal" -> LongDirective.Unit.OCTAL;
                    default -> throw new IllegalArgumentException(columns[2]);
                };
                long byDefault = Long.parseLong(rest[0]);
                yield new LongDirective(
                        name, unit, Long.parseLong(rest[1]), Long.parseLong(rest[2]), byDefault, aliases, traits);
            }
        };
    }

    private static FlagDirective flag(String name, boolean byDefault, List<String> aliases, Trait[] traits) {
        FlagDirective flag = new FlagDirective(name, byDefault, aliases, traits);
        if (name.equals("activedefrag")) {
            flag.onChange(() -> {
                if (flag.value()) {
                    throw new ConfigRejectedException("Active defragmentation cannot be enabled: it requires a Redis"
                            + " server compiled with a modified Jemalloc like the one shipped by default with the Redis"
                            + " source distribution");
                }
            });
        }
        return flag;
    }

    private static @Nullable Consumer<String> check(String name) {
        return switch (name) {
            case "dbfilename" -> text -> noPath(text, "dbfilename can't be a path, just a filename");
            case "appendfilename" ->
                text -> {
                    notEmpty(text, "appendfilename can't be empty");
                    noPath(text, "appendfilename can't be a path, just a filename");
                };
            case "appenddirname" ->
                text -> {
                    notEmpty(text, "appenddirname can't be empty");
                    noPath(text, "appenddirname can't be a path, just a dirname");
                };
            case "proc-title-template" ->
                text -> matching(TITLE, text, "template format is invalid or contains unknown variables");
            case "cluster-announce-human-nodename" ->
                text -> matching(NODE_NAME, text, "Announced human node name contained invalid character");
            case "cluster-announce-hostname" ->
                text -> {
                    if (text.length() >= 256) {
                        throw new ConfigRejectedException("Hostnames must be less than 256 characters");
                    }
                    matching(HOST, text, "Hostnames may only contain alphanumeric characters, hyphens or dots");
                };
            default -> null;
        };
    }

    private static void noPath(String text, String reason) {
        if (text.indexOf('/') >= 0 || text.indexOf('\\') >= 0) {
            throw new ConfigRejectedException(reason);
        }
    }

    private static void notEmpty(String text, String reason) {
        if (text.isEmpty()) {
            throw new ConfigRejectedException(reason);
        }
    }

    private static void matching(Pattern pattern, String text, String reason) {
        if (!pattern.matcher(text).matches()) {
            throw new ConfigRejectedException(reason);
        }
    }
}
