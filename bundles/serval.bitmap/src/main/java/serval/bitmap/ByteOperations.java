package serval.bitmap;

/**
 * Bitwise operations of one array on another.
 *
 * <p>Each has a loop of its own: a loop that were handed the operation would call it through an interface for every word, and
 * no compiler would make vectors of it.
 */
final class ByteOperations {
    private ByteOperations() {}

    /** {@code into & other}. */
    static void and(byte[] into, byte[] other, int offset, int length) {
        int at = 0;
        for (; at <= length - Long.BYTES; at += Long.BYTES) {
            long one = Bits.word(into, at);
            long two = Bits.word(other, offset + at);
            Bits.word(into, at, one & two);
        }
        for (; at < length; at++) {
            int one = into[at];
            int two = other[offset + at];
            into[at] = (byte) (one & two);
        }
    }

    /** {@code into | other}. */
    static void or(byte[] into, byte[] other, int offset, int length) {
        int at = 0;
        for (; at <= length - Long.BYTES; at += Long.BYTES) {
            long one = Bits.word(into, at);
            long two = Bits.word(other, offset + at);
            Bits.word(into, at, one | two);
        }
        for (; at < length; at++) {
            int one = into[at];
            int two = other[offset + at];
            into[at] = (byte) (one | two);
        }
    }

    /** {@code into ^ other}. */
    static void xor(byte[] into, byte[] other, int offset, int length) {
        int at = 0;
        for (; at <= length - Long.BYTES; at += Long.BYTES) {
            long one = Bits.word(into, at);
            long two = Bits.word(other, offset + at);
            Bits.word(into, at, one ^ two);
        }
        for (; at < length; at++) {
            int one = into[at];
            int two = other[offset + at];
            into[at] = (byte) (one ^ two);
        }
    }

    /** {@code into & ~other}. */
    static void andNot(byte[] into, byte[] other, int offset, int length) {
        int at = 0;
        for (; at <= length - Long.BYTES; at += Long.BYTES) {
            long one = Bits.word(into, at);
            long two = Bits.word(other, offset + at);
            Bits.word(into, at, one & ~two);
        }
        for (; at < length; at++) {
            int one = into[at];
            int two = other[offset + at];
            into[at] = (byte) (one & ~two);
        }
    }

    /** {@code ~into & other}. */
    static void notAnd(byte[] into, byte[] other, int offset, int length) {
        int at = 0;
        for (; at <= length - Long.BYTES; at += Long.BYTES) {
            long one = Bits.word(into, at);
            long two = Bits.word(other, offset + at);
            Bits.word(into, at, ~one & two);
        }
        for (; at < length; at++) {
            int one = into[at];
            int two = other[offset + at];
            into[at] = (byte) (~one & two);
        }
    }
}
