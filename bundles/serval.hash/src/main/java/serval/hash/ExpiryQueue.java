package serval.hash;

import java.util.Arrays;

/**
 * The entries of a table that expire, the earliest first: a binary heap whose entries know their place, so that any of them
 * is taken out without a search.
 */
final class ExpiryQueue {
    private static final int SHALLOW_BYTES = 16;
    private static final byte[][] NOTHING = {};

    private byte[][] entries = NOTHING;
    private int size;

    int size() {
        return size;
    }

    long heapBytes() {
        return SHALLOW_BYTES + (12 + 4L * entries.length + 7 & ~7L);
    }

    byte[] first() {
        return entries[0];
    }

    /** When the first entry expires, or {@link Hash#NEVER}. */
    long next() {
        return size == 0 ? Hash.NEVER : FieldEntry.expiry(entries[0]);
    }

    void add(byte[] entry) {
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, Math.max(4, size + (size >> 1)));
        }
        rise(size++, entry);
    }

    void remove(byte[] entry) {
        int place = FieldEntry.place(entry);
        byte[] last = entries[--size];
        entries[size] = null;
        if (place < size) {
            settle(place, last);
        }
        if (size < entries.length >> 2) {
            entries = size == 0 ? NOTHING : Arrays.copyOf(entries, entries.length >> 1);
        }
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
        if (place >= size || FieldEntry.expiry(entries[place]) >= now) {
            return 0;
        }
        return 1 + expired(2 * place + 1, now) + expired(2 * place + 2, now);
    }

    private void settle(int place, byte[] entry) {
        if (place > 0 && FieldEntry.expiry(entry) < FieldEntry.expiry(entries[place - 1 >> 1])) {
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
            if (FieldEntry.expiry(entries[parent]) <= expiry) {
                break;
            }
            put(place, entries[parent]);
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
            if (child + 1 < size && FieldEntry.expiry(entries[child + 1]) < FieldEntry.expiry(entries[child])) {
                child++;
            }
            if (FieldEntry.expiry(entries[child]) >= expiry) {
                break;
            }
            put(place, entries[child]);
            place = child;
        }
        put(place, entry);
    }

    private void put(int place, byte[] entry) {
        entries[place] = entry;
        FieldEntry.place(entry, place);
    }
}
