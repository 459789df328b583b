package serval.zset;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The nodes above: children, how many entries each has below it, and for each but the first a bound: what is below the bound is in
 * a child before, all else in this one or behind. A bound need not be an entry that is still there.
 */
final class Inner extends Node {
    private static final int SHALLOW_BYTES = 32;

    @Nullable
    Node[] children;

    int[] sizes;
    double[] scores;
    byte[] @Nullable [] bounds;

    Inner(int epoch, int capacity) {
        super(epoch);
        children = new Node[capacity];
        sizes = new int[capacity];
        scores = new double[capacity];
        bounds = new byte[capacity][];
    }

    Node child(int at) {
        Node child = children[at];
        assert child != null;
        return child;
    }

    private int compare(int at, byte[] member, int offset, int length) {
        byte[] bound = bounds[at];
        assert bound != null;
        return Entries.compare(bound, member, offset, length);
    }

    @Override
    int total() {
        int total = 0;
        for (int i = 0; i < count; i++) {
            total += sizes[i];
        }
        return total;
    }

    /** The number of entries in the children before this one. */
    int before(int child) {
        int before = 0;
        for (int i = 0; i < child; i++) {
            before += sizes[i];
        }
        return before;
    }

    /** The index of the child where an entry belongs. */
    int search(double score, byte[] member, int offset, int length) {
        int low = 1;
        int high = count;
        while (low < high) {
            int middle = low + high >>> 1;
            double there = scores[middle];
            if (there < score || there == score && compare(middle, member, offset, length) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    /** The index of the child with the last entry of a lower score, or of one that is not higher. */
    int below(double score, boolean orEqual) {
        int low = 1;
        int high = count;
        while (low < high) {
            int middle = low + high >>> 1;
            if (scores[middle] < score || orEqual && scores[middle] == score) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    /** As {@link #below(double, boolean)}, for members of one and the same score. */
    int below(byte[] member, int offset, int length, boolean orEqual) {
        int low = 1;
        int high = count;
        while (low < high) {
            int middle = low + high >>> 1;
            int compared = compare(middle, member, offset, length);
            if (compared < 0 || orEqual && compared == 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    /** Adds a child whose entries are not below a bound. */
    void insert(int at, Node child, double score, byte[] bound) {
        if (count == children.length) {
            resize(capacity(count + 1));
        }
        int moved = count - at;
        System.arraycopy(children, at, children, at + 1, moved);
        System.arraycopy(sizes, at, sizes, at + 1, moved);
        System.arraycopy(scores, at, scores, at + 1, moved);
        System.arraycopy(bounds, at, bounds, at + 1, moved);
        children[at] = child;
        sizes[at] = child.total();
        scores[at] = score;
        bounds[at] = bound;
        count++;
    }

    void remove(int at) {
        count--;
        int moved = count - at;
        System.arraycopy(children, at + 1, children, at, moved);
        System.arraycopy(sizes, at + 1, sizes, at, moved);
        System.arraycopy(scores, at + 1, scores, at, moved);
        System.arraycopy(bounds, at + 1, bounds, at, moved);
        children[count] = null;
        bounds[count] = null;
        trim();
    }

    private void trim() {
        int capacity = capacity(Math.max(1, count));
        if (capacity + capacity(1) < children.length) {
            resize(capacity);
        }
    }

    private void resize(int capacity) {
        children = Arrays.copyOf(children, capacity);
        sizes = Arrays.copyOf(sizes, capacity);
        scores = Arrays.copyOf(scores, capacity);
        bounds = Arrays.copyOf(bounds, capacity);
    }

    @Override
    Inner copy(int newEpoch) {
        Inner copy = new Inner(newEpoch, 0);
        copy.children = children.clone();
        copy.sizes = sizes.clone();
        copy.scores = scores.clone();
        copy.bounds = bounds.clone();
        copy.count = count;
        return copy;
    }

    @Override
    Inner split(int keep) {
        int moved = count - keep;
        Inner right = new Inner(epoch, capacity(moved + 1));
        right.take(this, keep, moved);
        Arrays.fill(children, keep, count, null);
        Arrays.fill(bounds, keep, count, null);
        count = keep;
        trim();
        return right;
    }

    private void take(Inner from, int first, int number) {
        System.arraycopy(from.children, first, children, count, number);
        System.arraycopy(from.sizes, first, sizes, count, number);
        System.arraycopy(from.scores, first, scores, count, number);
        System.arraycopy(from.bounds, first, bounds, count, number);
        count += number;
    }

    @Override
    void append(Node next) {
        int capacity = capacity(count + next.count);
        if (capacity > children.length) {
            resize(capacity);
        }
        take((Inner) next, 0, next.count);
    }

    @Override
    long bytes() {
        return SHALLOW_BYTES + 2 * references(children.length) + references(sizes.length) + doubles(scores.length);
    }
}
