package serval.launcher;

import java.util.ArrayList;
import java.util.List;

/**
 * The order in which bundles start: lines of {@code <level> <symbolic name>}, where a name may end in {@code *}.
 *
 * <p>The first line that fits decides; a bundle that no line names starts at {@link #DEFAULT}.
 */
final class StartLevels {
    static final int DEFAULT = 50;
    static final int LAST = 100;

    private record Rule(int level, String name, boolean isPrefix) {
        boolean fits(String symbolicName) {
            return isPrefix ? symbolicName.startsWith(name) : symbolicName.equals(name);
        }
    }

    private final List<Rule> rules;

    private StartLevels(List<Rule> rules) {
        this.rules = rules;
    }

    /** Throws {@link IllegalArgumentException} with the line when one cannot be read. */
    static StartLevels parse(List<String> lines) {
        List<Rule> rules = new ArrayList<>();
        for (String line : lines) {
            int comment = line.indexOf('#');
            String text = (comment < 0 ? line : line.substring(0, comment)).trim();
            if (!text.isEmpty()) {
                rules.add(rule(text));
            }
        }
        return new StartLevels(rules);
    }

    private static Rule rule(String text) {
        String[] words = text.split("\\s+");
        if (words.length != 2 || !words[0].matches("[1-9][0-9]?")) {
            throw new IllegalArgumentException("start level and symbolic name expected: " + text);
        }
        boolean isPrefix = words[1].endsWith("*");
        String name = isPrefix ? words[1].substring(0, words[1].length() - 1) : words[1];
        return new Rule(Integer.parseInt(words[0]), name, isPrefix);
    }

    int of(String symbolicName) {
        for (Rule rule : rules) {
            if (rule.fits(symbolicName)) {
                return rule.level;
            }
        }
        return DEFAULT;
    }
}
