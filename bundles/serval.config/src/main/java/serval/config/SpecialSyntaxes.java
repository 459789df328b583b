package serval.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import serval.sdk.config.ConfigRejectedException;
import serval.sdk.config.Directive.Trait;
import serval.sdk.config.LongDirective;
import serval.sdk.config.Quoting;
import serval.sdk.config.SpecialDirective;

/** The directives of Redis that have a syntax of their own, kept as lists of words. */
final class SpecialSyntaxes {
    private static final List<String> SIGNALS = List.of("default", "save", "nosave", "now", "force");
    private static final String EVENTS = "Ag$lshzxeKEtmdn";
    /** Classes of Redis 8.2. */
    private static final String LATER_EVENTS = "oc";

    private SpecialSyntaxes() {}

    static SpecialDirective<List<String>> make(String name, List<String> aliases, Trait[] traits) {
        return switch (name) {
            case "shutdown-on-sigint", "shutdown-on-sigterm" ->
                words(name, SpecialSyntaxes::signals, List.of("default"), aliases, traits);
            case "save" ->
                words(
                        name,
                        SpecialSyntaxes::save,
                        List.of("3600", "1", "300", "100", "60", "10000"),
                        aliases,
                        traits,
                        2);
            case "client-output-buffer-limit" -> limits(name, traits);
            case "oom-score-adj-values" ->
                words(name, SpecialSyntaxes::oomScores, List.of("0", "200", "800"), aliases, traits);
            case "notify-keyspace-events" -> words(name, SpecialSyntaxes::events, List.of(""), aliases, traits);
            case "bind" -> words(name, SpecialSyntaxes::addresses, List.of("*", "-::*"), aliases, traits);
            case "replicaof" -> words(name, SpecialSyntaxes::primary, List.of(), aliases, traits);
            case "latency-tracking-info-percentiles" ->
                words(name, SpecialSyntaxes::percentiles, List.of("50", "99", "99.9"), aliases, traits);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static SpecialDirective<List<String>> words(
            String name,
            UnaryOperator<List<String>> check,
            List<String> byDefault,
            List<String> aliases,
            Trait[] traits) {
        return words(name, check, byDefault, aliases, traits, Integer.MAX_VALUE);
    }

    /** Words of which so many go into one line. */
    private static SpecialDirective<List<String>> words(
            String name,
            UnaryOperator<List<String>> check,
            List<String> byDefault,
            List<String> aliases,
            Trait[] traits,
            int perLine) {
        SpecialDirective.Syntax<List<String>> syntax = new SpecialDirective.Syntax<>() {
            @Override
            public List<String> parse(List<String> words, List<String> before) {
                return List.copyOf(check.apply(words));
            }

            @Override
            public String text(List<String> value) {
                return String.join(" ", value);
            }

            @Override
            public List<String> lines(List<String> value) {
                if (value.isEmpty()) {
                    return name.equals("replicaof") ? List.of() : List.of("\"\"");
                }
                List<String> lines = new ArrayList<>();
                for (int i = 0; i < value.size(); i += Math.min(perLine, value.size())) {
                    List<String> part = value.subList(i, Math.min(value.size(), perLine == 2 ? i + 2 : value.size()));
                    lines.add(part.stream()
                            .map(Quoting::quote)
                            .reduce((a, b) -> a + " " + b)
                            .orElseThrow());
                }
                return lines;
            }
        };
        return new SpecialDirective<>(name, syntax, byDefault, aliases, traits);
    }

    private static boolean isEmpty(List<String> words) {
        return words.size() == 1 && words.getFirst().isEmpty();
    }

    private static List<String> signals(List<String> words) {
        List<String> result = new ArrayList<>();
        if (words.isEmpty()
                || !words.stream().map(w -> w.toLowerCase(Locale.ROOT)).allMatch(SIGNALS::contains)) {
            throw new ConfigRejectedException(
                    "argument(s) must be one of the following: " + String.join(", ", SIGNALS));
        }
        for (String signal : SIGNALS) {
            if (words.stream().anyMatch(signal::equalsIgnoreCase)) {
                result.add(signal);
            }
        }
        if (result.contains("save") && result.contains("nosave")) {
            throw new ConfigRejectedException("shutdown options SAVE and NOSAVE can't be used simultaneously");
        }
        if (result.size() > 1) {
            result.remove("default");
        }
        return result;
    }

    private static List<String> save(List<String> words) {
        List<String> rest = isEmpty(words) ? List.of() : words;
        boolean valid = rest.size() % 2 == 0;
        for (int i = 0; i < rest.size() && valid; i++) {
            valid = number(rest.get(i)) >= 1 - i % 2;
        }
        if (!valid) {
            throw new ConfigRejectedException("Invalid save parameters");
        }
        return rest.stream().map(word -> Long.toString(number(word))).toList();
    }

    /** A number as C reads it, or the least one if it is none. */
    private static long number(String word) {
        try {
            return Long.parseLong(word.strip());
        } catch (NumberFormatException none) {
            return Long.MIN_VALUE;
        }
    }

    private static List<String> oomScores(List<String> words) {
        if (words.size() != 3) {
            throw new ConfigRejectedException("wrong number of arguments");
        }
        for (String word : words) {
            if (number(word) < -2000 || number(word) > 2000) {
                throw new ConfigRejectedException(
                        "Invalid oom-score-adj-values, elements must be between -2000 and 2000.");
            }
        }
        return words.stream().map(word -> Long.toString(number(word))).toList();
    }

    private static List<String> events(List<String> words) {
        if (words.size() != 1) {
            throw new ConfigRejectedException("wrong number of arguments");
        }
        String flags = words.getFirst();
        for (int i = 0; i < flags.length(); i++) {
            if (EVENTS.indexOf(flags.charAt(i)) < 0 && LATER_EVENTS.indexOf(flags.charAt(i)) < 0) {
                throw new ConfigRejectedException("Invalid event class character. Use '" + EVENTS + "'.");
            }
        }
        // Redis shows the classes in an order of its own, A for all those that it stands for.
        String classes = "g$lshzxetd";
        boolean all = flags.indexOf('A') >= 0 || classes.chars().allMatch(c -> flags.indexOf(c) >= 0);
        StringBuilder shown = new StringBuilder(all ? "A" : "");
        for (char c : ((all ? "" : classes + "n") + "KEm" + LATER_EVENTS).toCharArray()) {
            if (flags.indexOf(c) >= 0) {
                shown.append(c);
            }
        }
        return List.of(shown.toString());
    }

    private static List<String> addresses(List<String> words) {
        if (words.size() > 16) {
            throw new ConfigRejectedException("Too many bind addresses specified.");
        }
        return isEmpty(words) ? List.of() : words;
    }

    private static List<String> primary(List<String> words) {
        if (words.size() != 2) {
            throw new ConfigRejectedException("wrong number of arguments");
        }
        if (words.get(0).equalsIgnoreCase("no") && words.get(1).equalsIgnoreCase("one")) {
            return List.of();
        }
        if (number(words.get(1)) < 0 || number(words.get(1)) > 65535) {
            throw new ConfigRejectedException("Invalid master port");
        }
        return words;
    }

    private static List<String> percentiles(List<String> words) {
        if (isEmpty(words)) {
            return List.of();
        }
        List<String> result = new ArrayList<>();
        for (String word : words) {
            double percentile;
            try {
                percentile = Double.parseDouble(word);
            } catch (NumberFormatException none) {
                throw new ConfigRejectedException("Invalid latency-tracking-info-percentiles parameters");
            }
            if (!(percentile >= 0 && percentile <= 100)) {
                throw new ConfigRejectedException(
                        "latency-tracking-info-percentiles parameters should sit between [0.0,100.0]");
            }
            String text = String.format(Locale.ROOT, "%f", percentile).replaceAll("0+$", "");
            result.add(text.endsWith(".") ? text.substring(0, text.length() - 1) : text);
        }
        return result;
    }

    /** Three classes of clients, each with two sizes and a time; a line changes those it names. */
    private static SpecialDirective<List<String>> limits(String name, Trait[] traits) {
        SpecialDirective.Syntax<List<String>> syntax = new SpecialDirective.Syntax<>() {
            @Override
            public List<String> parse(List<String> words, List<String> before) {
                return merged(words, before);
            }

            @Override
            public String text(List<String> value) {
                return String.join(" ", value);
            }

            @Override
            public List<String> lines(List<String> value) {
                List<String> lines = new ArrayList<>();
                for (String limit : value) {
                    String[] parts = limit.split(" ");
                    String shown = parts[0].equals("slave") ? "replica" : parts[0];
                    lines.add(shown + " " + LongDirective.shortened(Long.parseLong(parts[1])) + " "
                            + LongDirective.shortened(Long.parseLong(parts[2])) + " " + parts[3]);
                }
                return lines;
            }
        };
        List<String> byDefault = List.of("normal 0 0 0", "slave 268435456 67108864 60", "pubsub 33554432 8388608 60");
        return new SpecialDirective<>(name, syntax, byDefault, traits);
    }

    private static List<String> merged(List<String> words, List<String> before) {
        if (words.size() % 4 != 0) {
            throw new ConfigRejectedException("Wrong number of arguments in buffer limit configuration.");
        }
        Map<String, String> limits = new LinkedHashMap<>();
        for (String limit : before) {
            limits.put(limit.substring(0, limit.indexOf(' ')), limit);
        }
        for (int i = 0; i < words.size(); i += 4) {
            String given = words.get(i).toLowerCase(Locale.ROOT);
            String type = given.equals("replica") ? "slave" : given;
            if (!limits.containsKey(type)) {
                throw new ConfigRejectedException("Invalid client class specified in buffer limit configuration.");
            }
            try {
                long seconds = number(words.get(i + 3));
                if (seconds < 0) {
                    throw new NumberFormatException();
                }
                limits.put(
                        type,
                        type + " " + Long.toUnsignedString(LongDirective.sizeOf(words.get(i + 1))) + " "
                                + Long.toUnsignedString(LongDirective.sizeOf(words.get(i + 2))) + " " + seconds);
            } catch (NumberFormatException none) {
                throw new ConfigRejectedException(
                        "Error in hard, soft or soft_seconds setting in buffer limit configuration.");
            }
        }
        return List.copyOf(limits.values());
    }
}
