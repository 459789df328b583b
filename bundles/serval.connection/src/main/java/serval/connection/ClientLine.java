package serval.connection;

import org.jspecify.annotations.Nullable;
import serval.sdk.command.Call;
import serval.spi.engine.CommandEntry;
import serval.spi.pubsub.Subscriptions;
import serval.spi.session.Session;
import serval.spi.session.SessionFlag;
import serval.spi.session.Transaction;
import serval.spi.tracking.Tracking;

/** A session in one line of {@code field=value} pairs, the way CLIENT LIST and CLIENT INFO show it. */
final class ClientLine {
    private static final SessionFlag[] FLAGS = SessionFlag.values();

    private ClientLine() {}

    /**
     * Adds the line of a session, with its end.
     *
     * @param self whether it is the session of {@code call}
     */
    static void append(StringBuilder text, Session session, Call call, boolean self) {
        Transaction transaction = session.is(SessionFlag.TRANSACTION) ? session.get(Transaction.SLOT) : null;
        boolean inTransaction = session.is(SessionFlag.TRANSACTION);
        text.append("id=").append(session.id());
        text.append(" addr=").append(session.address());
        text.append(" laddr=").append(session.localAddress());
        text.append(" fd=").append(session.descriptor());
        text.append(" name=").append(session.name());
        text.append(" age=").append(seconds(call.now(), session.connectedAt()));
        text.append(" idle=").append(seconds(call.now(), session.lastActiveAt()));
        text.append(" flags=");
        flags(text, session);
        text.append(" db=").append(session.database());
        text.append(" sub=").append(Subscriptions.count(session, Subscriptions.Kind.CHANNEL));
        text.append(" psub=").append(Subscriptions.count(session, Subscriptions.Kind.PATTERN));
        text.append(" ssub=").append(Subscriptions.count(session, Subscriptions.Kind.SHARD));
        text.append(" multi=").append(inTransaction ? queued(transaction) : -1);
        text.append(" qbuf=").append(session.queryBytes());
        text.append(" qbuf-free=").append(session.queryFree());
        text.append(" argv-mem=").append(self ? argumentBytes(call) : 0);
        text.append(" multi-mem=").append(transaction == null ? 0 : transaction.bytes());
        text.append(" rbs=").append(session.replyBuffer());
        text.append(" rbp=").append(session.replyBufferPeak());
        // Nothing is kept in that buffer apart from the queue: all that waits to be sent is in segments.
        text.append(" obl=0");
        text.append(" oll=").append(session.outputBytes() > 0 ? session.outputSegments() : 0);
        text.append(" omem=").append(session.outputBytes());
        text.append(" tot-mem=").append(session.memory());
        text.append(" events=").append(session.outputBytes() > 0 && !self ? "rw" : "r");
        CommandEntry last = session.lastCommand();
        text.append(" cmd=");
        text.append(
                self ? call.spec().name() : last == null ? "NULL" : last.spec().name());
        text.append(" user=").append(session.user());
        text.append(" redir=").append(Tracking.redirect(session));
        text.append(" resp=").append(session.respVersion());
        text.append(" lib-name=").append(session.libraryName());
        text.append(" lib-ver=").append(session.libraryVersion());
        text.append('\n');
    }

    private static int queued(@Nullable Transaction transaction) {
        return transaction == null ? 0 : transaction.queue().size();
    }

    private static long seconds(long now, long then) {
        return Math.max(0, now / 1000 - then / 1000);
    }

    private static long argumentBytes(Call call) {
        long bytes = 0;
        for (int i = 0; i < call.count(); i++) {
            bytes += call.length(i);
        }
        return bytes;
    }

    private static void flags(StringBuilder text, Session session) {
        int before = text.length();
        boolean monitor = session.is(SessionFlag.MONITOR);
        for (SessionFlag flag : FLAGS) {
            boolean shown = flag != SessionFlag.REPLICA || !monitor;
            if (flag.letter() != 0 && shown && session.is(flag)) {
                text.append(flag.letter());
            }
        }
        if (text.length() == before) {
            text.append('N');
        }
    }
}
