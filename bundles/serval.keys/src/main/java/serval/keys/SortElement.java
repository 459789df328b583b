package serval.keys;

import org.jspecify.annotations.Nullable;

/** An element to be sorted, and what it is sorted by. */
final class SortElement {
    final byte[] bytes;
    double score;

    /** What it is compared by where that is neither a number nor the element itself; null if its key is missing. */
    byte @Nullable [] weight;

    SortElement(byte[] bytes) {
        this.bytes = bytes;
    }
}
