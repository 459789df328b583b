package serval.spi.journal;

import org.osgi.annotation.versioning.ProviderType;
import serval.spi.request.Request;

/** The service that takes effects and gives them to the sinks, unit by unit. Under the engine lock. */
@ProviderType
public interface Journal {
    /** Whether any sink would take effects for these targets; if not, none need be made. */
    boolean isWanted(int targets);

    /** Opens a unit; nested ones belong to the outermost. */
    void begin(long millis, boolean atomic);

    /** Adds an effect to the open unit. */
    void append(Effect effect);

    /**
     * Adds an effect to the open unit that is a request as it was sent, of a command that every server knows. The words are read when the
     * outermost unit ends and have to stay as they are until then, so that they need not be copied.
     */
    default void append(int database, int targets, Request words) {
        append(new Effect(database, -1, targets, words.detach(), null));
    }

    /** Closes the unit; the outermost is given to the sinks if it has any effect. */
    void end();

    /** The number of units so far. */
    long position();

    /**
     * The position up to which replies may leave once {@link #flush()} has returned. A batch's replies wait until it has reached the
     * position the batch ended at.
     */
    long released();

    /** Runs an action, on whatever thread, when {@link #released()} has reached a position; at once if it has. */
    void whenReleased(long position, Runnable action);

    /** The position up to which everything is on this server's disk; -1 if it keeps no file. */
    long synced();

    /**
     * Runs an action, on whatever thread, when {@link #synced()} has reached a position; at once if it has. The action runs as well when
     * there is no file any more ({@link #fileEnded()}).
     *
     * @return takes the action back if it has not run
     */
    Runnable whenSynced(long position, Runnable action);

    /**
     * Tells that a sink's {@link JournalSink#released()} or {@link JournalSink#synced()} moved; callable from any thread.
     */
    void releasedMoved();

    /** Tells that there is no file any more, and that none takes its place: nobody needs to wait for it. */
    void fileEnded();

    /**
     * Has the sinks hand what they accepted to the operating system. Before replies leave; not under the engine lock.
     */
    void flush();

    /** Whether {@link #flush()} would wait for the disk now ({@link JournalSink#isDiskAwaited()}). */
    boolean isDiskAwaited();

    /** Tells that a sink's {@link JournalSink#targets()} changed. Under the engine lock. */
    void targetsMoved();

    /** Gives raw bytes of a primary's stream to the sinks. */
    void raw(long offset, byte[] bytes, int from, int length);
}
