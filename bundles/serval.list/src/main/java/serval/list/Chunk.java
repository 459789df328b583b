package serval.list;

import org.jspecify.annotations.Nullable;
import serval.structures.packed.PackedList;

/** A stretch of a large list: elements in a packed list, or one large element on its own. */
final class Chunk extends Node {
    private static final int OBJECT_BYTES = 40;
    private static final int ARRAY_BYTES = 16;

    /** The elements; null if there is a large one. */
    final @Nullable PackedList list;
    /** The large element; null if there is a packed list. */
    final byte @Nullable [] large;

    int count;

    @Nullable
    Chunk before;

    @Nullable
    Chunk after;

    /** A chunk of a packed list, which becomes the chunk's own. */
    Chunk(PackedList list, int count) {
        this.list = list;
        this.large = null;
        this.count = count;
    }

    /** A chunk of one element, whose array becomes the chunk's own. */
    Chunk(byte[] large) {
        this.list = null;
        this.large = large;
        this.count = 1;
    }

    /** A copy outside of any list that shares nothing that can change. */
    Chunk copy() {
        return list == null ? new Chunk(large) : new Chunk(list.copy(), count);
    }

    @Override
    long total() {
        return count;
    }

    long bytes() {
        return OBJECT_BYTES + (list != null ? list.heapBytes() : ARRAY_BYTES + large.length + 7L & ~7L);
    }
}
