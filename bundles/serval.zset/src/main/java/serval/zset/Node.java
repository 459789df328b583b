package serval.zset;

/** A node of a {@link Tree}. */
abstract sealed class Node permits Leaf, Inner {
    /** The most entries or children. */
    static final int MOST = 64;
    /** Arrays grow by so many places: nodes have little room to spare, however full they are. */
    private static final int STEP = 8;
    /** In place of the epoch: the tree has a copy instead, and only snapshots have this one. */
    static final int REPLACED = Integer.MIN_VALUE;

    /** How many entries or children there are. */
    int count;
    /** When it was made: a node that is older than a snapshot is copied instead of changed. */
    int epoch;

    Node(int epoch) {
        this.epoch = epoch;
    }

    /** The number of entries in this node and below it. */
    abstract int total();

    /** A copy that may be changed. */
    abstract Node copy(int newEpoch);

    /** Takes the upper part away and returns it as a node of its own. */
    abstract Node split(int keep);

    /** Adds all that the next node has. */
    abstract void append(Node next);

    /** The bytes of this node on the heap, entries and children not included. */
    abstract long bytes();

    static int capacity(int wanted) {
        return Math.min(MOST, (wanted + STEP - 1) / STEP * STEP);
    }

    static long references(int length) {
        return 12 + 4L * length + 7 & ~7L;
    }

    static long doubles(int length) {
        return 16 + 8L * length;
    }
}
