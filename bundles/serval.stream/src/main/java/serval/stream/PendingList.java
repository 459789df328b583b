package serval.stream;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Pending entries sorted by number, in chunks of at most {@value #MOST}. A saver takes the chunks as they are; a chunk that
 * a saver needs is copied before it is changed.
 */
final class PendingList {
    static final int MOST = 128;

    private static final int LEAST = 4;
    private static final int OBJECT_BYTES = 32;
    private static final int CHUNK_BYTES = 24 + 16;
    private static final int REFERENCE_BYTES = 4;

    /** A run of neighbours. */
    static final class Chunk {
        final int born;
        Nack[] nacks;
        int size;

        Chunk(int born, Nack[] nacks, int size) {
            this.born = born;
            this.nacks = nacks;
            this.size = size;
        }

        long bytes() {
            return CHUNK_BYTES + (long) nacks.length * REFERENCE_BYTES;
        }
    }

    private static final Chunk[] NONE = {};

    private final Ledger ledger;
    private Chunk[] chunks = NONE;
    private int count;
    private long size;
    /** Where the last look-up ended: its chunk, and the place in it. */
    private int chunkAt;

    private int placeAt;

    PendingList(Ledger ledger) {
        this.ledger = ledger;
        ledger.bytes += OBJECT_BYTES;
    }

    long size() {
        return size;
    }

    /** The chunks as they are now, for a saver. */
    Chunk[] chunksNow() {
        return Arrays.copyOf(chunks, count);
    }

    /** Takes this list's bytes out of the account, at its end. */
    void release() {
        ledger.bytes -= OBJECT_BYTES + (long) chunks.length * REFERENCE_BYTES;
        for (int i = 0; i < count; i++) {
            ledger.bytes -= chunks[i].bytes();
        }
    }

    // Looking

    @Nullable
    Nack first() {
        return count == 0 ? null : chunks[0].nacks[0];
    }

    @Nullable
    Nack last() {
        return count == 0 ? null : chunks[count - 1].nacks[chunks[count - 1].size - 1];
    }

    @Nullable
    Nack get(long ms, long seq) {
        return find(ms, seq) ? chunks[chunkAt].nacks[placeAt] : null;
    }

    /** The first one at or behind a number. */
    @Nullable
    Nack from(long ms, long seq) {
        find(ms, seq);
        return chunkAt == count ? null : chunks[chunkAt].nacks[placeAt];
    }

    /** The one behind this number. */
    @Nullable
    Nack behind(long ms, long seq) {
        if (find(ms, seq) && ++placeAt == chunks[chunkAt].size) {
            chunkAt++;
            placeAt = 0;
        }
        return chunkAt == count ? null : chunks[chunkAt].nacks[placeAt];
    }

    /** Points at a number, or at the first one behind it. */
    private boolean find(long ms, long seq) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = low + high >>> 1;
            Chunk chunk = chunks[middle];
            if (compare(chunk.nacks[chunk.size - 1], ms, seq) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        chunkAt = low;
        placeAt = 0;
        if (low == count) {
            return false;
        }
        Chunk chunk = chunks[low];
        int from = 0;
        int to = chunk.size;
        while (from < to) {
            int middle = from + to >>> 1;
            if (compare(chunk.nacks[middle], ms, seq) < 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        placeAt = from;
        return compare(chunk.nacks[from], ms, seq) == 0;
    }

    private static int compare(Nack nack, long ms, long seq) {
        return StreamId.compare(nack.ms(), nack.seq(), ms, seq);
    }

    // Changing

    /** Puts one in, or in the place of the one with its number. */
    void put(Nack nack) {
        if (find(nack.ms(), nack.seq())) {
            writable(chunkAt).nacks[placeAt] = nack;
            return;
        }
        size++;
        if (count == 0) {
            insertChunk(0, new Chunk(ledger.epoch, new Nack[LEAST], 0));
        } else if (chunkAt == count) {
            chunkAt = count - 1;
            placeAt = chunks[chunkAt].size;
            if (placeAt == MOST) {
                insertChunk(count, new Chunk(ledger.epoch, new Nack[LEAST], 0));
                chunkAt = count - 1;
                placeAt = 0;
            }
        } else if (chunks[chunkAt].size == MOST) {
            split();
        }
        Chunk chunk = writable(chunkAt);
        if (chunk.size == chunk.nacks.length) {
            int room = Math.min(MOST, chunk.size * 2);
            ledger.bytes += (long) (room - chunk.size) * REFERENCE_BYTES;
            chunk.nacks = Arrays.copyOf(chunk.nacks, room);
        }
        System.arraycopy(chunk.nacks, placeAt, chunk.nacks, placeAt + 1, chunk.size - placeAt);
        chunk.nacks[placeAt] = nack;
        chunk.size++;
    }

    private void split() {
        Chunk full = writable(chunkAt);
        int half = MOST / 2;
        Chunk upper = new Chunk(ledger.epoch, new Nack[MOST], MOST - half);
        System.arraycopy(full.nacks, half, upper.nacks, 0, MOST - half);
        Arrays.fill(full.nacks, half, MOST, null);
        full.size = half;
        insertChunk(chunkAt + 1, upper);
        if (placeAt > half) {
            chunkAt++;
            placeAt -= half;
        }
    }

    /** Removes the one with this number; returns it, or null if it was not there. */
    @Nullable
    Nack remove(long ms, long seq) {
        if (!find(ms, seq)) {
            return null;
        }
        Chunk chunk = writable(chunkAt);
        Nack gone = chunk.nacks[placeAt];
        System.arraycopy(chunk.nacks, placeAt + 1, chunk.nacks, placeAt, chunk.size - placeAt - 1);
        chunk.nacks[--chunk.size] = null;
        size--;
        if (chunk.size == 0) {
            removeChunk(chunkAt);
        } else if (chunkAt + 1 < count && chunk.size + chunks[chunkAt + 1].size <= MOST / 2) {
            join(chunk, chunks[chunkAt + 1]);
        }
        return gone;
    }

    private void join(Chunk chunk, Chunk next) {
        int both = chunk.size + next.size;
        if (both > chunk.nacks.length) {
            ledger.bytes += (long) (both - chunk.nacks.length) * REFERENCE_BYTES;
            chunk.nacks = Arrays.copyOf(chunk.nacks, both);
        }
        System.arraycopy(next.nacks, 0, chunk.nacks, chunk.size, next.size);
        chunk.size = both;
        removeChunk(chunkAt + 1);
    }

    private Chunk writable(int index) {
        Chunk chunk = chunks[index];
        if (!ledger.isFrozen(chunk.born)) {
            return chunk;
        }
        Chunk copy = new Chunk(ledger.epoch, chunk.nacks.clone(), chunk.size);
        chunks[index] = copy;
        return copy;
    }

    private void insertChunk(int index, Chunk chunk) {
        if (count == chunks.length) {
            int room = count == 0 ? 1 : count + (count >> 1) + 1;
            ledger.bytes += (long) (room - count) * REFERENCE_BYTES;
            chunks = Arrays.copyOf(chunks, room);
        }
        System.arraycopy(chunks, index, chunks, index + 1, count - index);
        chunks[index] = chunk;
        count++;
        ledger.bytes += chunk.bytes();
    }

    private void removeChunk(int index) {
        ledger.bytes -= chunks[index].bytes();
        System.arraycopy(chunks, index + 1, chunks, index, count - index - 1);
        chunks[--count] = null;
    }
}
