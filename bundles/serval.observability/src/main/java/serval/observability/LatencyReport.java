package serval.observability;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What LATENCY DOCTOR says: each event's figures, and what is usually done about such. */
final class LatencyReport {
    private LatencyReport() {}

    static String of(LatencyMonitor monitor) {
        if (!monitor.isOn() && monitor.events().isEmpty()) {
            return "The latency monitor is off, so there is nothing to look at. CONFIG SET latency-monitor-threshold"
                    + " <milliseconds> turns it on.\n";
        }
        if (monitor.events().isEmpty()) {
            return "No spike of latency was seen since the latency monitor was turned on or reset.\n";
        }
        StringBuilder out = new StringBuilder("Latency spikes, by event:\n\n");
        Set<String> advice = new TreeSet<>();
        int number = 1;
        for (Map.Entry<String, LatencyMonitor.Series> event : monitor.events().entrySet()) {
            describe(out, number++, event.getKey(), event.getValue());
            advice.add(advice(event.getKey()));
        }
        out.append("\nWhat to look at:\n\n");
        advice.forEach(line -> out.append("- ").append(line).append('\n'));
        return out.toString();
    }

    private static void describe(StringBuilder out, int number, String event, LatencyMonitor.Series series) {
        int size = series.size();
        long sum = 0;
        long worst = 0;
        for (int i = 0; i < size; i++) {
            sum += series.millis(i);
            worst = Math.max(worst, series.millis(i));
        }
        double mean = (double) sum / size;
        double deviation = 0;
        for (int i = 0; i < size; i++) {
            deviation += Math.abs(series.millis(i) - mean);
        }
        double period = (double) (series.time(size - 1) - series.time(0)) / size;
        out.append(String.format(
                Locale.ROOT,
                "%d. %s: %d latency spikes (average %.0fms, mean deviation %.0fms, period %.2f sec)."
                        + " Worst all time event %dms.%n",
                number,
                event,
                size,
                mean,
                deviation / size,
                period,
                Math.max(worst, series.highest())));
    }

    private static String advice(String event) {
        return switch (event) {
            case "command" -> "SLOWLOG GET names the slow calls; slowlog-log-slower-than decides which are kept.";
            case "fast-command" ->
                "Even commands that take next to no time were slow: the machine or the collector stood in the way.";
            case "expire-cycle" -> "Many keys expire at the same moment; spread their expiry.";
            case "eviction-cycle", "eviction-del" -> "Much has to be evicted at once; look at maxmemory.";
            default -> "The event " + event + " takes its time.";
        };
    }
}
