package serval.spi.gate;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import serval.sdk.command.CommandFlag;
import serval.sdk.reply.Reply;
import serval.spi.engine.CommandEntry;
import serval.spi.request.Request;
import serval.spi.session.Session;
import serval.spi.session.Transaction;

/** A call as the gates see it: known, of the right arity, and not run yet. */
@ProviderType
public interface GateCall {
    /** The command. */
    CommandEntry command();

    /** The words. */
    Request request();

    /** The session that calls, or null. */
    @Nullable
    Session session();

    /** The number of the database. */
    int database();

    /** Where the call comes from. */
    Origin origin();

    /** Where an error is written. */
    Reply reply();

    /** Whether it is, or as the end of a transaction runs, a command with this flag. */
    default boolean runs(CommandFlag flag) {
        if (command().spec().is(flag)) {
            return true;
        }
        Session session = session();
        if (session == null || !command().spec().name().equals("exec")) {
            return false;
        }
        Transaction transaction = session.get(Transaction.SLOT);
        return transaction != null && (transaction.flagBits() & 1L << flag.ordinal()) != 0;
    }
}
