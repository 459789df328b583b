package serval.scripting;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.sdk.command.CommandFlag;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.CommandException;
import serval.sdk.script.ScriptFlag;
import serval.spi.gate.Gate;
import serval.spi.gate.GateCall;
import serval.spi.gate.GateControl;
import serval.spi.gate.GateOrder;
import serval.spi.gate.Origin;
import serval.spi.gate.Verdict;

/**
 * Has the calls of scripts and functions that say what they do refused as the commands are that do it: with the same errors, and in a
 * transaction when they are queued. A script without such a line is refused at its first command that is.
 */
@Component
public final class ScriptFlagsGate implements Gate {
    private final Runner runner;
    private final Scripts scripts;
    private final Libraries libraries;

    /** Creates the gate. */
    @Activate
    public ScriptFlagsGate(@Reference Runner runner, @Reference Scripts scripts, @Reference Libraries libraries) {
        this.runner = runner;
        this.scripts = scripts;
        this.libraries = libraries;
    }

    @Override
    public String name() {
        return "script flags";
    }

    @Override
    public int order() {
        return GateOrder.MEMORY + 1;
    }

    @Override
    public void attach(GateControl control) {
        control.arm(CommandFlag.LONG, true);
    }

    @Override
    public Verdict check(GateCall call) {
        if (call.origin() != Origin.CLIENT || !call.command().spec().group().equals("scripting")) {
            return Verdict.PASS;
        }
        // There is hardly ever anything to refuse, and asking for the flags takes the script's SHA-1.
        boolean memoryIsOut = runner.memoryIsOut();
        CommandError writes = runner.executor().writeRefusal();
        if (!memoryIsOut && writes == null) {
            return Verdict.PASS;
        }
        Set<ScriptFlag> flags = flags(call);
        if (flags == null || flags.contains(ScriptFlag.NO_WRITES)) {
            return Verdict.PASS;
        }
        CommandError refusal =
                memoryIsOut && !flags.contains(ScriptFlag.ALLOW_OOM) ? CommandError.OUT_OF_MEMORY : writes;
        if (refusal == null) {
            return Verdict.PASS;
        }
        call.reply().error(refusal);
        return Verdict.REFUSE;
    }

    /** What a script or function says of itself, or null if it says nothing or is not known. */
    private @Nullable Set<ScriptFlag> flags(GateCall call) {
        byte[] word = call.request().copy(1);
        return switch (call.command().name()) {
            case "eval", "eval_ro" -> ofText(word);
            case "evalsha", "evalsha_ro" -> of(scripts.find(text(word)));
            case "fcall", "fcall_ro" -> {
                Libraries.Function function = libraries.function(text(word));
                yield function == null ? null : function.flags();
            }
            default -> null;
        };
    }

    private @Nullable Set<ScriptFlag> ofText(byte[] source) {
        if (!Shebang.isIn(source)) {
            return null;
        }
        Scripts.Script known = scripts.find(scripts.sha(source, 0, source.length));
        if (known != null) {
            return known.flags();
        }
        try {
            Shebang line = Shebang.of(source, ScriptErrors.BAD_SHEBANG);
            return line == null ? null : line.flags();
        } catch (CommandException wrong) {
            // The command itself will say so.
            return null;
        }
    }

    private static @Nullable Set<ScriptFlag> of(Scripts.@Nullable Script script) {
        return script == null ? null : script.flags();
    }

    private static String text(byte[] word) {
        return new String(word, java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}
