package serval.stream;

import serval.bytes.Longs;

/**
 * The number of an entry: milliseconds and a sequence within them, both unsigned.
 *
 * @param ms the milliseconds
 * @param seq the sequence
 */
record StreamId(long ms, long seq) implements Comparable<StreamId> {
    static final StreamId ZERO = new StreamId(0, 0);
    static final StreamId MAX = new StreamId(-1, -1);

    static int compare(long ms, long seq, long otherMs, long otherSeq) {
        int order = Long.compareUnsigned(ms, otherMs);
        return order != 0 ? order : Long.compareUnsigned(seq, otherSeq);
    }

    @Override
    public int compareTo(StreamId other) {
        return compare(ms, seq, other.ms, other.seq);
    }

    int compareTo(long otherMs, long otherSeq) {
        return compare(ms, seq, otherMs, otherSeq);
    }

    boolean isZero() {
        return (ms | seq) == 0;
    }

    boolean isMax() {
        return (ms & seq) == -1;
    }

    /** The number behind this one; not for the last there is. */
    StreamId next() {
        return seq == -1 ? new StreamId(ms + 1, 0) : new StreamId(ms, seq + 1);
    }

    /** The number before this one; not for the first there is. */
    StreamId previous() {
        return seq == 0 ? new StreamId(ms - 1, -1) : new StreamId(ms, seq - 1);
    }

    /** The text as {@code ms-seq}. */
    byte[] toBytes() {
        return toBytes(ms, seq, '-');
    }

    static byte[] toBytes(long ms, long seq, char between) {
        byte[] bytes = new byte[Longs.lengthUnsigned(ms) + 1 + Longs.lengthUnsigned(seq)];
        write(ms, seq, between, bytes);
        return bytes;
    }

    /** Writes the text to the front of an array and returns its length, {@value #MAX_LENGTH} at most. */
    static int write(long ms, long seq, char between, byte[] into) {
        int at = Longs.writeUnsigned(ms, into, 0);
        into[at++] = (byte) between;
        return at + Longs.writeUnsigned(seq, into, at);
    }

    static final int MAX_LENGTH = 2 * Longs.MAX_LENGTH + 1;

    @Override
    public String toString() {
        return Long.toUnsignedString(ms) + "-" + Long.toUnsignedString(seq);
    }
}
