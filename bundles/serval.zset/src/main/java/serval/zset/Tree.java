package serval.zset;

import org.jspecify.annotations.Nullable;

/**
 * Entries in the order of their scores, those of one score in the order of their bytes: a B+ tree whose inner nodes count what is
 * below them, so that ranks are found on the way down.
 *
 * <p>{@link #open} keeps the tree of that moment for somebody who reads it in slices: from then on a node is copied when it would be
 * changed for the first time. What has been read ({@link #passed}) need not be kept any longer.
 */
final class Tree {
    private static final int SHALLOW_BYTES = 40;
    /** So many scores lie in a line of the processor's caches, and twice as many references. */
    private static final int PER_LINE = 8;
    /** A node with fewer entries or children looks for a neighbour to join. */
    private static final int FEW = Node.MOST / 4;
    /** Two nodes join when they have no more than this together. */
    private static final int JOINED = Node.MOST * 3 / 4;
    /** How much the left one keeps of a node that split because something was added behind it. */
    private static final int KEPT_AT_END = Node.MOST - 4;

    private Node root = new Leaf(0, 1);
    private long bytes = SHALLOW_BYTES + root.bytes();
    private int epoch;
    /** Nodes up to this epoch belong to a snapshot, too. */
    private int shared = -1;

    private int snapshots;
    /** The bytes of nodes that only snapshots have. */
    private long kept;

    Node root() {
        return root;
    }

    /** The bytes of all nodes; entries are not included. */
    long bytes() {
        return bytes;
    }

    /** Keeps the nodes of this moment until {@link #close}. */
    Node open() {
        snapshots++;
        shared = epoch++;
        return root;
    }

    /** Lets go of a moment. */
    void close() {
        if (--snapshots == 0) {
            shared = -1;
            kept = 0;
        }
    }

    /**
     * A leaf of the only moment that is kept has been read and will not be again: the tree may change it, and if it has a copy already this
     * one goes.
     *
     * @param parent the node above, of that moment; null if the leaf is the root
     * @param at its place there
     */
    void passed(Leaf leaf, @Nullable Inner parent, int at) {
        if (snapshots > 1) {
            // Another moment may have this leaf as well.
            return;
        }
        if (leaf.epoch == Node.REPLACED) {
            kept -= leaf.bytes();
        }
        leaf.epoch = epoch;
        if (parent != null && parent.epoch == Node.REPLACED) {
            parent.children[at] = null;
        }
    }

    /** The bytes of nodes that are there only because a moment is kept. */
    long kept() {
        return kept;
    }

    private Node own(Node node) {
        if (node.epoch > shared) {
            return node;
        }
        Node copy = node.copy(epoch);
        node.epoch = Node.REPLACED;
        kept += node.bytes();
        return copy;
    }

    // Adding

    /** Adds an entry whose member is not there. */
    void add(byte[] entry, double score) {
        root = own(root);
        Node right = add(root, entry, score);
        if (right != null) {
            Inner top = new Inner(epoch, Node.capacity(2));
            byte[] bound = bound(right);
            top.insert(0, root, boundScore(right), bound);
            top.insert(1, right, boundScore(right), bound);
            bytes += top.bytes();
            root = top;
        }
    }

    private @Nullable Node add(Node node, byte[] entry, double score) {
        int length = Entries.length(entry);
        if (node instanceof Leaf leaf) {
            return add(leaf, leaf.search(score, entry, Entries.HEAD, length), entry, score);
        }
        Inner inner = (Inner) node;
        int at = inner.search(score, entry, Entries.HEAD, length);
        Node child = own(inner.child(at));
        inner.children[at] = child;
        Node right = add(child, entry, score);
        if (right == null) {
            inner.sizes[at]++;
            return null;
        }
        inner.sizes[at] = child.total();
        Inner half = null;
        Inner place = inner;
        bytes -= inner.bytes();
        if (inner.count == Node.MOST) {
            half = inner.split(at == Node.MOST - 1 ? KEPT_AT_END : Node.MOST / 2);
            if (at >= inner.count) {
                at -= inner.count;
                place = half;
            }
        }
        place.insert(at + 1, right, boundScore(right), bound(right));
        bytes += inner.bytes() + (half == null ? 0 : half.bytes());
        return half;
    }

    private @Nullable Leaf add(Leaf leaf, int at, byte[] entry, double score) {
        if (leaf.count < leaf.entries.length) {
            leaf.insert(at, entry, score);
            return null;
        }
        bytes -= leaf.bytes();
        Leaf right = null;
        if (leaf.count < Node.MOST) {
            leaf.insert(at, entry, score);
        } else {
            right = leaf.split(at == Node.MOST ? KEPT_AT_END : Node.MOST / 2);
            if (at <= leaf.count) {
                leaf.insert(at, entry, score);
            } else {
                right.insert(at - leaf.count, entry, score);
            }
            bytes += right.bytes();
        }
        bytes += leaf.bytes();
        return right;
    }

    private static byte[] bound(Node node) {
        if (node instanceof Leaf leaf) {
            return leaf.entry(0);
        }
        byte[] bound = ((Inner) node).bounds[0];
        assert bound != null;
        return bound;
    }

    private static double boundScore(Node node) {
        return node instanceof Leaf leaf ? leaf.scores[0] : ((Inner) node).scores[0];
    }

    // Removing

    /** Removes the entry that has this score and this member, which must be there. */
    void remove(double score, byte[] member, int offset, int length) {
        root = own(root);
        remove(root, score, member, offset, length);
        while (root instanceof Inner top && top.count < 2) {
            bytes -= top.bytes();
            if (top.count == 0) {
                root = new Leaf(epoch, 1);
                bytes += root.bytes();
            } else {
                root = top.child(0);
            }
        }
    }

    private void remove(Node node, double score, byte[] member, int offset, int length) {
        if (node instanceof Leaf leaf) {
            bytes -= leaf.bytes();
            leaf.remove(leaf.search(score, member, offset, length));
            bytes += leaf.bytes();
            return;
        }
        Inner inner = (Inner) node;
        int at = inner.search(score, member, offset, length);
        Node child = own(inner.child(at));
        inner.children[at] = child;
        remove(child, score, member, offset, length);
        inner.sizes[at]--;
        if (child.count < FEW) {
            join(inner, at, child);
        }
    }

    /** Lets a node that has become small go, if it is empty, or join a neighbour. */
    private void join(Inner inner, int at, Node child) {
        if (child.count == 0) {
            bytes -= inner.bytes() + child.bytes();
            inner.remove(at);
            bytes += inner.bytes();
        } else if (inner.count > 1) {
            int first = at > 0 ? at - 1 : 0;
            Node left = inner.child(first);
            Node right = inner.child(first + 1);
            if (left.count + right.count <= JOINED) {
                bytes -= inner.bytes() + left.bytes() + right.bytes();
                left = own(left);
                if (right instanceof Inner next) {
                    // What was known of its first child only by its own place.
                    next = (Inner) own(next);
                    next.scores[0] = inner.scores[first + 1];
                    next.bounds[0] = inner.bounds[first + 1];
                    right = next;
                }
                left.append(right);
                inner.children[first] = left;
                inner.sizes[first] += inner.sizes[first + 1];
                inner.remove(first + 1);
                bytes += inner.bytes() + left.bytes();
            }
        }
    }

    // Moving

    /** Gives an entry another score. */
    void move(byte[] entry, double from, double to) {
        root = own(root);
        if (!moveInLeaf(entry, from, to)) {
            remove(from, entry, Entries.HEAD, Entries.length(entry));
            add(entry, to);
        }
    }

    /** Moves an entry if it stays between the first and the last one of its leaf. */
    private boolean moveInLeaf(byte[] entry, double from, double to) {
        int length = Entries.length(entry);
        Node node = root;
        while (node instanceof Inner inner) {
            int at = inner.search(from, entry, Entries.HEAD, length);
            node = own(inner.child(at));
            inner.children[at] = node;
        }
        Leaf leaf = (Leaf) node;
        if (leaf != root && (to < leaf.scores[0] || to > leaf.scores[leaf.count - 1])) {
            return false;
        }
        int target = leaf.search(to, entry, Entries.HEAD, length);
        if ((target == 0 || target == leaf.count) && leaf != root) {
            return false;
        }
        int source = leaf.search(from, entry, Entries.HEAD, length);
        leaf.move(source, target > source ? target - 1 : target, to);
        return true;
    }

    /**
     * Reads the leaves where entries of these scores are or would be. First come all the ways down, then all leaves, so that
     * the processor waits for many of them at a time. The result means nothing.
     */
    long warm(double[] scores, int count) {
        Node[] leaves = new Node[count];
        for (int i = 0; i < count; i++) {
            Node node = root;
            while (node instanceof Inner inner) {
                node = inner.child(inner.below(scores[i], true));
            }
            leaves[i] = node;
        }
        double sum = 0;
        for (int i = 0; i < count; i++) {
            Leaf leaf = (Leaf) leaves[i];
            sum += leaf.scores[0] + leaf.entries.length;
        }
        for (int i = 0; i < count; i++) {
            Leaf leaf = (Leaf) leaves[i];
            for (int at = PER_LINE; at < leaf.count; at += PER_LINE) {
                sum += leaf.scores[at];
            }
            for (int at = 0; at < leaf.count; at += 2 * PER_LINE) {
                sum += leaf.entries[at] == null ? 1 : 0;
            }
        }
        return (long) sum;
    }

    // Ranks

    /** The number of entries before the one that has this score and this member. */
    long rank(double score, byte[] member, int offset, int length) {
        Node node = root;
        long before = 0;
        while (node instanceof Inner inner) {
            int at = inner.search(score, member, offset, length);
            before += inner.before(at);
            node = inner.child(at);
        }
        return before + ((Leaf) node).search(score, member, offset, length);
    }

    /** The number of entries with a lower score, or with one that is not higher. */
    long below(double score, boolean orEqual) {
        Node node = root;
        long before = 0;
        while (node instanceof Inner inner) {
            int at = inner.below(score, orEqual);
            before += inner.before(at);
            node = inner.child(at);
        }
        return before + ((Leaf) node).below(score, orEqual);
    }

    /** The number of entries whose members are lower, or not higher, than this, if all have the same score. */
    long below(byte[] member, int offset, int length, boolean orEqual) {
        Node node = root;
        long before = 0;
        while (node instanceof Inner inner) {
            int at = inner.below(member, offset, length, orEqual);
            before += inner.before(at);
            node = inner.child(at);
        }
        return before + ((Leaf) node).below(member, offset, length, orEqual);
    }
}
