package serval.engine;

import org.jspecify.annotations.Nullable;
import serval.sdk.reply.CommandError;
import serval.spi.gate.Gate;
import serval.spi.gate.GateCall;
import serval.spi.gate.GateControl;
import serval.spi.gate.GateOrder;
import serval.spi.gate.Origin;
import serval.spi.gate.Verdict;
import serval.spi.session.Session;
import serval.spi.session.SessionFlag;

/**
 * Stands in while the bundle that queues transactions is away: a call of a session in a transaction is refused rather than run at
 * once, and the transaction is spoilt by it, as by any refused call.
 */
final class HeldTransactions implements Gate {
    private static final CommandError AWAY =
            CommandError.of("ERR this transaction is held up: the module that queues its commands was removed");

    private @Nullable GateControl control;
    private int keepers;

    /** A bundle that queues came (1) or went (-1). */
    void keepers(int more, Iterable<Session> sessions) {
        keepers += more;
        GateControl own = control;
        if (own != null) {
            for (Session session : sessions) {
                own.arm(session, keepers == 0 && session.is(SessionFlag.TRANSACTION));
            }
        }
    }

    @Override
    public String name() {
        return "held transactions";
    }

    @Override
    public int order() {
        return GateOrder.TRANSACTION - 1;
    }

    @Override
    public void attach(GateControl own) {
        control = own;
    }

    @Override
    public Verdict check(GateCall call) {
        Session session = call.session();
        String name = call.command().spec().name();
        if (session == null
                || call.origin() != Origin.CLIENT
                || !session.is(SessionFlag.TRANSACTION)
                || name.equals("quit")
                || name.equals("reset")) {
            return Verdict.PASS;
        }
        call.reply().error(AWAY);
        return Verdict.REFUSE;
    }
}
