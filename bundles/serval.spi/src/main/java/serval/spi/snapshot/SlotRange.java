package serval.spi.snapshot;

/**
 * Hash slots from {@code first} to {@code last}, both included.
 */
public record SlotRange(int first, int last) {
    /** All slots. */
    public static final SlotRange ALL = new SlotRange(0, 16383);

    /** Whether a slot is in the range. */
    public boolean contains(int slot) {
        return slot >= first && slot <= last;
    }
}
