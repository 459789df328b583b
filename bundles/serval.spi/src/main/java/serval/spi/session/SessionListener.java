package serval.spi.session;

import org.osgi.annotation.versioning.ConsumerType;

/** A service that is told of sessions coming and going, under the engine lock. */
@ConsumerType
public interface SessionListener {
    /** A client connected. */
    default void opened(Session session) {}

    /** A session goes back to the state of a new one (RESET). */
    default void reset(Session session) {}

    /** EXEC was refused before it ran: the session's transaction is over. */
    default void aborted(Session session) {}

    /** A client is gone; its slots are still there. */
    default void closed(Session session) {}
}
