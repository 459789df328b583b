package serval.spi.gate;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import serval.sdk.reply.Reply;
import serval.spi.engine.CommandEntry;
import serval.spi.request.Request;
import serval.spi.session.Session;

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
}
