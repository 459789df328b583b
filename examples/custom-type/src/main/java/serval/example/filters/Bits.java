package serval.example.filters;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of bytes, seen as bits or as octets; all zero at first. This is version 1's form: arrays of 64 KB, each made when
 * something is written to it. One array for all would be made in one go, and everybody would wait for the megabytes to be cleared.
 *
 * <p>{@link #freeze} shows the bytes as they are at that moment. While such a view is open, a chunk that is about to change and that
 * the view has not given yet is put aside first, so nobody ever copies more than a chunk.
 */
final class Bits {
    /** Bytes in a chunk: what is saved, loaded and put aside at once. */
    static final int CHUNK = 4096;

    private static final int WORDS = CHUNK / Long.BYTES;
    /** The words of a segment, and how a word's place is divided into the segment's and its own in there. */
    private static final int SEGMENT = 1 << 13;

    private static final int SHIFT = 13;
    private static final int WITHIN = SEGMENT - 1;
    private static final Frozen[] NONE = {};
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long size;
    private final long @Nullable [][] segments;
    private int present;
    private Frozen[] open = NONE;

    /** Creates {@code size} bytes. */
    Bits(long size) {
        this(size, new long[Math.toIntExact(Math.ceilDiv(size, (long) SEGMENT * Long.BYTES))][], 0);
        // Words are counted by an int.
        Math.toIntExact(Math.ceilDiv(size, Long.BYTES));
    }

    private Bits(long size, long @Nullable [][] segments, int present) {
        this.size = size;
        this.segments = segments;
        this.present = present;
    }

    /** What OBJECT ENCODING tells. */
    static String encoding() {
        return "arrays";
    }

    long size() {
        return size;
    }

    /** The heap bytes held. */
    long memory() {
        return 64 + segments.length * 4L + present * (16 + (long) SEGMENT * Long.BYTES);
    }

    int chunks() {
        return (int) Math.ceilDiv(size, CHUNK);
    }

    /** The number of bytes in a chunk: {@link #CHUNK}, but for the last one. */
    int length(int chunk) {
        return (int) Math.min(CHUNK, size - (long) chunk * CHUNK);
    }

    boolean get(long bit) {
        return (word((int) (bit >>> 6)) & 1L << bit) != 0;
    }

    private long word(int at) {
        long[] segment = segments[at >>> SHIFT];
        return segment == null ? 0 : segment[at & WITHIN];
    }

    private void word(int at, long value) {
        preserve(at);
        long[] segment = segments[at >>> SHIFT];
        if (segment == null) {
            segment = new long[SEGMENT];
            segments[at >>> SHIFT] = segment;
            present++;
        }
        segment[at & WITHIN] = value;
    }

    /** Sets a bit and returns whether it was clear. */
    boolean set(long bit) {
        int at = (int) (bit >>> 6);
        long before = word(at);
        if ((before & 1L << bit) != 0) {
            return false;
        }
        word(at, before | 1L << bit);
        return true;
    }

    /** The octet at an index, 0 to 255. */
    int octet(long index) {
        return (int) (word((int) (index >>> 3)) >>> (index << 3)) & 0xff;
    }

    void octet(long index, int value) {
        int at = (int) (index >>> 3);
        word(at, word(at) & ~(0xffL << (index << 3)) | (long) value << (index << 3));
    }

    /** Copies bytes out. */
    void read(long from, byte[] into, int length) {
        int i = 0;
        if ((from & 7) == 0) {
            for (; i + Long.BYTES <= length; i += Long.BYTES) {
                LONG.set(into, i, word((int) (from + i >>> 3)));
            }
        }
        for (; i < length; i++) {
            into[i] = (byte) octet(from + i);
        }
    }

    /** Copies bytes in. */
    void write(long at, byte[] bytes, int offset, int length) {
        int i = 0;
        if ((at & 7) == 0) {
            for (; i + Long.BYTES <= length; i += Long.BYTES) {
                word((int) (at + i >>> 3), (long) LONG.get(bytes, offset + i));
            }
        }
        for (; i < length; i++) {
            octet(at + i, bytes[offset + i] & 0xff);
        }
    }

    Bits copy() {
        long[][] copies = segments.clone();
        for (int i = 0; i < copies.length; i++) {
            copies[i] = copies[i] == null ? null : copies[i].clone();
        }
        return new Bits(size, copies, present);
    }

    private void preserve(int word) {
        for (Frozen frozen : open) {
            frozen.keep(word / WORDS);
        }
    }

    /** Opens a view of the bytes as they are now. It has to be closed. */
    Frozen freeze() {
        Frozen frozen = new Frozen(this);
        open = Arrays.copyOf(open, open.length + 1);
        open[open.length - 1] = frozen;
        return frozen;
    }

    /** Bytes as they were; chunks are given in order. */
    static final class Frozen {
        private final Bits bits;
        private final byte[][] kept;
        private int given;

        private Frozen(Bits bits) {
            this.bits = bits;
            kept = new byte[bits.chunks()][];
        }

        private void keep(int chunk) {
            if (chunk >= given && kept[chunk] == null) {
                byte[] bytes = new byte[bits.length(chunk)];
                bits.read((long) chunk * CHUNK, bytes, bytes.length);
                kept[chunk] = bytes;
            }
        }

        /** The next chunk's bytes into {@code target}; returns their number, or 0 if all of them are zero. */
        int next(byte[] target) {
            int chunk = given++;
            int length = bits.length(chunk);
            byte[] own = kept[chunk];
            if (own != null) {
                System.arraycopy(own, 0, target, 0, length);
                kept[chunk] = new byte[0];
            } else {
                bits.read((long) chunk * CHUNK, target, length);
            }
            for (int i = 0; i < length; i++) {
                if (target[i] != 0) {
                    return length;
                }
            }
            return 0;
        }

        void close() {
            given = kept.length;
            bits.open = Arrays.stream(bits.open).filter(one -> one != this).toArray(Frozen[]::new);
        }
    }
}
