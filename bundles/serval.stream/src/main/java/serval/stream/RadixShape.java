package serval.stream;

/**
 * Works out how many nodes Redis' radix tree over the same macro nodes would have: XINFO STREAM tells it.
 *
 * <p>The keys are the macro nodes' numbers as sixteen bytes. The tree has a node for each key, one where keys part, and one for each
 * stretch of bytes between two of those. Where keys part follows from how many bytes neighbours have in common.
 */
final class RadixShape {
    private static final int KEY_BYTES = 16;

    private RadixShape() {}

    static long nodes(Stream stream) {
        int keys = stream.nodes();
        if (keys == 0) {
            return 1;
        }
        if (keys == 1) {
            return 2;
        }
        // Depths at which keys part, from the root to the present key, each greater than the one before.
        int[] open = new int[KEY_BYTES + 1];
        int depth = 0;
        long nodes = 0;
        int before = -1;
        for (int i = 0; i < keys; i++) {
            int after = i + 1 < keys ? common(stream.node(i), stream.node(i + 1)) : -1;
            int parent = Math.max(before, after);
            nodes += parent + 1 < KEY_BYTES ? 2 : 1;
            while (depth > 0 && open[depth - 1] > after) {
                int closing = open[--depth];
                int above = Math.max(depth > 0 ? open[depth - 1] : -1, after);
                nodes += closing > above + 1 ? 2 : 1;
            }
            if (after >= 0 && (depth == 0 || open[depth - 1] < after)) {
                open[depth++] = after;
            }
            before = after;
        }
        return nodes;
    }

    /** How many leading bytes two numbers have in common. */
    private static int common(Node one, Node other) {
        long ms = one.ms ^ other.ms;
        return ms != 0 ? Long.numberOfLeadingZeros(ms) / 8 : 8 + Long.numberOfLeadingZeros(one.seq ^ other.seq) / 8;
    }
}
