package serval.transactions;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.spi.gate.Gate;
import serval.spi.gate.GateCall;
import serval.spi.gate.GateControl;
import serval.spi.gate.GateOrder;
import serval.spi.gate.Origin;
import serval.spi.gate.Verdict;
import serval.spi.session.Session;
import serval.spi.session.SessionFlag;
import serval.spi.session.Sessions;
import serval.spi.session.Transaction;

/**
 * Queues the calls between MULTI and EXEC. It is armed for the sessions in a transaction only: on its return it finds them by
 * their flag.
 */
@Component(service = {TransactionGate.class, Gate.class})
public final class TransactionGate implements Gate {
    /** What runs at once in a transaction. */
    private static final Set<String> AT_ONCE = Set.of("exec", "discard", "multi", "watch", "quit", "reset");

    private final Sessions sessions;
    private final NoMultiGate forbidden;
    private @Nullable GateControl control;

    /** Creates the gate. */
    @Activate
    public TransactionGate(@Reference Sessions sessions, @Reference NoMultiGate forbidden) {
        this.sessions = sessions;
        this.forbidden = forbidden;
    }

    /** Asks this gate, and the one that knows what is forbidden, about the calls of a session, or no longer. */
    void arm(Session session, boolean on) {
        forbidden.arm(session, on);
        GateControl now = control;
        if (now != null) {
            now.arm(session, on);
        }
    }

    @Override
    public String name() {
        return "transaction";
    }

    @Override
    public int order() {
        return GateOrder.TRANSACTION;
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
        Session session = call.session();
        if (call.origin() != Origin.CLIENT
                || session == null
                || AT_ONCE.contains(call.command().spec().name())) {
            return Verdict.PASS;
        }
        Transaction transaction = session.get(Transaction.SLOT);
        if (transaction != null && !session.is(SessionFlag.SPOILT) && !session.is(SessionFlag.DIRTY)) {
            long before = transaction.bytes();
            transaction.add(call.command(), call.request().detach());
            session.holds(transaction.bytes() - before);
        }
        call.reply().status("QUEUED");
        return Verdict.TAKEN;
    }
}
