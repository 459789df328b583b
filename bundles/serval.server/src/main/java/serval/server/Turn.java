package serval.server;

import java.nio.ByteBuffer;
import java.util.Arrays;
import serval.spi.engine.Dispatcher;
import serval.spi.request.UpcomingRequests;

/**
 * Short requests that a loop's connections have sent since its last turn, to be served in one batch: so the lock is taken and the clock
 * read once for all of them, and what they will look for is read ahead together. On the loop's thread.
 */
final class Turn {
    /** The most bytes of one connection that wait for the others'. */
    static final int SHORT = 256;

    private static final int ROOM = 32 * 1024;
    /** After this long others get the lock in between. */
    private static final long BATCH_NANOS = 2_000_000;

    private final Loop loop;
    private final Runnable serve = this::serve;
    private final byte[] bytes = new byte[ROOM];
    private SocketSession[] sessions = new SocketSession[64];
    private int count;
    private int filled;
    /** Up to which of the sessions was looked ahead. */
    private int announced;

    Turn(Loop loop) {
        this.loop = loop;
    }

    /** Takes what a session has sent, from the input's beginning, and sees to it that it is served in this turn of the loop. */
    void take(SocketSession session, ByteBuffer input, int length) {
        if (ROOM - filled < length) {
            serve();
        }
        if (count == sessions.length) {
            sessions = Arrays.copyOf(sessions, count * 2);
        }
        input.get(0, bytes, filled, length);
        session.feed(bytes, filled, filled + length);
        filled += length;
        sessions[count] = session;
        if (count++ == 0) {
            loop.execute(serve);
        }
    }

    /** Serves whoever has been taken. */
    void serve() {
        if (count == 0) {
            return;
        }
        int all = count;
        Dispatcher dispatcher = loop.server().dispatcher();
        int served = 0;
        announced = 0;
        dispatcher.enter();
        try {
            long began = System.nanoTime();
            for (; served < all; served++) {
                SocketSession session = sessions[served];
                boolean looked = served < announced || lookAhead(dispatcher, served, all);
                session.runIn(dispatcher, looked);
                // Who is held may have made the engine wait for it, in the middle of a call.
                if (session.isHeld() || (served & 7) == 7 && System.nanoTime() - began > BATCH_NANOS) {
                    dispatcher.leave();
                    dispatcher.enter();
                    began = System.nanoTime();
                }
            }
        } finally {
            // After an error that nothing contains, these would go on with what others send.
            for (int i = served; i < all; i++) {
                sessions[i].closeNow();
            }
            dispatcher.leave();
            count = 0;
            filled = 0;
        }
        for (int i = 0; i < all; i++) {
            SocketSession session = sessions[i];
            sessions[i] = null;
            if (session.isEnding()) {
                session.close();
            }
        }
    }

    /** Has memory fetched for the requests of several sessions at once; returns whether that was worth its while. */
    private boolean lookAhead(Dispatcher dispatcher, int from, int to) {
        SocketSession first = sessions[from];
        if (!dispatcher.wantsAnnouncements(first)) {
            return false;
        }
        UpcomingRequests upcoming = loop.upcoming();
        upcoming.clear(bytes);
        int database = first.database();
        int at = from;
        while (at < to && !upcoming.isFull() && sessions[at].database() == database) {
            sessions[at++].guess(upcoming);
        }
        announced = at;
        if (upcoming.count() > 1) {
            dispatcher.announce(first, upcoming);
        }
        return true;
    }
}
