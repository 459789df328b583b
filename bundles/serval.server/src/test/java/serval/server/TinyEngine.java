package serval.server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import serval.bytes.ByteSlice;
import serval.spi.engine.Dispatcher;
import serval.spi.request.Request;
import serval.spi.request.UpcomingRequests;
import serval.spi.session.Session;
import serval.spi.session.SessionFlag;

/** A dispatcher with a handful of commands: enough of an engine to drive connections, and to measure what they cost. */
final class TinyEngine implements Dispatcher {
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Runnable> leaving = new ArrayList<>();
    final Map<Long, Session> sessions = new LinkedHashMap<>();
    private final Map<Key, byte[]> values = new HashMap<>();
    private final Key probe = new Key();
    volatile boolean demandsPassword;
    long executed;
    long batches;
    int mostAnnounced;
    volatile int closed;

    private static final class Key {
        private byte[] array = new byte[0];
        private int offset;
        private int length;
        private int hash;

        Key at(byte[] bytes, int from, int count) {
            array = bytes;
            offset = from;
            length = count;
            int sum = 1;
            for (int i = from; i < from + count; i++) {
                sum = 31 * sum + bytes[i];
            }
            hash = sum;
            return this;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key
                    && Arrays.equals(array, offset, offset + length, key.array, key.offset, key.offset + key.length);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    @Override
    public void enter() {
        lock.lock();
        batches++;
    }

    /** Whether a thread waits to enter. */
    boolean isAwaited() {
        return lock.hasQueuedThreads();
    }

    @Override
    public void leave() {
        try {
            for (int i = 0; i < leaving.size(); i++) {
                leaving.get(i).run();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void inBatch(Runnable action) {
        enter();
        try {
            action.run();
        } finally {
            leave();
        }
    }

    @Override
    public void onLeave(Runnable action) {
        leaving.add(action);
    }

    @Override
    public void opened(Session session) {
        sessions.put(session.id(), session);
        session.flag(SessionFlag.AUTHENTICATED, !demandsPassword);
    }

    @Override
    public void closed(Session session) {
        closed++;
        sessions.remove(session.id());
    }

    @Override
    public long now() {
        return System.currentTimeMillis();
    }

    @Override
    public boolean execute(Session session, Request request) {
        executed++;
        int first = request.array(0)[request.offset(0)] | 32;
        int length = request.length(0);
        if (length == 3 && first == 'g') {
            byte[] value = values.get(probe.at(request.array(1), request.offset(1), request.length(1)));
            if (value == null) {
                session.reply().nil();
            } else {
                session.reply().sharedBulk(value, 0, value.length);
            }
            return true;
        }
        if (length == 3 && first == 's') {
            byte[] value = request.isOwned(2) ? request.array(2) : request.copy(2);
            byte[] key = request.copy(1);
            values.put(new Key().at(key, 0, key.length), value);
            session.reply().ok();
            return true;
        }
        if (length == 4 && first == 'p') {
            session.active(now());
            if (request.count() > 1) {
                session.reply().bulk(request.slice(1));
            } else {
                session.reply().status("PONG");
            }
            return true;
        }
        return other(session, request, request.slice(0).toString().toLowerCase(Locale.ROOT));
    }

    private boolean other(Session session, Request request, String name) {
        switch (name) {
            case "size" -> session.reply().integer(request.length(1));
            case "id" -> session.reply().integer(session.id());
            case "auth" -> {
                session.flag(SessionFlag.AUTHENTICATED, true);
                session.reply().ok();
            }
            case "quit" -> {
                session.reply().ok();
                session.closeAfterReply();
            }
            case "kill" -> {
                session.reply().ok();
                Session other = sessions.get(number(request.slice(1)));
                if (other != null) {
                    other.closeNow();
                }
            }
            case "subscribe" -> {
                session.flag(SessionFlag.SUBSCRIBER, true);
                session.reply().ok();
            }
            case "publish" -> {
                byte[] message = ("+" + request.slice(1) + "\r\n").getBytes();
                for (Session each : sessions.values()) {
                    if (each.is(SessionFlag.SUBSCRIBER)) {
                        each.reply().encoded(message);
                        each.wroteOutside();
                    }
                }
                session.reply().ok();
            }
            case "block" -> {
                session.flag(SessionFlag.BLOCKED, true);
                session.holdInput();
                return false;
            }
            case "release" -> {
                for (Session each : sessions.values()) {
                    if (each.is(SessionFlag.BLOCKED)) {
                        each.flag(SessionFlag.BLOCKED, false);
                        each.reply().status("released");
                        each.wroteOutside();
                        each.releaseInput();
                    }
                }
                session.reply().ok();
            }
            case "fault" -> throw new IllegalStateException("as asked for");
            case "lines" -> {
                session.reply().openArray();
                long count = number(request.slice(1));
                for (long i = 0; i < count; i++) {
                    session.reply().bulk(i);
                }
                session.reply().close(count);
            }
            default -> session.reply().error("ERR unknown command '" + name + "'");
        }
        return true;
    }

    private static long number(ByteSlice slice) {
        return Long.parseLong(slice.toString());
    }

    @Override
    public boolean wantsAnnouncements(Session session) {
        return true;
    }

    @Override
    public void announce(Session session, UpcomingRequests requests) {
        // Nothing here is slow to find.
        mostAnnounced = Math.max(mostAnnounced, requests.count());
    }
}
