package serval.config;

import java.util.ArrayList;
import java.util.List;

/**
 * A line of a configuration.
 *
 * @param number counted from 1, over the file, standard input and the command line's options together
 * @param text the line without blanks around it
 */
record Line(int number, String text) {
    /** The lines of a text that are neither empty nor comments. */
    static List<Line> of(String text) {
        List<Line> lines = new ArrayList<>();
        String[] all = text.split("\n", -1);
        for (int i = 0; i < all.length; i++) {
            String line = trimmed(all[i]);
            if (!line.isEmpty() && line.charAt(0) != '#') {
                lines.add(new Line(i + 1, line));
            }
        }
        return lines;
    }

    /** A line without blanks around it. */
    static String trimmed(String line) {
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
}
