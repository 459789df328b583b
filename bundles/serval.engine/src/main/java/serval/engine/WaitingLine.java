package serval.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The calls that wait for one key, in the order of their tickets. */
final class WaitingLine {
    private final TreeMap<Long, Waiting> calls = new TreeMap<>();
    /** How many of them are run again when the key goes, too. */
    private int evenIfDeleted;

    void add(Waiting waiting) {
        if (calls.put(waiting.ticket, waiting) == null && waiting.isEvenIfDeleted()) {
            evenIfDeleted++;
        }
    }

    void remove(Waiting waiting) {
        if (calls.remove(waiting.ticket, waiting) && waiting.isEvenIfDeleted()) {
            evenIfDeleted--;
        }
    }

    boolean has(Waiting waiting) {
        return calls.get(waiting.ticket) == waiting;
    }

    boolean isEmpty() {
        return calls.isEmpty();
    }

    /** Whether the removal of the key concerns anybody. */
    boolean isEvenIfDeleted() {
        return evenIfDeleted > 0;
    }

    /** Those who wait now: serving them changes the line. */
    List<Waiting> now() {
        return new ArrayList<>(calls.values());
    }
}
