package serval.zset;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The lowest nodes: entries in their order, and the scores once more, close together for searching. */
final class Leaf extends Node {
    private static final int SHALLOW_BYTES = 24;

    double[] scores;
    byte[] @Nullable [] entries;

    Leaf(int epoch, int capacity) {
        super(epoch);
        scores = new double[capacity];
        entries = new byte[capacity][];
    }

    @Override
    int total() {
        return count;
    }

    byte[] entry(int at) {
        byte[] entry = entries[at];
        assert entry != null;
        return entry;
    }

    /** The index of the first entry that is not below this one. */
    int search(double score, byte[] member, int offset, int length) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = low + high >>> 1;
            double there = scores[middle];
            if (there < score || there == score && Entries.compare(entry(middle), member, offset, length) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The number of entries with a lower score, or with one that is not higher. */
    int below(double score, boolean orEqual) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = low + high >>> 1;
            if (scores[middle] < score || orEqual && scores[middle] == score) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** As {@link #below(double, boolean)}, for members of one and the same score. */
    int below(byte[] member, int offset, int length, boolean orEqual) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = low + high >>> 1;
            int compared = Entries.compare(entry(middle), member, offset, length);
            if (compared < 0 || orEqual && compared == 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    void insert(int at, byte[] entry, double score) {
        if (count == entries.length) {
            int capacity = capacity(count + 1);
            entries = Arrays.copyOf(entries, capacity);
            scores = Arrays.copyOf(scores, capacity);
        }
        System.arraycopy(entries, at, entries, at + 1, count - at);
        System.arraycopy(scores, at, scores, at + 1, count - at);
        entries[at] = entry;
        scores[at] = score;
        count++;
    }

    byte[] remove(int at) {
        byte[] entry = entry(at);
        count--;
        System.arraycopy(entries, at + 1, entries, at, count - at);
        System.arraycopy(scores, at + 1, scores, at, count - at);
        entries[count] = null;
        trim();
        return entry;
    }

    /** Moves an entry to where another one is, those between making room. */
    void move(int from, int to, double score) {
        byte[] entry = entry(from);
        if (from < to) {
            System.arraycopy(entries, from + 1, entries, from, to - from);
            System.arraycopy(scores, from + 1, scores, from, to - from);
        } else {
            System.arraycopy(entries, to, entries, to + 1, from - to);
            System.arraycopy(scores, to, scores, to + 1, from - to);
        }
        entries[to] = entry;
        scores[to] = score;
    }

    private void trim() {
        int capacity = capacity(Math.max(1, count));
        if (capacity + capacity(1) < entries.length) {
            entries = Arrays.copyOf(entries, capacity);
            scores = Arrays.copyOf(scores, capacity);
        }
    }

    @Override
    Leaf copy(int newEpoch) {
        Leaf copy = new Leaf(newEpoch, 0);
        copy.entries = entries.clone();
        copy.scores = scores.clone();
        copy.count = count;
        return copy;
    }

    @Override
    Leaf split(int keep) {
        int moved = count - keep;
        Leaf right = new Leaf(epoch, capacity(moved + 1));
        System.arraycopy(entries, keep, right.entries, 0, moved);
        System.arraycopy(scores, keep, right.scores, 0, moved);
        right.count = moved;
        Arrays.fill(entries, keep, count, null);
        count = keep;
        trim();
        return right;
    }

    @Override
    void append(Node next) {
        Leaf other = (Leaf) next;
        int capacity = capacity(count + other.count);
        if (capacity > entries.length) {
            entries = Arrays.copyOf(entries, capacity);
            scores = Arrays.copyOf(scores, capacity);
        }
        System.arraycopy(other.entries, 0, entries, count, other.count);
        System.arraycopy(other.scores, 0, scores, count, other.count);
        count += other.count;
    }

    @Override
    long bytes() {
        return SHALLOW_BYTES + references(entries.length) + doubles(scores.length);
    }
}
