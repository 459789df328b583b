package serval.spi.observe;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;
import serval.spi.engine.CommandEntry;
import serval.spi.gate.Origin;
import serval.spi.request.Request;
import serval.spi.session.Session;

/** A watcher of calls, published as an OSGi service. Under the engine lock; may not wait. */
@ConsumerType
public interface CallObserver {
    /** A call is about to run; MONITOR's moment. */
    default void before(
            CommandEntry command, Request request, @Nullable Session session, int database, Origin origin) {}

    /**
     * A call has run.
     *
     * @param nanos how long it took
     */
    default void after(CommandEntry command, Request request, @Nullable Session session, Origin origin, long nanos) {}

    /**
     * Something that is no call took time: {@code expire-cycle}, {@code eviction-cycle} and so on, by LATENCY's names.
     *
     * @param nanos how long it took
     */
    default void spent(String event, long nanos) {}
}
