package serval.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A few chunks that output queues have been emptied of, to be filled again while they are still in the processor's caches. For queues that
 * are used one at a time.
 */
public final class ChunkPool {
    private static final int MOST = 32;

    private final byte[][] chunks = new byte[MOST][];
    private int count;

    /** Creates an empty pool. */
    public ChunkPool() {}

    /** A chunk of {@link OutputQueue#PIECE} bytes with whatever is in it. */
    byte[] take() {
        if (count == 0) {
            return new byte[OutputQueue.PIECE];
        }
        byte @Nullable [] chunk = chunks[--count];
        assert chunk != null;
        return chunk;
    }

    void give(byte[] chunk) {
        if (count < MOST) {
            chunks[count++] = chunk;
        }
    }
}
