package serval.admin.info;

import java.util.Collection;
import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.spi.engine.CommandEntry;
import serval.spi.engine.CommandStatistics;
import serval.spi.engine.Commands;
import serval.spi.info.InfoSection;
import serval.spi.info.InfoWriter;

/** Calls, time, refusals and failures of each command that was called. */
@Component
public final class CommandstatsSection implements InfoSection {
    private final Commands commands;

    /** Reads from this table. */
    @Activate
    public CommandstatsSection(@Reference Commands commands) {
        this.commands = commands;
    }

    @Override
    public String section() {
        return "commandstats";
    }

    @Override
    public int order() {
        return 900;
    }

    @Override
    public boolean isDefault() {
        return false;
    }

    @Override
    public void write(InfoWriter out) {
        write(out, commands.all());
    }

    private static void write(InfoWriter out, Collection<CommandEntry> entries) {
        for (CommandEntry entry : entries) {
            CommandStatistics now = entry.statistics();
            if (now.calls() > 0 || now.failedCalls() > 0 || now.rejectedCalls() > 0) {
                double each = now.calls() == 0 ? 0 : (double) now.micros() / now.calls();
                out.field(
                        "cmdstat_" + safe(entry.spec().name()),
                        String.format(
                                Locale.ROOT,
                                "calls=%d,usec=%d,usec_per_call=%.2f,rejected_calls=%d,failed_calls=%d",
                                now.calls(),
                                now.micros(),
                                each,
                                now.rejectedCalls(),
                                now.failedCalls()));
            }
            write(out, entry.subcommands());
        }
    }

    /** A name that cannot be taken for anything else in INFO. */
    static String safe(String name) {
        return name.replaceAll("[#:\r\n]", "_");
    }
}
