package serval.spi.request;

import serval.sdk.type.Upcoming;

/** A list of the requests that a glance ahead has found, reused for the next glance. */
public final class UpcomingRequests implements Upcoming {
    private static final byte[] NOTHING = new byte[0];

    private final int[] offsets = new int[MOST * LAST_WORD];
    private final int[] lengths = new int[MOST * LAST_WORD];
    private byte[] array = NOTHING;
    private int count;

    /** Creates an empty list. */
    public UpcomingRequests() {}

    /** Forgets all requests; those to come lie in this array. */
    public void clear(byte[] bytes) {
        // To store a reference costs a collector's barrier.
        if (array != bytes) {
            array = bytes;
        }
        count = 0;
    }

    /** How many requests there are. */
    public int count() {
        return count;
    }

    /** Whether there is no room for another one. */
    public boolean isFull() {
        return count == MOST;
    }

    /** Sets where a word, from 1 to {@link #LAST_WORD}, of the request lies that will be added next; -1 as its length if it has none. */
    public void word(int word, int offset, int length) {
        int at = count * LAST_WORD + word - 1;
        offsets[at] = offset;
        lengths[at] = length;
    }

    /** Adds a request, all words of which have been set. */
    public void add() {
        count++;
    }

    @Override
    public byte[] array() {
        return array;
    }

    @Override
    public int offset(int request, int word) {
        return offsets[request * LAST_WORD + word - 1];
    }

    @Override
    public int length(int request, int word) {
        return lengths[request * LAST_WORD + word - 1];
    }
}
