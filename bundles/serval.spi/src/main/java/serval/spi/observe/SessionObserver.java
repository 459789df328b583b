package serval.spi.observe;

import org.osgi.annotation.versioning.ConsumerType;
import serval.spi.engine.CommandEntry;
import serval.spi.gate.Origin;
import serval.spi.request.Request;
import serval.spi.session.Session;
import serval.spi.session.SessionFlag;

/**
 * A watcher of the calls of those sessions that have a flag, published as an OSGi service; the calls of others cost nothing.
 * Under the engine lock; may not wait.
 */
@ConsumerType
public interface SessionObserver {
    /** The flag; always the same. */
    SessionFlag flag();

    /** A call of such a session has run, or one that a script or a transaction made in its name. */
    void after(CommandEntry command, Request request, Session session, Origin origin);
}
