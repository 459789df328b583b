package serval.aof.orphan;

import java.util.List;
import org.jspecify.annotations.Nullable;
import serval.sdk.reply.CommandError;
import serval.spi.gate.Gate;
import serval.spi.gate.GateCall;
import serval.spi.gate.GateControl;
import serval.spi.gate.GateOrder;
import serval.spi.gate.Origin;
import serval.spi.gate.Verdict;
import serval.spi.request.Request;

/**
 * Refuses to look into values, and to change them, whose latest changes wait for a module: neither would be right before those are
 * done. Armed only while any wait.
 */
public final class OrphanGate implements Gate {
    private final Orphans orphans;
    private @Nullable GateControl control;

    /** Guards the keys of these. */
    public OrphanGate(Orphans orphans) {
        this.orphans = orphans;
    }

    @Override
    public String name() {
        return "changes that wait";
    }

    @Override
    public int order() {
        return GateOrder.LOADING + 10;
    }

    @Override
    public void attach(GateControl own) {
        control = own;
        update();
    }

    /** Looks whether there is anything to refuse. Under the engine lock. */
    public void update() {
        if (control != null) {
            control.armAll(orphans.count() > 0);
        }
    }

    @Override
    public Verdict check(GateCall call) {
        if (call.origin() != Origin.CLIENT && call.origin() != Origin.NESTED) {
            return Verdict.PASS;
        }
        KeyFate fate = KeyFate.of(call.command().name());
        if (fate == KeyFate.NONE) {
            return Verdict.PASS;
        }
        Request request = call.request();
        List<Integer> keys = orphans.keys(request);
        for (int position : keys) {
            Place place = new Place(call.database(), request.copy(position));
            for (WaitingEffect effect : orphans.waiting().of(place)) {
                if (fate == KeyFate.OTHER || !effect.isSimple()) {
                    call.reply()
                            .error(CommandError.of("ERR changes of the key wait for module " + effect.owner()
                                    + ", which is not there"));
                    return Verdict.REFUSE;
                }
            }
        }
        return Verdict.PASS;
    }
}
