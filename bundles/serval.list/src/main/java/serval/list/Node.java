package serval.list;

import org.jspecify.annotations.Nullable;

/** A node of a {@link ChunkList}'s tree: a branch or a chunk. */
abstract class Node {
    @Nullable
    Branch parent;

    /** The epoch of the list in which this was made: a saver may need what is older than its own. */
    int born;

    /** The number of elements below this. */
    abstract long total();
}
