package serval.zset;

import org.jspecify.annotations.Nullable;

/** Finds the leaf and the place of a rank, in a tree or in one of a former moment. */
final class LeafCursor {
    private final Node root;
    private Leaf leaf;
    private int index;
    private @Nullable Inner parent;
    private int place;

    /** Creates a cursor on the rank of a tree that has such a rank. */
    LeafCursor(Node root, long rank) {
        this.root = root;
        leaf = seek(rank);
    }

    /** Goes to a rank that is there; returns the leaf, in which {@link #index} is the place. */
    Leaf seek(long rank) {
        Node node = root;
        int left = (int) rank;
        parent = null;
        while (node instanceof Inner inner) {
            int at = 0;
            while (left >= inner.sizes[at]) {
                left -= inner.sizes[at++];
            }
            node = inner.child(at);
            parent = inner;
            place = at;
        }
        index = left;
        leaf = (Leaf) node;
        return leaf;
    }

    Leaf leaf() {
        return leaf;
    }

    int index() {
        return index;
    }

    /** The node above the leaf, or null if there is none. */
    @Nullable
    Inner parent() {
        return parent;
    }

    /** Where the leaf is in the node above. */
    int place() {
        return place;
    }

    byte[] entry() {
        return leaf.entry(index);
    }
}
