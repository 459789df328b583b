package serval.list;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chunks in their order, linked with their neighbours and counted by a tree, so that the ends are at hand and any index is found in
 * logarithmic time. Nothing is shifted by more than the width of a branch.
 *
 * <p>A saver keeps the arrays of the lowest branches as they were when it was opened. While one is open, what is older than it is
 * not changed: a chunk is replaced by a copy, a branch's array by another.
 */
class ChunkTree {
    private static final int FEW = Branch.MOST / 4;

    private @Nullable Branch root;

    @Nullable
    Chunk first;

    @Nullable
    Chunk last;

    private long bytes;
    private int chunks;
    private int epoch;
    private int savers;

    /** The number of elements. */
    long elements() {
        return root == null ? 0 : root.total;
    }

    /** The number of chunks. */
    int chunks() {
        return chunks;
    }

    /** The heap bytes of chunks and branches. */
    long bytes() {
        return bytes;
    }

    // Savers

    /** What a saver needs of the lowest branches: their arrays, and how many chunks are in each. */
    record Frozen(Node[][] arrays, int[] sizes, int chunks) {}

    /** Opens a saver: from now on nothing that is there now is changed, until {@link #thaw}. */
    Frozen freeze() {
        epoch++;
        savers++;
        List<Branch> lowest = new ArrayList<>();
        if (root != null) {
            collect(root, lowest);
        }
        Node[][] arrays = new Node[lowest.size()][];
        int[] sizes = new int[arrays.length];
        for (int i = 0; i < arrays.length; i++) {
            arrays[i] = lowest.get(i).children;
            sizes[i] = lowest.get(i).size;
        }
        return new Frozen(arrays, sizes, chunks);
    }

    private static void collect(Branch branch, List<Branch> lowest) {
        if (branch.bottom) {
            lowest.add(branch);
            return;
        }
        for (int i = 0; i < branch.size; i++) {
            collect((Branch) branch.children[i], lowest);
        }
    }

    /** Closes a saver. */
    void thaw() {
        savers--;
    }

    /** Whether a saver needs a node as it is. */
    final boolean isFrozen(Node node) {
        return savers > 0 && node.born < epoch;
    }

    /** The chunk to be changed, open: the one given, or a copy in its place if a saver needs it. */
    Chunk writable(Chunk chunk) {
        Chunk own = isFrozen(chunk) ? replaceByCopy(chunk) : chunk;
        if (own.coded != null) {
            long before = own.bytes();
            own.open();
            changed(own, 0, before);
        }
        return own;
    }

    private Chunk replaceByCopy(Chunk chunk) {
        Chunk copy = chunk.copy();
        copy.born = epoch;
        Branch branch = own(chunk.parent);
        branch.children[branch.indexOf(chunk)] = copy;
        copy.parent = branch;
        copy.before = chunk.before;
        copy.after = chunk.after;
        link(copy);
        bytes += copy.bytes() - chunk.bytes();
        return copy;
    }

    /** A branch whose array may be changed. */
    private Branch own(Branch branch) {
        if (branch.bottom && isFrozen(branch)) {
            branch.children = branch.children.clone();
            branch.born = epoch;
        }
        return branch;
    }

    /** Has the neighbours of a chunk, or the ends, point to it. */
    private void link(Chunk chunk) {
        if (chunk.before == null) {
            first = chunk;
        } else {
            chunk.before.after = chunk;
        }
        if (chunk.after == null) {
            last = chunk;
        } else {
            chunk.after.before = chunk;
        }
    }

    // Counting

    /** Notes that a chunk has more elements, or fewer, and takes other bytes than before. */
    void changed(Chunk chunk, int more, long bytesBefore) {
        chunk.count += more;
        bytes += chunk.bytes() - bytesBefore;
        for (Branch above = chunk.parent; above != null; above = above.parent) {
            above.total += more;
        }
    }

    /** The chunk that has an index, which must be there, and in {@link #offset} the element's place in it. */
    Chunk find(long index) {
        if (index < first.count) {
            offset = (int) index;
            return first;
        }
        long fromLast = index - (root.total - last.count);
        if (fromLast >= 0) {
            offset = (int) fromLast;
            return last;
        }
        long left = index;
        Node node = root;
        while (node instanceof Branch branch) {
            int i = 0;
            while (left >= branch.children[i].total()) {
                left -= branch.children[i++].total();
            }
            node = branch.children[i];
        }
        offset = (int) left;
        return (Chunk) node;
    }

    /** Set by {@link #find}. */
    int offset;

    // Changing

    /** Adds a chunk before or behind another; the other is null if there is none. */
    void add(Chunk chunk, @Nullable Chunk beside, boolean behind) {
        chunk.born = epoch;
        Branch branch;
        if (beside == null) {
            branch = new Branch(true, epoch);
            root = branch;
            bytes += branch.bytes();
            branch.put(0, chunk);
            first = chunk;
            last = chunk;
        } else {
            chunk.before = behind ? beside : beside.before;
            chunk.after = behind ? beside.after : beside;
            link(chunk);
            branch = own(beside.parent);
            insert(branch, branch.indexOf(beside) + (behind ? 1 : 0), chunk);
        }
        chunks++;
        bytes += chunk.bytes();
        for (Branch above = chunk.parent; above != null; above = above.parent) {
            above.total += chunk.count;
        }
    }

    private void insert(Branch branch, int at, Node child) {
        if (branch.size < Branch.MOST) {
            put(branch, at, child);
            return;
        }
        // At an end what is there stays together: that is where lists grow.
        int cut = at == Branch.MOST ? at : at == 0 ? 0 : Branch.MOST / 2;
        Branch right = new Branch(branch.bottom, epoch);
        bytes += right.bytes();
        move(branch, cut, right);
        if (cut == 0 || at < cut) {
            put(branch, at, child);
        } else {
            put(right, at - cut, child);
            if (!branch.bottom) {
                // A branch that was split off is counted already, where it comes from.
                right.total += child.total();
                branch.total -= child.total();
            }
        }
        if (branch.parent != null) {
            insert(branch.parent, branch.parent.indexOf(branch) + 1, right);
            return;
        }
        Branch above = new Branch(false, epoch);
        bytes += above.bytes();
        above.put(0, branch);
        above.put(1, right);
        above.total = branch.total + right.total;
        root = above;
    }

    private void put(Branch branch, int at, Node child) {
        bytes -= branch.bytes();
        branch.put(at, child);
        bytes += branch.bytes();
    }

    private void move(Branch from, int at, Branch to) {
        bytes -= from.bytes() + to.bytes();
        from.move(at, to);
        bytes += from.bytes() + to.bytes();
    }

    /** Removes a chunk with all its elements. */
    void remove(Chunk chunk) {
        if (chunk.before == null) {
            first = chunk.after;
        } else {
            chunk.before.after = chunk.after;
        }
        if (chunk.after == null) {
            last = chunk.before;
        } else {
            chunk.after.before = chunk.before;
        }
        chunks--;
        bytes -= chunk.bytes();
        for (Branch above = chunk.parent; above != null; above = above.parent) {
            above.total -= chunk.count;
        }
        take(own(chunk.parent), chunk);
        if (!isFrozen(chunk)) {
            chunk.parent = null;
        }
    }

    private void take(Branch branch, Node child) {
        branch.take(branch.indexOf(child));
        Branch above = branch.parent;
        if (branch.size == 0) {
            bytes -= branch.bytes();
            if (above == null) {
                root = null;
            } else {
                take(above, branch);
            }
            return;
        }
        if (above == null) {
            if (branch.size == 1 && !branch.bottom) {
                bytes -= branch.bytes();
                root = (Branch) branch.children[0];
                root.parent = null;
            }
            return;
        }
        int at = above.indexOf(branch);
        if (branch.size <= FEW && at + 1 < above.size) {
            Branch next = (Branch) above.children[at + 1];
            if (next.size + branch.size <= Branch.MOST / 2) {
                move(own(next), 0, branch);
                bytes -= next.bytes();
                take(above, next);
            }
        }
    }
}
