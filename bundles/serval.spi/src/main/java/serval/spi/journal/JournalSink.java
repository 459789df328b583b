package serval.spi.journal;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;
import serval.spi.request.Request;

/**
 * A taker of the journal, published as an OSGi service: the append-only file, the replication backlog. Called under the
 * engine lock, in order, and may not wait. SELECT, framing, time stamps and offsets are the sink's own business.
 */
@ConsumerType
public interface JournalSink {
    /** Whose effects it takes, of {@link Target}. */
    int targets();

    /**
     * A unit; effects for others are still in it.
     *
     * @return the sink's own offset after it, which {@link #passedOn} of other sinks learn; -1 if it has none
     */
    long accept(JournalUnit unit);

    /**
     * A unit of one effect whose words are lent: nothing of them may be kept. A sink that writes them down at once spares their copies by
     * implementing this; the others get them as {@link #accept(JournalUnit)} does.
     *
     * @param position {@link JournalUnit#position()}
     * @param millis {@link JournalUnit#millis()}
     * @param database {@link Effect#database()}
     * @param targets {@link Effect#targets()}, one of this sink's among them
     * @param words the command
     * @return as {@link #accept(JournalUnit)}
     */
    default long accept(long position, long millis, int database, int targets, Request words) {
        Effect effect = new Effect(database, -1, targets, words.detach(), null);
        return accept(new JournalUnit(position, millis, true, List.of(effect)));
    }

    /**
     * Hands what it accepted to the operating system, so that it outlives this process, and sees to whatever else
     * {@link #released()} promised. Called by an event loop that is about to send replies, not under the engine lock; may wait for a
     * file, for nothing else. A sink whose replies must wait longer says so by {@link #released()}.
     */
    default void flush() {}

    /** Whether {@link #flush()} would wait for the disk now: then it is worth to gather more beforehand that can share the wait. */
    default boolean isDiskAwaited() {
        return false;
    }

    /** Another sink took this unit and stands at this offset: how the append-only file learns the replication offset. */
    default void passedOn(JournalUnit unit, JournalSink sink, long offset) {}

    /**
     * The position up to which replies may leave once {@link #flush()} has returned, of {@link JournalUnit#position()}: a policy such as
     * {@code appendfsync always}.
     */
    default long released() {
        return Long.MAX_VALUE;
    }

    /**
     * The position up to which everything is on this server's disk, or -1 if this sink is no file. It may move only when
     * {@link Journal#releasedMoved()} is told.
     */
    default long synced() {
        return -1;
    }

    /**
     * Bytes of a primary's stream, to be passed on as they are at this offset, on a replica.
     *
     * @return whether this sink took them
     */
    default boolean raw(long offset, byte[] bytes, int from, int length) {
        return false;
    }
}
