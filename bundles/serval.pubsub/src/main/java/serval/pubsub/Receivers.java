package serval.pubsub;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import serval.spi.session.Session;

/**
 * The sessions that receive what is published under one name. Adding and removing take constant time however many there
 * are; going through them is going through an array.
 */
final class Receivers {
    /** Up to this many are looked for one by one. */
    private static final int FEW = 16;

    private static final int SMALLEST = 2;

    private Session[] sessions = new Session[SMALLEST];
    private int count;
    /** Where each one stands, once there are more than a few. */
    private @Nullable Map<Session, Integer> places;

    int count() {
        return count;
    }

    Session at(int index) {
        return sessions[index];
    }

    /** Adds a session that is not there. */
    void add(Session session) {
        if (count == sessions.length) {
            sessions = Arrays.copyOf(sessions, count * 2);
        }
        sessions[count] = session;
        if (places != null) {
            places.put(session, count);
        } else if (count == FEW) {
            places = new HashMap<>(FEW * 4);
            for (int i = 0; i <= count; i++) {
                places.put(sessions[i], i);
            }
        }
        count++;
    }

    /** Takes a session out if it is there; the last one takes its place. */
    void remove(Session session) {
        int place = place(session);
        if (place < 0) {
            return;
        }
        Session last = sessions[--count];
        sessions[place] = last;
        Arrays.fill(sessions, count, count + 1, null);
        if (places != null) {
            places.remove(session);
            if (last != session) {
                places.put(last, place);
            }
            if (count <= FEW / 2) {
                places = null;
            }
        }
        if (count < sessions.length / 4) {
            sessions = Arrays.copyOf(sessions, Math.max(SMALLEST, sessions.length / 2));
        }
    }

    private int place(Session session) {
        if (places != null) {
            return places.getOrDefault(session, -1);
        }
        for (int i = 0; i < count; i++) {
            if (sessions[i] == session) {
                return i;
            }
        }
        return -1;
    }
}
