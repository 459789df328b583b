package serval.bitmap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Counting, finding, reading and writing bits of an array, eight bytes at a time where there are as many. */
final class Bits {
    /** Big endian, so that the lowest bit number is a word's highest bit. */
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Bits() {}

    static long word(byte[] array, int at) {
        return (long) LONG.get(array, at);
    }

    static void word(byte[] array, int at, long value) {
        LONG.set(array, at, value);
    }

    /** Counts the set bits of some bytes. */
    static long count(byte[] array, int offset, int length) {
        long count = 0;
        int at = offset;
        int end = offset + length;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            count += Long.bitCount(word(array, at));
        }
        for (; at < end; at++) {
            count += Integer.bitCount(array[at] & 0xff);
        }
        return count;
    }

    /**
     * Counts the set bits from one bit to another.
     *
     * @param first the first bit's number, counted from {@code offset}
     * @param last the last bit's number
     */
    static long countBits(byte[] array, int offset, long first, long last) {
        int from = offset + (int) (first >>> 3);
        int to = offset + (int) (last >>> 3);
        long count = count(array, from, to - from + 1);
        count -= Integer.bitCount(array[from] & 0xff & ~(0xff >>> (first & 7)));
        return count - Integer.bitCount(array[to] & (0xff >>> ((last & 7) + 1)));
    }

    /**
     * Finds a bit of this value from one bit to another.
     *
     * @param first the first bit's number, counted from {@code offset}
     * @param last the last bit's number
     * @return its number, or -1
     */
    static long find(byte[] array, int offset, boolean value, long first, long last) {
        long at = first;
        int flip = value ? 0 : 0xff;
        // Up to the first whole byte, whole words, whole bytes, and what is left.
        while (at <= last) {
            int index = offset + (int) (at >>> 3);
            if ((at & 7) == 0 && last - at >= 63) {
                long word = word(array, index);
                word = value ? word : ~word;
                if (word != 0) {
                    return at + Long.numberOfLeadingZeros(word);
                }
                at += 64;
                continue;
            }
            int bits = (array[index] ^ flip) & (0xff >>> (at & 7));
            if (bits != 0) {
                long found = (at & ~7L) + Integer.numberOfLeadingZeros(bits) - 24;
                return found <= last ? found : -1;
            }
            at = (at | 7) + 1;
        }
        return -1;
    }

    /**
     * Reads up to 64 bits as an unsigned number. What lies beyond the end of the bytes reads as zero.
     *
     * @param bit the first bit's number, counted from {@code offset}
     */
    static long read(byte[] array, int offset, int length, long bit, int bits) {
        long first = bit >>> 3;
        int skipped = (int) (bit & 7);
        long high = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            high = high << 8 | byteAt(array, offset, length, first + i);
        }
        if (skipped > 0) {
            high = high << skipped | byteAt(array, offset, length, first + Long.BYTES) >>> (8 - skipped);
        }
        return high >>> (64 - bits);
    }

    private static int byteAt(byte[] array, int offset, int length, long index) {
        return index < length ? array[offset + (int) index] & 0xff : 0;
    }

    /** Writes a number's lowest bits, at most 64 of them; the bytes must be there. */
    static void write(byte[] array, int offset, long bit, int bits, long value) {
        long at = bit;
        int left = bits;
        while (left > 0) {
            int index = offset + (int) (at >>> 3);
            int room = 8 - (int) (at & 7);
            int count = Math.min(room, left);
            int mask = (0xff >>> (8 - count)) << (room - count);
            int part = (int) (value >>> (left - count)) << (room - count);
            array[index] = (byte) (array[index] & ~mask | part & mask);
            at += count;
            left -= count;
        }
    }
}
