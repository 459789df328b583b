package serval.rdb;

import java.util.ArrayList;
import java.util.List;
import serval.sdk.config.ConfigRejectedException;
import serval.sdk.config.SpecialDirective;

/**
 * A line {@code save}: after so many seconds with at least so many changes the dataset is saved.
 *
 * @param seconds at least 1
 * @param changes at least 0
 */
record SavePoint(long seconds, long changes) {
    /** What holds if nothing is configured. */
    static final List<SavePoint> USUAL =
            List.of(new SavePoint(3600, 1), new SavePoint(300, 100), new SavePoint(60, 10_000));

    /** Pairs of numbers; an empty word for none. */
    static final class Syntax implements SpecialDirective.Syntax<List<SavePoint>> {
        @Override
        public List<SavePoint> parse(List<String> words, List<SavePoint> before) {
            if (words.size() == 1 && words.getFirst().isEmpty()) {
                return List.of();
            }
            if (words.size() % 2 != 0) {
                throw new ConfigRejectedException("Invalid save parameters");
            }
            List<SavePoint> points = new ArrayList<>();
            for (int i = 0; i < words.size(); i += 2) {
                points.add(new SavePoint(number(words.get(i), 1), number(words.get(i + 1), 0)));
            }
            return List.copyOf(points);
        }

        private static long number(String word, long least) {
            long number;
            try {
                number = Long.parseLong(word.strip());
            } catch (NumberFormatException none) {
                number = Long.MIN_VALUE;
            }
            if (number < least) {
                throw new ConfigRejectedException("Invalid save parameters");
            }
            return number;
        }

        @Override
        public String text(List<SavePoint> value) {
            StringBuilder text = new StringBuilder();
            for (SavePoint point : value) {
                text.append(text.isEmpty() ? "" : " ")
                        .append(point.seconds)
                        .append(' ')
                        .append(point.changes);
            }
            return text.toString();
        }

        @Override
        public List<String> lines(List<SavePoint> value) {
            return value.isEmpty()
                    ? List.of("\"\"")
                    : value.stream()
                            .map(point -> point.seconds + " " + point.changes)
                            .toList();
        }
    }
}
