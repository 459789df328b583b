package serval.config;

import java.util.List;
import serval.sdk.config.Quoting;

/**
 * What the words behind the executable's name say: a file, standard input, options.
 *
 * @param file the file as given, empty for none
 * @param stdin whether a configuration is to be read from standard input
 * @param options the options as lines of a configuration
 */
record CommandLine(String file, boolean stdin, String options) {
    /**
     * Reads the words. A first one without dash is the file; {@code -} at either end is standard input; a word
     * with two dashes begins an option unless the one before still lacks its value; {@code --save} may lack it.
     */
    static CommandLine of(List<String> words) {
        String file = !words.isEmpty() && !words.getFirst().startsWith("-") ? words.getFirst() : "";
        StringBuilder options = new StringBuilder();
        boolean stdin = false;
        boolean complete = true;
        for (int i = file.isEmpty() ? 0 : 1; i < words.size(); i++) {
            String word = words.get(i);
            boolean last = i == words.size() - 1;
            if (word.equals("-") && (i == 0 || last)) {
                stdin = true;
            } else if (complete && word.startsWith("--")) {
                options.append(options.isEmpty() ? "" : "\n")
                        .append(word, 2, word.length())
                        .append(' ');
                List<String> parts = Words.split(word);
                complete = parts == null || parts.size() != 1;
                boolean optionNext = !last && words.get(i + 1).startsWith("--");
                if (!complete && word.equalsIgnoreCase("--save") && (last || optionNext)) {
                    options.append("\"\"");
                    complete = !last;
                }
            } else {
                options.append(Quoting.inQuotes(word)).append(' ');
                complete = true;
            }
        }
        return new CommandLine(file, stdin, options.toString());
    }
}
