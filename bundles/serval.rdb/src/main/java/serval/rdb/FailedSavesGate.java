package serval.rdb;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.sdk.command.CommandFlag;
import serval.sdk.reply.CommandError;
import serval.spi.gate.Gate;
import serval.spi.gate.GateCall;
import serval.spi.gate.GateControl;
import serval.spi.gate.GateOrder;
import serval.spi.gate.Origin;
import serval.spi.gate.Verdict;

/** Refuses writes while the dataset should be saved and cannot be. */
@Component
public final class FailedSavesGate implements Gate {
    private static final CommandError MISCONF = CommandError.of(
            "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk. Commands"
                    + " that may modify the data set are disabled, because this instance is configured to report errors"
                    + " during writes if RDB snapshotting fails (stop-writes-on-bgsave-error option). Please check the"
                    + " Redis logs for details about the RDB error.");

    private final Saves saves;
    private final RdbDirectives directives;
    private @Nullable GateControl control;

    /** Creates the gate. */
    @Activate
    public FailedSavesGate(@Reference Saves saves, @Reference RdbDirectives directives) {
        this.saves = saves;
        this.directives = directives;
        saves.onChange(this::arm);
    }

    private void arm() {
        if (control != null) {
            control.armAll(saves.hasFailed());
        }
    }

    @Override
    public String name() {
        return "failed saves";
    }

    @Override
    public int order() {
        return GateOrder.PERSISTENCE;
    }

    @Override
    public void attach(GateControl own) {
        control = own;
        arm();
    }

    @Override
    public Verdict check(GateCall call) {
        // Scripts ask before their first change; having made one they go on.
        if (call.origin() != Origin.CLIENT || writeRefusal() == null || !isRefused(call)) {
            return Verdict.PASS;
        }
        call.reply().error(MISCONF);
        return Verdict.REFUSE;
    }

    @Override
    public @Nullable CommandError writeRefusal() {
        return saves.hasFailed() && saves.isConfigured() && directives.stopWrites.value() ? MISCONF : null;
    }

    private static boolean isRefused(GateCall call) {
        return call.runs(CommandFlag.WRITE) || call.command().spec().name().equals("ping");
    }
}
