package serval.keys;

/**
 * The part of a sorted result that LIMIT leaves.
 *
 * @param from the first index
 * @param to the index behind the last
 */
record SortWindow(int from, int to) {

    static SortWindow of(long size, long offset, long count) {
        long from = Math.min(Math.max(offset, 0), size);
        long length = count < 0 ? size - from : Math.min(count, size - from);
        return new SortWindow((int) from, (int) (from + length));
    }

    int length() {
        return to - from;
    }
}
