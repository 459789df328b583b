package serval.example.filters;

import org.jspecify.annotations.Nullable;

/**
 * A fixed number of bytes, seen as bits or as octets; all zero at first. This is version 2's form: pages, which come into being
 * when something is written to them, and which views and copies share until one side writes.
 *
 * <p>Against version 1's arrays of 64 KB: a filter takes memory in smaller steps as it fills, and a copy or a view costs a reference
 * for each page.
 */
final class Bits {
    /** Bytes in a chunk: what is saved and loaded at once, and a page. */
    static final int CHUNK = 4096;

    private static final int PAGE_BYTES = 16 + CHUNK;

    private final long size;
    private final byte @Nullable [][] pages;
    /** Whether somebody else may refer to a page: it is copied before it is written to. */
    private final boolean[] shared;

    private int present;

    /** Creates {@code size} bytes. */
    Bits(long size) {
        this(size, new byte[Math.toIntExact(Math.ceilDiv(size, CHUNK))][], 0);
    }

    private Bits(long size, byte @Nullable [][] pages, int present) {
        this.size = size;
        this.pages = pages;
        this.present = present;
        shared = new boolean[pages.length];
    }

    /** What OBJECT ENCODING tells. */
    static String encoding() {
        return "pages";
    }

    long size() {
        return size;
    }

    /** The heap bytes held. */
    long memory() {
        return 80 + pages.length * 9L + (long) present * PAGE_BYTES;
    }

    int chunks() {
        return pages.length;
    }

    /** The number of bytes in a chunk: {@link #CHUNK}, but for the last one. */
    int length(int chunk) {
        return (int) Math.min(CHUNK, size - (long) chunk * CHUNK);
    }

    boolean get(long bit) {
        return (octet(bit >>> 3) & 1 << (bit & 7)) != 0;
    }

    /** Sets a bit and returns whether it was clear. */
    boolean set(long bit) {
        int before = octet(bit >>> 3);
        int after = before | 1 << (bit & 7);
        if (after == before) {
            return false;
        }
        octet(bit >>> 3, after);
        return true;
    }

    /** The octet at an index, 0 to 255. */
    int octet(long index) {
        byte[] page = pages[(int) (index / CHUNK)];
        return page == null ? 0 : page[(int) (index % CHUNK)] & 0xff;
    }

    void octet(long index, int value) {
        writable((int) (index / CHUNK))[(int) (index % CHUNK)] = (byte) value;
    }

    private byte[] writable(int at) {
        byte[] page = pages[at];
        if (page == null) {
            page = new byte[CHUNK];
            pages[at] = page;
            present++;
        } else if (shared[at]) {
            page = page.clone();
            pages[at] = page;
        }
        shared[at] = false;
        return page;
    }

    /** Copies bytes out. */
    void read(long from, byte[] into, int length) {
        for (int i = 0; i < length; i++) {
            into[i] = (byte) octet(from + i);
        }
    }

    /** Copies bytes in. */
    void write(long at, byte[] bytes, int offset, int length) {
        for (int i = 0; i < length; ) {
            int within = (int) ((at + i) % CHUNK);
            int part = Math.min(length - i, CHUNK - within);
            System.arraycopy(bytes, offset + i, writable((int) ((at + i) / CHUNK)), within, part);
            i += part;
        }
    }

    Bits copy() {
        return new Bits(size, share(), present).allShared();
    }

    private Bits allShared() {
        java.util.Arrays.fill(shared, true);
        return this;
    }

    private byte @Nullable [][] share() {
        allShared();
        return pages.clone();
    }

    /** Opens a view of the bytes as they are now. It has to be closed. */
    Frozen freeze() {
        return new Frozen(this, share());
    }

    /** Bytes as they were; chunks are given in order. */
    static final class Frozen {
        private final Bits bits;
        private final byte @Nullable [][] pages;
        private int given;

        private Frozen(Bits bits, byte @Nullable [][] pages) {
            this.bits = bits;
            this.pages = pages;
        }

        /** The next chunk's bytes into {@code target}; returns their number, or 0 if all of them are zero. */
        int next(byte[] target) {
            byte[] page = pages[given];
            int length = bits.length(given);
            pages[given++] = null;
            if (page == null) {
                return 0;
            }
            System.arraycopy(page, 0, target, 0, length);
            for (int i = 0; i < length; i++) {
                if (target[i] != 0) {
                    return length;
                }
            }
            return 0;
        }

        void close() {
            given = pages.length;
        }
    }
}
