package serval.list;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An inner node of a {@link ChunkList}'s tree, with up to {@link #MOST} children and the number of elements below it. */
final class Branch extends Node {
    static final int MOST = 32;

    private static final int LEAST_ROOM = 4;
    private static final int OBJECT_BYTES = 40;
    private static final int ARRAY_BYTES = 16;

    /** Whether the children are chunks. */
    final boolean bottom;

    @Nullable
    Node[] children = new Node[LEAST_ROOM];

    int size;
    long total;

    Branch(boolean bottom, int born) {
        this.bottom = bottom;
        this.born = born;
    }

    @Override
    long total() {
        return total;
    }

    long bytes() {
        return OBJECT_BYTES + ARRAY_BYTES + 4L * children.length;
    }

    int indexOf(Node child) {
        int i = 0;
        while (children[i] != child) {
            i++;
        }
        return i;
    }

    /** Puts a child at an index; the totals are left alone. */
    void put(int at, Node child) {
        if (size == children.length) {
            children = Arrays.copyOf(children, Math.min(MOST, size * 2));
        }
        System.arraycopy(children, at, children, at + 1, size - at);
        children[at] = child;
        child.parent = this;
        size++;
    }

    /** Takes the child at an index out; the totals are left alone. */
    void take(int at) {
        size--;
        System.arraycopy(children, at + 1, children, at, size - at);
        children[size] = null;
    }

    /** Moves the children from an index on behind those of another branch, with what they count for. */
    void move(int from, Branch to) {
        int count = size - from;
        if (to.children.length < to.size + count) {
            to.children = Arrays.copyOf(to.children, MOST);
        }
        System.arraycopy(children, from, to.children, to.size, count);
        Arrays.fill(children, from, size, null);
        size = from;
        long moved = 0;
        for (int i = to.size; i < to.size + count; i++) {
            Node child = to.children[i];
            child.parent = to;
            moved += child.total();
        }
        to.size += count;
        to.total += moved;
        total -= moved;
    }
}
