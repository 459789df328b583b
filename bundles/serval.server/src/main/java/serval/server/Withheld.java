package serval.server;

import java.util.ArrayDeque;

/**
 * The replies of a session that wait for the journal: how far its queue may leave, by what the journal covers. Positions in the queue count
 * its bytes from the session's beginning. Under the engine lock.
 */
final class Withheld {
    /**
     * What was queued when.
     *
     * @param journal the journal's position then
     * @param end how far the queue went
     */
    private record Hold(long journal, long end) {}

    private final ArrayDeque<Hold> holds = new ArrayDeque<>(4);
    private long heldEnd;
    private long allowedEnd;

    /** Whether anything waits. */
    boolean isAny() {
        return !holds.isEmpty();
    }

    /**
     * Notes that what is queued now waits for a journal position, and says how far the queue may leave.
     *
     * @param queued how far the queue goes
     * @param position the journal's position
     * @param covered the position up to which replies may leave
     */
    long allowed(long queued, long position, long covered) {
        if (queued > heldEnd) {
            holds.add(new Hold(position, queued));
            heldEnd = queued;
        }
        while (!holds.isEmpty() && holds.peek().journal <= covered) {
            allowedEnd = holds.remove().end;
        }
        return allowedEnd;
    }
}
