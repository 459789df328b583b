package serval.list;

import serval.sdk.config.LongDirective;
import serval.sdk.config.LongDirective.Unit;

/**
 * How much goes into one packed list, in Redis' terms: a positive limit is a number of elements, a negative one a class of sizes in
 * bytes. The directives are objects of the bundle's and not a component's, for values read them after their bundle stopped.
 */
final class Limits {
    /** {@code list-max-listpack-size}. */
    static final LongDirective MAX_LISTPACK_SIZE = new LongDirective(
            "list-max-listpack-size",
            Unit.PLAIN,
            Integer.MIN_VALUE,
            Integer.MAX_VALUE,
            -2,
            java.util.List.of("list-max-ziplist-size"));
    /** {@code list-compress-depth}. It is kept for clients that ask; {@link ChunkList} decides itself what it codes in fewer bytes. */
    static final LongDirective COMPRESS_DEPTH =
            new LongDirective("list-compress-depth", Unit.PLAIN, 0, Integer.MAX_VALUE, 0);

    /** An element of this length is kept outside of packed lists. */
    static final int LARGE_ELEMENT = 1 << 30;
    /** What an element is taken to need besides its bytes. */
    static final int ELEMENT_OVERHEAD = 8;
    /** The length in bytes that no list limited by a number of elements outgrows. */
    private static final int SAFE_BYTES = 8192;

    private static final int LEAST_BYTES = 4096;
    private static final int SIZE_CLASSES = 5;
    private static final int LEAST_FILL = -SIZE_CLASSES;
    private static final int MOST_FILL = (1 << 15) - 1;

    private Limits() {}

    /** The limit that is configured now. */
    static int configured() {
        return (int) MAX_LISTPACK_SIZE.value();
    }

    /** The limit as a large list keeps it, from its beginning to its end. */
    static int ofLargeList() {
        return Math.clamp(configured(), LEAST_FILL, MOST_FILL);
    }

    /** The most bytes of a limit; {@link Long#MAX_VALUE} if it is one of elements. */
    static long bytes(int limit) {
        if (limit >= 0) {
            return Long.MAX_VALUE;
        }
        int sizeClass = limit < LEAST_FILL ? SIZE_CLASSES - 1 : -limit - 1;
        return (long) LEAST_BYTES << sizeClass;
    }

    /** The most elements of a limit; {@link Long#MAX_VALUE} if it is one of bytes. */
    static long elements(int limit) {
        return limit < 0 ? Long.MAX_VALUE : Math.max(1, limit);
    }

    /** Whether a packed list of this size is beyond the limit. */
    static boolean exceeds(int limit, long bytes, long elements) {
        if (limit < 0) {
            return bytes > bytes(limit);
        }
        return bytes > SAFE_BYTES || elements > elements(limit);
    }
}
