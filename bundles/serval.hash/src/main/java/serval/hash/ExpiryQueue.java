package serval.hash;

import java.util.Arrays;

/**
 * The entries of a table that expire, the earliest first: a binary heap whose entries know their place, so that any of them
 * is taken out without a search. It lies in pages, so that it grows by no more than one of them at a time.
 */
final class ExpiryQueue {
    private static final int SHALLOW_BYTES = 24;
    /** Entries of a page; only the first page may be shorter. */
    private static final int PAGE = 4096;

    private static final int MASK = PAGE - 1;
    private static final int SHIFT = Integer.numberOfTrailingZeros(PAGE);
    private static final int LEAST = 4;
    private static final byte[][][] NOTHING = {};

    private byte[][][] pages = NOTHING;
    /** How many pages are there. */
    private int count;

    private int size;

    int size() {
        return size;
    }

    long heapBytes() {
        long bytes = SHALLOW_BYTES + arrayBytes(pages.length);
        return count == 0 ? bytes : bytes + arrayBytes(pages[0].length) + (count - 1) * arrayBytes(PAGE);
    }

    private static long arrayBytes(int length) {
        return 12 + 4L * length + 7 & ~7L;
    }

    byte[] first() {
        return at(0);
    }

    /** When the first entry expires, or {@link Hash#NEVER}. */
    long next() {
        return size == 0 ? Hash.NEVER : FieldEntry.expiry(at(0));
    }

    void add(byte[] entry) {
        if (count == 0 || size == pages[0].length && size < PAGE) {
            int length = Math.min(PAGE, Math.max(LEAST, size + (size >> 1)));
            first(count == 0 ? new byte[length][] : Arrays.copyOf(pages[0], length));
        } else if (size == count * PAGE) {
            if (count == pages.length) {
                pages = Arrays.copyOf(pages, count + (count >> 1) + 1);
            }
            pages[count++] = new byte[PAGE][];
        }
        rise(size++, entry);
    }

    void remove(byte[] entry) {
        int place = FieldEntry.place(entry);
        byte[] last = at(--size);
        pages[size >>> SHIFT][size & MASK] = null;
        if (place < size) {
            settle(place, last);
        }
        if (size == 0) {
            pages = NOTHING;
            count = 0;
        } else if (count > 1 && size <= (count - 1) * PAGE - PAGE / 2) {
            pages[--count] = null;
        } else if (count == 1 && size < pages[0].length >> 2) {
            first(Arrays.copyOf(pages[0], pages[0].length >> 1));
        }
    }

    /** Makes a page the only one. */
    private void first(byte[][] page) {
        pages = new byte[][][] {page};
        count = 1;
    }

    private byte[] at(int place) {
        return pages[place >>> SHIFT][place & MASK];
    }

    /** Puts an entry in another one's place. */
    void replace(byte[] entry, byte[] other) {
        settle(FieldEntry.place(entry), other);
    }

    /** The number of entries that expired before a time; takes as long as there are such. */
    int expired(long now) {
        return expired(0, now);
    }

    private int expired(int place, long now) {
        if (place >= size || FieldEntry.expiry(at(place)) >= now) {
            return 0;
        }
        return 1 + expired(2 * place + 1, now) + expired(2 * place + 2, now);
    }

    private void settle(int place, byte[] entry) {
        if (place > 0 && FieldEntry.expiry(entry) < FieldEntry.expiry(at(place - 1 >> 1))) {
            rise(place, entry);
        } else {
            sink(place, entry);
        }
    }

    private void rise(int from, byte[] entry) {
        long expiry = FieldEntry.expiry(entry);
        int place = from;
        while (place > 0) {
            int parent = place - 1 >> 1;
            if (FieldEntry.expiry(at(parent)) <= expiry) {
                break;
            }
            put(place, at(parent));
            place = parent;
        }
        put(place, entry);
    }

    private void sink(int from, byte[] entry) {
        long expiry = FieldEntry.expiry(entry);
        int place = from;
        while (true) {
            int child = 2 * place + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && FieldEntry.expiry(at(child + 1)) < FieldEntry.expiry(at(child))) {
                child++;
            }
            if (FieldEntry.expiry(at(child)) >= expiry) {
                break;
            }
            put(place, at(child));
            place = child;
        }
        put(place, entry);
    }

    private void put(int place, byte[] entry) {
        pages[place >>> SHIFT][place & MASK] = entry;
        FieldEntry.place(entry, place);
    }
}
