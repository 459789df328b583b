package serval.spi.engine;

import org.osgi.annotation.versioning.ProviderType;
import serval.spi.request.Request;
import serval.spi.request.UpcomingRequests;
import serval.spi.session.Session;

/**
 * The service through which listeners run requests. A batch is entered, its requests are executed one by one on the same
 * thread, and it is left; between enter and leave the engine lock is held.
 */
@ProviderType
public interface Dispatcher {
    /** Takes the lock; waits while another thread has it, at most about {@code busy-reply-threshold}. */
    void enter();

    /**
     * Runs a request of a session, up to its reply in the session's outbound queue.
     *
     * @return false if the session's input is to be left alone for now: it waits, is postponed, or closes
     */
    boolean execute(Session session, Request request);

    /** Whether {@link #announce} is worth its while for this session at present. */
    boolean wantsAnnouncements(Session session);

    /**
     * Names requests that are about to be executed, as far as they can be guessed.
     */
    void announce(Session session, UpcomingRequests requests);

    /** Ends the batch: serves whoever became ready, and lets go of the lock. */
    void leave();

    /**
     * Runs an action in a batch and returns when it has run: what a background thread does in slices. While a loop is at work it
     * runs the action, in its next batch, because this thread may lose its processor while everybody waits for the lock; else this
     * thread does. What the action throws is thrown here. Not under the lock.
     */
    void inBatch(Runnable action);

    /**
     * Names an action that runs at the end of every batch, whoever's thread it is on, still under the lock: where the
     * listeners take what was queued for their sessions.
     */
    void onLeave(Runnable action);

    /** Makes a session known: from now on it is in {@link serval.spi.session.Sessions}. Within a batch. */
    void opened(Session session);

    /** Forgets a session whose connection is gone. Within a batch. */
    void closed(Session session);

    /** The clock, in milliseconds since 1970, as of the batch. */
    long now();
}
