package serval.observability;

import static serval.sdk.command.CommandFlag.ADMIN;
import static serval.sdk.command.CommandFlag.LOADING;
import static serval.sdk.command.CommandFlag.STALE;

import java.util.Iterator;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.sdk.command.Argument;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.Reply;

/** What took long: SLOWLOG. */
@Component
public final class SlowLogCommands implements CommandFamily {
    private static final long DEFAULT_COUNT = 10;
    private static final CommandError BAD_COUNT = CommandError.of("ERR count should be greater than or equal to -1");

    static final CommandSpec SLOWLOG = CommandSpec.container("SLOWLOG")
            .summary("Stands for the commands on the slow log.")
            .group("server")
            .since("2.2.12")
            .complexity("Depends on subcommand.")
            .build();

    static final CommandSpec GET = SLOWLOG.subcommand("GET [count]")
            .summary("Tells the newest entries of the slow log.")
            .since("2.2.12")
            .complexity("O(N) where N is the number of entries returned")
            .flags(ADMIN, LOADING, STALE)
            .type("count", Argument.Type.INTEGER)
            .tips("request_policy:all_nodes", "nondeterministic_output")
            .changed("4.0.0", "Added client IP address, port and name to the reply.")
            .build();

    static final CommandSpec HELP = SLOWLOG.subcommand("HELP")
            .summary("Tells the subcommands and what they do.")
            .since("6.2.0")
            .complexity("O(1)")
            .flags(LOADING, STALE)
            .build();

    static final CommandSpec LEN = SLOWLOG.subcommand("LEN")
            .summary("Counts the entries of the slow log.")
            .since("2.2.12")
            .complexity("O(1)")
            .flags(ADMIN, LOADING, STALE)
            .tips("request_policy:all_nodes", "response_policy:agg_sum", "nondeterministic_output")
            .build();

    static final CommandSpec RESET = SLOWLOG.subcommand("RESET")
            .summary("Empties the slow log.")
            .since("2.2.12")
            .complexity("O(N) where N is the number of entries in the slowlog")
            .flags(ADMIN, LOADING, STALE)
            .tips("request_policy:all_nodes", "response_policy:all_succeeded")
            .build();

    private final SlowLog log;

    /** Creates the commands over a log. */
    @Activate
    public SlowLogCommands(@Reference SlowLog log) {
        this.log = log;
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(GET, this::get)
                .add(HELP, this::help)
                .add(LEN, call -> call.reply().integer(log.entries().size()))
                .add(RESET, this::reset)
                .build();
    }

    void get(Call call) {
        if (call.count() > 3) {
            throw CommandError.of("ERR unknown subcommand or wrong number of arguments for '" + call.text(1)
                            + "'. Try SLOWLOG HELP.")
                    .exception();
        }
        long count = DEFAULT_COUNT;
        if (call.count() == 3) {
            count = call.asLong(2, -1, Long.MAX_VALUE, BAD_COUNT);
        }
        int size = log.entries().size();
        int shown = count < 0 || count > size ? size : (int) count;
        Reply reply = call.reply();
        reply.array(shown);
        Iterator<SlowLog.Entry> entries = log.entries().iterator();
        for (int i = 0; i < shown; i++) {
            SlowLog.Entry entry = entries.next();
            reply.array(6);
            reply.integer(entry.id());
            reply.integer(entry.time());
            reply.integer(entry.micros());
            reply.array(entry.words().length);
            for (byte[] word : entry.words()) {
                reply.bulk(word);
            }
            reply.bulk(entry.address());
            reply.bulk(entry.name());
        }
    }

    void reset(Call call) {
        log.reset();
        call.reply().ok();
    }

    void help(Call call) {
        Help.answer(
                call,
                List.of(
                        "GET [<count>]",
                        "    Tell the newest <count> entries (default: 10, -1 means all). Of each:",
                        "    number, time, microseconds taken, words, the client's address and name.",
                        "LEN",
                        "    Count the entries.",
                        "RESET",
                        "    Forget all entries."));
    }
}
