package serval.transactions;

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
import serval.spi.session.Session;
import serval.spi.session.SessionFlag;
import serval.spi.session.Sessions;

/** Refuses commands that no transaction may hold, before anything else is asked about them. */
@Component(service = {NoMultiGate.class, Gate.class})
public final class NoMultiGate implements Gate {
    private static final CommandError FORBIDDEN = CommandError.of("ERR Command not allowed inside a transaction");

    private final Sessions sessions;
    private @Nullable GateControl control;

    /** Creates the gate. */
    @Activate
    public NoMultiGate(@Reference Sessions sessions) {
        this.sessions = sessions;
    }

    void arm(Session session, boolean on) {
        GateControl now = control;
        if (now != null) {
            now.arm(session, on);
        }
    }

    @Override
    public String name() {
        return "no-multi";
    }

    @Override
    public int order() {
        return GateOrder.NO_MULTI;
    }

    @Override
    public void attach(GateControl own) {
        control = own;
        for (Session session : sessions.all()) {
            if (session.is(SessionFlag.TRANSACTION)) {
                own.arm(session, true);
            }
        }
    }

    @Override
    public Verdict check(GateCall call) {
        if (call.origin() != Origin.CLIENT || !call.command().spec().is(CommandFlag.NO_MULTI)) {
            return Verdict.PASS;
        }
        call.reply().error(FORBIDDEN);
        return Verdict.REFUSE;
    }
}
