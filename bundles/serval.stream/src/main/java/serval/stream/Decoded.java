package serval.stream;

import org.jspecify.annotations.Nullable;
import serval.structures.packed.PackedList;

/**
 * The lists of the coded nodes that were read last: readers come back to the same nodes, each to its own, and a reader who goes on behind
 * the end of one node looks at two. Used under the engine lock only.
 */
final class Decoded {
    /** How many are kept; a node has some kilobytes. */
    private static final int KEPT = 8;

    private static final @Nullable Object[] BODIES = new Object[KEPT];
    private static final PackedList[] LISTS = new PackedList[KEPT];
    private static int next;

    private Decoded() {}

    /** The list that was kept for a body, or null. */
    static @Nullable PackedList find(Object body) {
        for (int i = 0; i < KEPT; i++) {
            if (BODIES[i] == body) {
                return LISTS[i];
            }
        }
        return null;
    }

    /** Keeps a list, and lets go of the one that was kept first. */
    static void keep(Object body, PackedList list) {
        BODIES[next] = body;
        LISTS[next] = list;
        next = (next + 1) % KEPT;
    }
}
