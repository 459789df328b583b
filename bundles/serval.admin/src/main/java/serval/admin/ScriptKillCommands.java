package serval.admin;

import static serval.sdk.command.CommandFlag.ALLOW_BUSY;
import static serval.sdk.command.CommandFlag.NOSCRIPT;
import static serval.sdk.command.CommandFlag.WRITE;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Token;
import serval.sdk.reply.CommandError;
import serval.spi.engine.Executor;

/**
 * What a server without scripts answers of SCRIPT and FUNCTION: there are none, and what runs too long can be ended.
 */
@Component
public final class ScriptKillCommands implements CommandFamily {
    private static final Token ASYNC = Token.of("ASYNC");
    private static final Token SYNC = Token.of("SYNC");
    private static final Token WITHCODE = Token.of("WITHCODE");
    private static final Token LIBRARYNAME = Token.of("LIBRARYNAME");
    private static final CommandError NOT_BUSY = CommandError.of("NOTBUSY No scripts in execution right now.");
    private static final CommandError KILLED_BY_SCRIPT =
            CommandError.of("ERR Error running script: Script killed by user with SCRIPT KILL.");
    private static final CommandError KILLED_BY_FUNCTION =
            CommandError.of("ERR Error running script: Script killed by user with FUNCTION KILL.");
    private static final CommandError BAD_SCRIPT_FLUSH =
            CommandError.of("ERR SCRIPT FLUSH only support SYNC|ASYNC option");
    private static final CommandError BAD_FUNCTION_FLUSH =
            CommandError.of("ERR FUNCTION FLUSH only supports SYNC|ASYNC option");
    private static final CommandError NO_LIBRARY_NAME = CommandError.of("ERR library name argument was not given");

    static final CommandSpec SCRIPT = CommandSpec.container("SCRIPT")
            .summary("Stands for the commands on scripts.")
            .group("scripting")
            .since("2.6.0")
            .complexity("Depends on subcommand.")
            .build();

    static final CommandSpec SCRIPT_EXISTS = SCRIPT.subcommand("EXISTS sha1 [sha1 ...]")
            .summary("Tells which scripts are known.")
            .since("2.6.0")
            .complexity(
                    "O(N) with N being the number of scripts to check (so checking a single script is an O(1) operation).")
            .flags(NOSCRIPT)
            .tips("request_policy:all_shards", "response_policy:agg_logical_and")
            .build();

    static final CommandSpec SCRIPT_FLUSH = SCRIPT.subcommand("FLUSH [ASYNC | SYNC]")
            .summary("Forgets all scripts.")
            .since("2.6.0")
            .complexity("O(N) with N being the number of scripts in cache")
            .flags(NOSCRIPT)
            .groups("flush-type")
            .argumentSince("flush-type", "6.2.0")
            .tips("request_policy:all_nodes", "response_policy:all_succeeded")
            .changed("6.2.0", "Added the `ASYNC` and `SYNC` flushing mode modifiers.")
            .build();

    static final CommandSpec SCRIPT_KILL = SCRIPT.subcommand("KILL")
            .summary("Ends the script that keeps the server busy.")
            .since("2.6.0")
            .complexity("O(1)")
            .flags(NOSCRIPT, ALLOW_BUSY)
            .tips("request_policy:all_shards", "response_policy:one_succeeded")
            .build();

    static final CommandSpec FUNCTION = CommandSpec.container("FUNCTION")
            .summary("Stands for the commands on functions.")
            .group("scripting")
            .since("7.0.0")
            .complexity("Depends on subcommand.")
            .build();

    static final CommandSpec FUNCTION_FLUSH = FUNCTION.subcommand("FLUSH [ASYNC | SYNC]")
            .summary("Forgets all functions.")
            .since("7.0.0")
            .complexity("O(N) where N is the number of functions deleted")
            .flags(WRITE, NOSCRIPT)
            .groups("flush-type")
            .tips("request_policy:all_shards", "response_policy:all_succeeded")
            .build();

    static final CommandSpec FUNCTION_LIST = FUNCTION.subcommand("LIST [LIBRARYNAME library-name-pattern] [WITHCODE]")
            .summary("Lists the libraries of functions.")
            .since("7.0.0")
            .complexity("O(N) where N is the number of functions")
            .flags(NOSCRIPT)
            .tips("nondeterministic_output_order")
            .build();

    static final CommandSpec FUNCTION_KILL = FUNCTION.subcommand("KILL")
            .summary("Ends the function that keeps the server busy.")
            .since("7.0.0")
            .complexity("O(1)")
            .flags(NOSCRIPT, ALLOW_BUSY)
            .tips("request_policy:all_shards", "response_policy:one_succeeded")
            .build();

    private final Executor executor;

    /** Creates the commands. */
    @Activate
    public ScriptKillCommands(@Reference Executor executor) {
        this.executor = executor;
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(SCRIPT_EXISTS, this::exists)
                .add(SCRIPT_FLUSH, call -> flush(call, BAD_SCRIPT_FLUSH))
                .add(SCRIPT_KILL, call -> kill(call, KILLED_BY_SCRIPT))
                .add(FUNCTION_FLUSH, call -> flush(call, BAD_FUNCTION_FLUSH))
                .add(FUNCTION_LIST, this::list)
                .add(FUNCTION_KILL, call -> kill(call, KILLED_BY_FUNCTION))
                .build();
    }

    void exists(Call call) {
        call.reply().array(call.count() - 2);
        for (int i = 2; i < call.count(); i++) {
            call.reply().integer(0);
        }
    }

    private static void flush(Call call, CommandError bad) {
        if (call.count() > 3 || call.count() == 3 && !call.is(2, ASYNC) && !call.is(2, SYNC)) {
            throw bad.exception();
        }
        call.reply().ok();
    }

    private void kill(Call call, CommandError reason) {
        if (!executor.kill(reason)) {
            throw NOT_BUSY.exception();
        }
        call.reply().ok();
    }

    void list(Call call) {
        for (int i = 2; i < call.count(); i++) {
            if (call.is(i, LIBRARYNAME)) {
                if (++i == call.count()) {
                    throw NO_LIBRARY_NAME.exception();
                }
            } else if (!call.is(i, WITHCODE)) {
                throw CommandError.of("ERR Unknown argument " + call.text(i)).exception();
            }
        }
        call.reply().array(0);
    }
}
