package serval.structures.table;

import org.jspecify.annotations.Nullable;

/**
 * The entries that a {@link HashTable} had when it was {@linkplain HashTable#freeze() frozen}, handed out one stretch after
 * another.
 *
 * @param <E> what an entry is
 */
public final class Frozen<E> {
    private final @Nullable Object[] @Nullable [] stretches;
    private final int count;
    private final long size;
    private int next;

    Frozen(@Nullable Object[] @Nullable [] stretches, int count, long size) {
        this.stretches = stretches;
        this.count = count;
        this.size = size;
    }

    /** Returns the number of entries, those visited included. */
    public long size() {
        return size;
    }

    /** Tells whether there is a stretch left. */
    public boolean hasNext() {
        return next < count;
    }

    /** Visits the next stretch, some thousands of entries at most unless hashes are bad, and lets go of it. */
    @SuppressWarnings("unchecked") // Only entries are ever put into slots.
    public void next(HashTable.Visitor<? super E> visitor) {
        @Nullable Object[] slots = stretches[next];
        stretches[next++] = null;
        if (slots == null) {
            return;
        }
        for (@Nullable Object entry : slots) {
            if (entry != null) {
                visitor.visit((E) entry);
            }
        }
    }
}
