package serval.stream;

/**
 * What the parts of one stream share: the account of its bytes, and the clock by which they know whether a saver still needs them.
 *
 * <p>Each part (a node, a chunk of pending entries) remembers the epoch it was made in. A saver opens a new epoch and takes
 * references; whoever changes a part of an earlier epoch while a saver is open changes a copy instead.
 */
final class Ledger {
    long bytes;
    int epoch;
    private int savers;

    void open() {
        epoch++;
        savers++;
    }

    void close() {
        savers--;
    }

    /** Whether a part made in this epoch may be needed as it is. */
    boolean isFrozen(int born) {
        return savers > 0 && born < epoch;
    }
}
