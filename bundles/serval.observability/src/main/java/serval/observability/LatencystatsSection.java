package serval.observability;

import java.util.Collection;
import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.sdk.config.Directive;
import serval.spi.config.Configuration;
import serval.spi.engine.CommandEntry;
import serval.spi.engine.Commands;
import serval.spi.info.InfoSection;
import serval.spi.info.InfoWriter;

/** Percentiles of each command's latency, those that {@code latency-tracking-info-percentiles} names. */
@Component
public final class LatencystatsSection implements InfoSection {
    private final Commands commands;
    private final Configuration configuration;

    /** Reads from these. */
    @Activate
    public LatencystatsSection(@Reference Commands commands, @Reference Configuration configuration) {
        this.commands = commands;
        this.configuration = configuration;
    }

    @Override
    public String section() {
        return "latencystats";
    }

    @Override
    public int order() {
        return 1100;
    }

    @Override
    public boolean isDefault() {
        return false;
    }

    @Override
    public void write(InfoWriter out) {
        Directive directive = configuration.find("latency-tracking-info-percentiles");
        String text = directive == null ? "50 99 99.9" : directive.text();
        String[] percentiles = text.isBlank() ? new String[0] : text.strip().split(" ");
        write(out, commands.all(), percentiles);
    }

    private static void write(InfoWriter out, Collection<CommandEntry> entries, String[] percentiles) {
        for (CommandEntry entry : entries) {
            long[] bins = entry.statistics().histogram();
            if (bins != null) {
                out.field("latency_percentiles_usec_" + entry.spec().name(), line(bins, percentiles));
            }
            write(out, entry.subcommands(), percentiles);
        }
    }

    private static String line(long[] bins, String[] percentiles) {
        StringBuilder line = new StringBuilder();
        for (String percentile : percentiles) {
            double micros = Bins.percentile(bins, Double.parseDouble(percentile)) / 1000.0;
            line.append(line.isEmpty() ? "p" : ",p")
                    .append(percentile)
                    .append(String.format(Locale.ROOT, "=%.3f", micros));
        }
        return line.toString();
    }
}
