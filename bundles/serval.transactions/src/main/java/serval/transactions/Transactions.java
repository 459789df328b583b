package serval.transactions;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.spi.keyspace.Keyspace;
import serval.spi.keyspace.Watch;
import serval.spi.session.Session;
import serval.spi.session.SessionFlag;
import serval.spi.session.SessionListener;
import serval.spi.session.SessionSlot;
import serval.spi.session.Transaction;

/** What sessions queue and watch. */
@Component(service = {Transactions.class, SessionListener.class})
public final class Transactions implements SessionListener {
    private static final SessionSlot<List<Watch>> WATCHES = SessionSlot.named("watches");
    /** What watching a key takes besides its name, about. */
    private static final int OVERHEAD = 100;

    private final Keyspace keyspace;
    private final TransactionGate gate;

    /** Creates the keeper. */
    @Activate
    public Transactions(@Reference Keyspace keyspace, @Reference TransactionGate gate) {
        this.keyspace = keyspace;
        this.gate = gate;
    }

    /** Begins a transaction. */
    void begin(Session session) {
        session.flag(SessionFlag.TRANSACTION, true);
        session.put(Transaction.SLOT, new Transaction());
        gate.arm(session, true);
    }

    /** Ends the transaction if there is one, and all watching. */
    void end(Session session) {
        gate.arm(session, false);
        Transaction transaction = session.get(Transaction.SLOT);
        if (transaction != null) {
            session.holds(-transaction.bytes());
        }
        session.put(Transaction.SLOT, null);
        session.flag(SessionFlag.TRANSACTION, false);
        session.flag(SessionFlag.SPOILT, false);
        unwatch(session);
    }

    /** Watches a key of the session's database, unless it is watched already. */
    void watch(Session session, byte[] key) {
        List<Watch> watches = session.get(WATCHES);
        if (watches == null) {
            watches = new ArrayList<>(4);
            session.put(WATCHES, watches);
        }
        for (Watch watch : watches) {
            if (watch.database() == session.database() && Arrays.equals(watch.key(), key)) {
                return;
            }
        }
        watches.add(keyspace.watch(session.database(), key));
        session.holds(OVERHEAD + key.length);
    }

    /** Ends all watching of a session and forgets what was seen. */
    void unwatch(Session session) {
        List<Watch> watches = session.get(WATCHES);
        if (watches != null) {
            for (Watch watch : watches) {
                watch.close();
                session.holds(-OVERHEAD - watch.key().length);
            }
        }
        session.put(WATCHES, null);
        session.flag(SessionFlag.DIRTY, false);
    }

    /** Whether a watched key was changed, or has expired. Once it is so it stays so until {@link #unwatch}. */
    boolean isTouched(Session session) {
        List<Watch> watches = session.get(WATCHES);
        if (watches != null && !session.is(SessionFlag.DIRTY)) {
            for (Watch watch : watches) {
                if (watch.isTouched()) {
                    session.flag(SessionFlag.DIRTY, true);
                    break;
                }
            }
        }
        return session.is(SessionFlag.DIRTY);
    }

    @Override
    public void reset(Session session) {
        end(session);
    }

    @Override
    public void aborted(Session session) {
        end(session);
    }

    @Override
    public void closed(Session session) {
        end(session);
    }
}
