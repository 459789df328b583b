package serval.observability;

import static serval.sdk.command.CommandFlag.ADMIN;
import static serval.sdk.command.CommandFlag.LOADING;
import static serval.sdk.command.CommandFlag.NOSCRIPT;
import static serval.sdk.command.CommandFlag.STALE;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.Reply;
import serval.spi.engine.CommandEntry;
import serval.spi.engine.Commands;

/** Where time was spent: LATENCY. */
@Component
public final class LatencyCommands implements CommandFamily {
    static final CommandSpec LATENCY = CommandSpec.container("LATENCY")
            .summary("Stands for the commands on latency.")
            .group("server")
            .since("2.8.13")
            .complexity("Depends on subcommand.")
            .build();

    static final CommandSpec DOCTOR = asking("DOCTOR")
            .summary("Says what the samples of latency amount to.")
            .complexity("O(1)")
            .build();

    static final CommandSpec GRAPH = asking("GRAPH event")
            .summary("Draws an event's samples.")
            .complexity("O(1)")
            .build();

    static final CommandSpec HELP = LATENCY.subcommand("HELP")
            .summary("Tells the subcommands and what they do.")
            .since("2.8.13")
            .complexity("O(1)")
            .flags(LOADING, STALE)
            .build();

    static final CommandSpec HISTOGRAM = asking("HISTOGRAM [command [command ...]]")
            .summary("Tells how often commands took how long.")
            .since("7.0.0")
            .complexity("O(N) where N is the number of commands with latency information being retrieved.")
            .build();

    static final CommandSpec HISTORY = asking("HISTORY event")
            .summary("Tells an event's samples.")
            .complexity("O(1)")
            .build();

    static final CommandSpec LATEST = asking("LATEST")
            .summary("Tells the last sample of each event.")
            .complexity("O(1)")
            .build();

    static final CommandSpec RESET = LATENCY.subcommand("RESET [event [event ...]]")
            .summary("Forgets the samples of some events, or of all.")
            .since("2.8.13")
            .complexity("O(1)")
            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
            .tips("request_policy:all_nodes", "response_policy:agg_sum")
            .build();

    private final LatencyMonitor monitor;
    private final Commands commands;

    /** Creates the commands over a monitor and the table whose statistics HISTOGRAM shows. */
    @Activate
    public LatencyCommands(@Reference LatencyMonitor monitor, @Reference Commands commands) {
        this.monitor = monitor;
        this.commands = commands;
    }

    private static CommandSpec.Builder asking(String line) {
        return LATENCY.subcommand(line)
                .since("2.8.13")
                .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                .tips("nondeterministic_output", "request_policy:all_nodes", "response_policy:special");
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(DOCTOR, this::doctor)
                .add(GRAPH, this::graph)
                .add(HELP, this::help)
                .add(HISTOGRAM, this::histogram)
                .add(HISTORY, this::history)
                .add(LATEST, this::latest)
                .add(RESET, this::reset)
                .build();
    }

    void doctor(Call call) {
        verbatim(call, LatencyReport.of(monitor));
    }

    void graph(Call call) {
        String event = call.text(2);
        LatencyMonitor.Series series = monitor.events().get(event);
        if (series == null) {
            throw CommandError.of("ERR No samples available for event '" + event + "'")
                    .exception();
        }
        verbatim(call, Sparkline.draw(event, series, call.now() / 1000));
    }

    private static void verbatim(Call call, String text) {
        call.reply().verbatim("txt", text.getBytes(StandardCharsets.UTF_8));
    }

    void history(Call call) {
        LatencyMonitor.Series series = monitor.events().get(call.text(2));
        Reply reply = call.reply();
        if (series == null) {
            reply.array(0);
            return;
        }
        reply.array(series.size());
        for (int i = 0; i < series.size(); i++) {
            reply.array(2);
            reply.integer(series.time(i));
            reply.integer(series.millis(i));
        }
    }

    void latest(Call call) {
        Reply reply = call.reply();
        reply.array(monitor.events().size());
        monitor.events().forEach((event, series) -> {
            int last = series.size() - 1;
            reply.array(4);
            reply.bulk(event);
            reply.integer(series.time(last));
            reply.integer(series.millis(last));
            reply.integer(series.highest());
        });
    }

    void reset(Call call) {
        int count = 0;
        if (call.count() == 2) {
            count = monitor.events().size();
            monitor.events().clear();
        }
        for (int i = 2; i < call.count(); i++) {
            count += monitor.events().remove(call.text(i)) == null ? 0 : 1;
        }
        call.reply().integer(count);
    }

    void histogram(Call call) {
        Reply reply = call.reply();
        reply.openMap();
        long shown = 0;
        if (call.count() == 2) {
            shown = histograms(reply, commands.all());
        }
        for (int i = 2; i < call.count(); i++) {
            CommandEntry entry = commands.find(call.text(i));
            if (entry != null) {
                shown += histogram(reply, entry) + histograms(reply, entry.subcommands());
            }
        }
        reply.close(shown);
    }

    private static long histograms(Reply reply, Collection<CommandEntry> entries) {
        long shown = 0;
        for (CommandEntry entry : entries) {
            shown += histogram(reply, entry) + histograms(reply, entry.subcommands());
        }
        return shown;
    }

    private static int histogram(Reply reply, CommandEntry entry) {
        long[] bins = entry.statistics().histogram();
        if (bins == null) {
            return 0;
        }
        long total = 0;
        for (long count : bins) {
            total += count;
        }
        reply.bulk(entry.spec().name());
        reply.map(2);
        reply.bulk("calls");
        reply.integer(total);
        reply.bulk("histogram_usec");
        reply.openMap();
        long pairs = 0;
        long below = 0;
        for (int bin = 0; bin < bins.length; bin++) {
            if (bins[bin] > 0) {
                below += bins[bin];
                reply.integer(Bins.upperNanos(bin) / 1000);
                reply.integer(below);
                pairs++;
            }
        }
        reply.close(pairs);
        return 1;
    }

    void help(Call call) {
        Help.answer(
                call,
                List.of(
                        "DOCTOR",
                        "    Say what the samples amount to.",
                        "GRAPH <event>",
                        "    Draw the samples of <event>.",
                        "HISTORY <event>",
                        "    Tell the samples of <event>.",
                        "LATEST",
                        "    Tell the last sample of each event.",
                        "RESET [<event> ...]",
                        "    Forget the samples of some events, or of all.",
                        "HISTOGRAM [COMMAND ...]",
                        "    Tell how often commands took how long; without names, of all."));
    }
}
