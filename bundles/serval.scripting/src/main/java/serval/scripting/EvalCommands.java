package serval.scripting;

import static serval.sdk.command.CommandFlag.LONG;
import static serval.sdk.command.CommandFlag.MAY_REPLICATE;
import static serval.sdk.command.CommandFlag.MOVABLEKEYS;
import static serval.sdk.command.CommandFlag.NOSCRIPT;
import static serval.sdk.command.CommandFlag.NO_MANDATORY_KEYS;
import static serval.sdk.command.CommandFlag.READONLY;
import static serval.sdk.command.CommandFlag.SKIP_MONITOR;
import static serval.sdk.command.CommandFlag.STALE;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.RO;
import static serval.sdk.command.KeyFlag.RW;
import static serval.sdk.command.KeyFlag.UPDATE;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.bytes.ByteSlice;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.reply.CommandError;

/** EVAL, EVALSHA and their read-only forms. */
@Component
public final class EvalCommands implements CommandFamily {
    static final CommandSpec EVAL = command("EVAL script numkeys [key [key ...]] [arg [arg ...]]", "2.6.0")
            .summary("Runs a script.")
            .flags(NOSCRIPT, SKIP_MONITOR, MAY_REPLICATE, NO_MANDATORY_KEYS, STALE, MOVABLEKEYS, LONG)
            .keys(RW, ACCESS, UPDATE)
            .keyNotes("We cannot tell how the keys will be used so we assume the worst, RW and UPDATE")
            .build();

    static final CommandSpec EVALSHA = command("EVALSHA sha1 numkeys [key [key ...]] [arg [arg ...]]", "2.6.0")
            .summary("Runs a script that is known, by its SHA-1.")
            .flags(NOSCRIPT, SKIP_MONITOR, MAY_REPLICATE, NO_MANDATORY_KEYS, STALE, MOVABLEKEYS, LONG)
            .keys(RW, ACCESS, UPDATE)
            .build();

    static final CommandSpec EVAL_RO = command("EVAL_RO script numkeys [key [key ...]] [arg [arg ...]]", "7.0.0")
            .summary("Runs a script that only reads.")
            .flags(READONLY, NOSCRIPT, SKIP_MONITOR, NO_MANDATORY_KEYS, STALE, MOVABLEKEYS, LONG)
            .keys(RO, ACCESS)
            .keyNotes("We cannot tell how the keys will be used so we assume the worst, RO and ACCESS")
            .build();

    static final CommandSpec EVALSHA_RO = command("EVALSHA_RO sha1 numkeys [key [key ...]] [arg [arg ...]]", "7.0.0")
            .summary("Runs a script that is known and only reads, by its SHA-1.")
            .flags(READONLY, NOSCRIPT, SKIP_MONITOR, NO_MANDATORY_KEYS, STALE, MOVABLEKEYS, LONG)
            .keys(RO, ACCESS)
            .build();

    private final Runner runner;
    private final Scripts scripts;

    /** Creates the commands. */
    @Activate
    public EvalCommands(@Reference Runner runner, @Reference Scripts scripts) {
        this.runner = runner;
        this.scripts = scripts;
    }

    private static CommandSpec.Builder command(String syntax, String since) {
        return CommandSpec.command(syntax)
                .group("scripting")
                .since(since)
                .complexity("Depends on the script that is executed.");
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(EVAL, call -> eval(call, false))
                .add(EVALSHA, call -> evalsha(call, false))
                .add(EVAL_RO, call -> eval(call, true))
                .add(EVALSHA_RO, call -> evalsha(call, true))
                .build();
    }

    private void eval(Call call, boolean readOnly) {
        int keys = KeyCount.of(call, CommandError.NOT_AN_INTEGER);
        ByteSlice source = call.slice(1);
        Scripts.Script script = scripts.find(scripts.sha(source.array(), source.offset(), source.length()));
        run(call, script == null ? scripts.load(call.copy(1)) : script, keys, readOnly);
    }

    private void evalsha(Call call, boolean readOnly) {
        if (call.length(1) != 40) {
            throw ScriptErrors.NO_SCRIPT.exception();
        }
        int keys = KeyCount.of(call, CommandError.NOT_AN_INTEGER);
        Scripts.Script script = scripts.find(call.text(1));
        if (script == null) {
            throw ScriptErrors.NO_SCRIPT.exception();
        }
        run(call, script, keys, readOnly);
    }

    private void run(Call call, Scripts.Script script, int keys, boolean readOnly) {
        Run run = new Run(runner, call, script.sha(), false, keys);
        run.prepare(script.flags(), readOnly);
        run.run(script.program());
    }
}
