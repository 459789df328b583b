package serval.aof;

import org.jspecify.annotations.Nullable;
import serval.sdk.command.CommandFlag;
import serval.sdk.reply.CommandError;
import serval.spi.gate.Gate;
import serval.spi.gate.GateCall;
import serval.spi.gate.GateControl;
import serval.spi.gate.GateOrder;
import serval.spi.gate.Origin;
import serval.spi.gate.Verdict;

/** Refuses writes while the append-only file cannot be written or synced; armed only then. */
final class AofGate implements Gate {

    private final AppendOnlyFile file;
    private @Nullable GateControl control;

    AofGate(AppendOnlyFile file) {
        this.file = file;
    }

    @Override
    public String name() {
        return "append-only file";
    }

    @Override
    public int order() {
        return GateOrder.PERSISTENCE;
    }

    @Override
    public void attach(GateControl own) {
        control = own;
        update();
    }

    /** Looks whether there is anything to refuse. Under the engine lock. */
    void update() {
        if (control != null) {
            control.armAll(file.error() != null);
        }
    }

    @Override
    public Verdict check(GateCall call) {
        // Scripts ask before their first change; having made one they go on.
        CommandError refusal = call.origin() == Origin.CLIENT ? writeRefusal() : null;
        if (refusal == null || !isStopped(call)) {
            return Verdict.PASS;
        }
        call.reply().error(refusal);
        return Verdict.REFUSE;
    }

    @Override
    public @Nullable CommandError writeRefusal() {
        String reason = file.error();
        return reason == null ? null : CommandError.of("MISCONF Errors writing to the AOF file: " + reason);
    }

    private static boolean isStopped(GateCall call) {
        return call.runs(CommandFlag.WRITE) || call.command().name().equals("ping");
    }
}
