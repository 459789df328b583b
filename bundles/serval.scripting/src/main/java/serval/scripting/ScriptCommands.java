package serval.scripting;

import static serval.sdk.command.CommandFlag.ALLOW_BUSY;
import static serval.sdk.command.CommandFlag.LOADING;
import static serval.sdk.command.CommandFlag.NOSCRIPT;
import static serval.sdk.command.CommandFlag.STALE;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Token;
import serval.sdk.reply.CommandError;

/** SCRIPT: the store of scripts. */
@Component
public final class ScriptCommands implements CommandFamily {
    private static final Token ASYNC = Token.of("ASYNC");
    private static final Token SYNC = Token.of("SYNC");
    private static final Token NO = Token.of("NO");
    private static final Token YES = Token.of("YES");
    private static final String[] HELP_LINES = {
        "SCRIPT <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
        "DEBUG (YES|SYNC|NO)",
        "    Set the debug mode for subsequent scripts executed.",
        "EXISTS <sha1> [<sha1> ...]",
        "    Return information about the existence of the scripts in the script cache.",
        "FLUSH [ASYNC|SYNC]",
        "    Flush the Lua scripts cache. Very dangerous on replicas.",
        "    When called without the optional mode argument, the behavior is determined by the",
        "    lazyfree-lazy-user-flush configuration directive. Valid modes are:",
        "    * ASYNC: Asynchronously flush the scripts cache.",
        "    * SYNC: Synchronously flush the scripts cache.",
        "KILL",
        "    Kill the currently executing Lua script.",
        "LOAD <script>",
        "    Load a script into the scripts cache without executing it.",
        "HELP",
        "    Print this help."
    };

    static final CommandSpec SCRIPT = CommandSpec.container("SCRIPT")
            .summary("Stands for the commands on scripts.")
            .group("scripting")
            .since("2.6.0")
            .complexity("Depends on subcommand.")
            .build();

    static final CommandSpec DEBUG = SCRIPT.subcommand("DEBUG <YES | SYNC | NO>")
            .summary("Turns the debugger on or off, which is not there.")
            .since("3.2.0")
            .complexity("O(1)")
            .flags(NOSCRIPT)
            .groups("mode")
            .build();

    static final CommandSpec EXISTS = SCRIPT.subcommand("EXISTS sha1 [sha1 ...]")
            .summary("Tells which scripts are known.")
            .since("2.6.0")
            .complexity(
                    "O(N) with N being the number of scripts to check (so checking a single script is an O(1) operation).")
            .flags(NOSCRIPT)
            .tips("request_policy:all_shards", "response_policy:agg_logical_and")
            .build();

    static final CommandSpec FLUSH = SCRIPT.subcommand("FLUSH [ASYNC | SYNC]")
            .summary("Forgets all scripts.")
            .since("2.6.0")
            .complexity("O(N) with N being the number of scripts in cache")
            .flags(NOSCRIPT)
            .groups("flush-type")
            .argumentSince("flush-type", "6.2.0")
            .tips("request_policy:all_nodes", "response_policy:all_succeeded")
            .changed("6.2.0", "Added the `ASYNC` and `SYNC` flushing mode modifiers.")
            .build();

    static final CommandSpec HELP = SCRIPT.subcommand("HELP")
            .summary("Tells what can be said.")
            .since("5.0.0")
            .complexity("O(1)")
            .flags(LOADING, STALE)
            .build();

    static final CommandSpec KILL = SCRIPT.subcommand("KILL")
            .summary("Ends the script that keeps the server busy.")
            .since("2.6.0")
            .complexity("O(1)")
            .flags(NOSCRIPT, ALLOW_BUSY)
            .tips("request_policy:all_shards", "response_policy:one_succeeded")
            .build();

    static final CommandSpec LOAD = SCRIPT.subcommand("LOAD script")
            .summary("Makes a script known without running it.")
            .since("2.6.0")
            .complexity("O(N) with N being the length in bytes of the script body.")
            .flags(NOSCRIPT, STALE)
            .tips("request_policy:all_nodes", "response_policy:all_succeeded")
            .build();

    static final CommandSpec SHOW = SCRIPT.subcommand("SHOW sha1")
            .summary("Answers the text of a script.")
            .since("8.0.0")
            .complexity("O(1)")
            .flags(NOSCRIPT)
            .build();

    private final Runner runner;
    private final Scripts scripts;

    /** Creates the commands. */
    @Activate
    public ScriptCommands(@Reference Runner runner, @Reference Scripts scripts) {
        this.runner = runner;
        this.scripts = scripts;
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(DEBUG, this::debug)
                .add(EXISTS, this::exists)
                .add(FLUSH, this::flush)
                .add(HELP, this::help)
                .add(KILL, call -> runner.kill(call, false))
                .add(LOAD, this::load)
                .add(SHOW, this::show)
                .build();
    }

    void debug(Call call) {
        if (call.is(2, NO)) {
            call.reply().ok();
        } else if (call.is(2, YES) || call.is(2, SYNC)) {
            throw ScriptErrors.NO_DEBUGGER.exception();
        } else {
            throw CommandError.of("ERR Use SCRIPT DEBUG YES/SYNC/NO").exception();
        }
    }

    void exists(Call call) {
        call.reply().array(call.count() - 2);
        for (int i = 2; i < call.count(); i++) {
            call.reply().integer(scripts.find(call.text(i)) == null ? 0 : 1);
        }
    }

    void flush(Call call) {
        if (call.count() > 3 || call.count() == 3 && !call.is(2, ASYNC) && !call.is(2, SYNC)) {
            throw ScriptErrors.BAD_SCRIPT_FLUSH.exception();
        }
        scripts.clear();
        call.reply().ok();
    }

    void help(Call call) {
        call.reply().array(HELP_LINES.length);
        for (String line : HELP_LINES) {
            call.reply().status(line);
        }
    }

    void load(Call call) {
        call.reply().bulk(scripts.load(call.copy(2)).sha());
    }

    void show(Call call) {
        Scripts.Script script = scripts.find(call.text(2));
        if (script == null) {
            throw ScriptErrors.NO_SCRIPT.exception();
        }
        call.reply().bulk(script.source());
    }
}
