package serval.observability;

/** A small drawing of an event's samples: a column each, filled, with its age written downwards below it. */
final class Sparkline {
    private static final int COLUMNS = 80;
    private static final int ROWS = 4;
    /** The top of a column within a row: low, middle, full. */
    private static final String TOPS = "_o#";

    private Sparkline() {}

    static String draw(String event, LatencyMonitor.Series series, long now) {
        long high = 0;
        long low = Long.MAX_VALUE;
        for (int i = 0; i < series.size(); i++) {
            high = Math.max(high, series.millis(i));
            low = Math.min(low, series.millis(i));
        }
        StringBuilder out = new StringBuilder();
        out.append(event).append(" - high ").append(high).append(" ms, low ").append(low);
        out.append(" ms (all time high ").append(series.highest()).append(" ms)\n");
        out.append("-".repeat(COLUMNS)).append('\n');
        for (int from = 0; from < series.size(); from += COLUMNS) {
            int to = Math.min(from + COLUMNS, series.size());
            columns(out, series, from, to, low, high);
            ages(out, series, from, to, now);
        }
        return out.toString();
    }

    private static void columns(
            StringBuilder out, LatencyMonitor.Series series, int from, int to, long low, long high) {
        int levels = ROWS * TOPS.length();
        for (int row = ROWS - 1; row >= 0; row--) {
            for (int i = from; i < to; i++) {
                double share = high == low ? 1 : (double) (series.millis(i) - low) / (high - low);
                int level = (int) Math.round(share * (levels - 1)) - row * TOPS.length();
                if (level < 0) {
                    out.append(' ');
                } else {
                    out.append(level >= TOPS.length() ? '|' : TOPS.charAt(level));
                }
            }
            out.append('\n');
        }
    }

    private static void ages(StringBuilder out, LatencyMonitor.Series series, int from, int to, long now) {
        String[] labels = new String[to - from];
        int longest = 0;
        for (int i = from; i < to; i++) {
            labels[i - from] = age(now - series.time(i));
            longest = Math.max(longest, labels[i - from].length());
        }
        for (int line = 0; line < longest; line++) {
            for (String label : labels) {
                out.append(line < label.length() ? label.charAt(line) : ' ');
            }
            out.append('\n');
        }
    }

    private static String age(long seconds) {
        if (seconds < 60) {
            return Math.max(0, seconds) + "s";
        }
        if (seconds < 3600) {
            return seconds / 60 + "m";
        }
        return seconds < 86_400 ? seconds / 3600 + "h" : seconds / 86_400 + "d";
    }
}
