package serval.hash;

import java.util.Arrays;
import serval.bytes.ByteSlice;
import serval.bytes.Longs;

/**
 * Fields and values in one array, found by walking.
 *
 * <pre>
 * pair      word (the field), expiry (eight bytes, little-endian, 0 for none; only where gap is 8), word (the value)
 * word      00 .. DF        string of so many bytes
 *           E0 .. E7        number in 1 .. 8 bytes, two's complement, little-endian
 *           F0, F1          string, length in two or four bytes, little-endian
 * FF        nothing from here on
 * </pre>
 *
 * A number is kept as one only if that is shorter than its digits, so a text has one form, and words are compared by their bytes. This
 * takes a byte or two less for each word than a listpack, as nobody walks backwards. Room behind the last pair is filled with FF.
 *
 * <p>All methods leave arrays alone unless they say that they change them, and those return the array to go on with.
 */
final class Pairs {
    static final byte[] NONE = {};

    private static final int MOST_SHORT = 0xDF;
    private static final int NUMBER = 0xE0;
    private static final int LENGTH_2 = 0xF0;
    private static final int LENGTH_4 = 0xF1;
    private static final byte END = (byte) 0xFF;

    private static final int ARRAY_HEADER = 12;
    /** From this length on an array has some room to grow. */
    private static final int ROOMY = 256;

    private Pairs() {}

    // Walking

    /** Whether there is a pair at an offset. */
    static boolean isPair(byte[] pairs, int at) {
        return at < pairs.length && pairs[at] != END;
    }

    /** The offset behind the word at this one. */
    static int skip(byte[] pairs, int at) {
        int code = pairs[at] & 0xFF;
        if (code <= MOST_SHORT) {
            return at + 1 + code;
        }
        if (code < LENGTH_2) {
            return at + 2 + code - NUMBER;
        }
        return code == LENGTH_2 ? at + 3 + length2(pairs, at) : at + 5 + length4(pairs, at);
    }

    /** The offset of the pair behind this one. */
    static int next(byte[] pairs, int gap, int at) {
        return skip(pairs, skip(pairs, at) + gap);
    }

    /** The offset behind the last pair, walking from a pair on. */
    static int end(byte[] pairs, int gap, int from) {
        int at = from;
        while (isPair(pairs, at)) {
            at = next(pairs, gap, at);
        }
        return at;
    }

    /** The offset of the pair with this field; if there is none, the offset behind the last pair as its complement. */
    static int find(byte[] pairs, int gap, byte[] field, int offset, int length) {
        int bytes = numberBytes(field, offset, length);
        int code = code(length, bytes);
        long number = bytes == 0 ? 0 : Longs.parse(field, offset, length);
        int at = 0;
        while (at < pairs.length) {
            int found = pairs[at] & 0xFF;
            if (found == 0xFF) {
                break;
            }
            if (found == code && same(pairs, at, code, field, offset, length, number)) {
                return at;
            }
            int value = (found <= MOST_SHORT ? at + 1 + found : skip(pairs, at)) + gap;
            int next = pairs[value] & 0xFF;
            at = next <= MOST_SHORT ? value + 1 + next : skip(pairs, value);
        }
        return ~at;
    }

    private static boolean same(byte[] pairs, int at, int code, byte[] field, int offset, int length, long number) {
        if (code <= MOST_SHORT) {
            return Arrays.equals(pairs, at + 1, at + 1 + length, field, offset, offset + length);
        }
        if (code < LENGTH_2) {
            return number(pairs, at) == number;
        }
        int head = code == LENGTH_2 ? 3 : 5;
        return skip(pairs, at) - at - head == length
                && Arrays.equals(pairs, at + head, at + head + length, field, offset, offset + length);
    }

    // Reading

    /** Points a slice at a word's text; the digits of a number are put into {@code scratch}. */
    static ByteSlice word(byte[] pairs, int at, ByteSlice view, byte[] scratch) {
        int code = pairs[at] & 0xFF;
        if (code <= MOST_SHORT) {
            return view.set(pairs, at + 1, code);
        }
        if (code < LENGTH_2) {
            return view.set(scratch, 0, Longs.write(number(pairs, at), scratch, 0));
        }
        return code == LENGTH_2
                ? view.set(pairs, at + 3, length2(pairs, at))
                : view.set(pairs, at + 5, length4(pairs, at));
    }

    /** The length of a word's text. */
    static int length(byte[] pairs, int at) {
        int code = pairs[at] & 0xFF;
        if (code <= MOST_SHORT) {
            return code;
        }
        if (code < LENGTH_2) {
            return Longs.length(number(pairs, at));
        }
        return code == LENGTH_2 ? length2(pairs, at) : length4(pairs, at);
    }

    /** Eight bytes, little-endian. */
    static long fixed(byte[] pairs, int at) {
        long value = 0;
        for (int i = 7; i >= 0; i--) {
            value = value << 8 | pairs[at + i] & 0xFF;
        }
        return value;
    }

    static void fixed(byte[] pairs, int at, long value) {
        for (int i = 0; i < 8; i++) {
            pairs[at + i] = (byte) (value >>> 8 * i);
        }
    }

    private static long number(byte[] pairs, int at) {
        int last = at + 1 + (pairs[at] & 0xFF) - NUMBER;
        long value = pairs[last];
        for (int i = last - 1; i > at; i--) {
            value = value << 8 | pairs[i] & 0xFF;
        }
        return value;
    }

    private static int length2(byte[] pairs, int at) {
        return pairs[at + 1] & 0xFF | (pairs[at + 2] & 0xFF) << 8;
    }

    private static int length4(byte[] pairs, int at) {
        return length2(pairs, at) | (pairs[at + 3] & 0xFF) << 16 | pairs[at + 4] << 24;
    }

    // Writing words

    /** The bytes of a number if the text is kept as one, else 0. */
    private static int numberBytes(byte[] text, int offset, int length) {
        if (length < 2 || !Longs.isLong(text, offset, length)) {
            return 0;
        }
        long number = Longs.parse(text, offset, length);
        int bits = 65 - Long.numberOfLeadingZeros(number < 0 ? ~number : number);
        int bytes = bits + 7 >>> 3;
        return bytes < length ? bytes : 0;
    }

    private static int code(int length, int numberBytes) {
        if (numberBytes > 0) {
            return NUMBER + numberBytes - 1;
        }
        return length <= MOST_SHORT ? length : length <= 0xFFFF ? LENGTH_2 : LENGTH_4;
    }

    private static int wordBytes(int length, int numberBytes) {
        if (numberBytes > 0) {
            return 1 + numberBytes;
        }
        return length + (length <= MOST_SHORT ? 1 : length <= 0xFFFF ? 3 : 5);
    }

    private static int write(byte[] pairs, int at, byte[] text, int offset, int length, int numberBytes) {
        int code = code(length, numberBytes);
        pairs[at] = (byte) code;
        if (numberBytes > 0) {
            long number = Longs.parse(text, offset, length);
            for (int i = 1; i <= numberBytes; i++) {
                pairs[at + i] = (byte) number;
                number >>= 8;
            }
            return at + 1 + numberBytes;
        }
        int head = 1;
        for (int rest = length; code > MOST_SHORT && head < (code == LENGTH_2 ? 3 : 5); rest >>>= 8) {
            pairs[at + head++] = (byte) rest;
        }
        System.arraycopy(text, offset, pairs, at + head, length);
        return at + head + length;
    }

    // Changing; the text must not lie in the array

    /** Adds a pair at the end, which is where {@link #find} said. Changes the array. */
    static byte[] append(byte[] pairs, int gap, int end, ByteSlice field, ByteSlice value, long expiry) {
        int fieldNumber = numberBytes(field.array(), field.offset(), field.length());
        int valueNumber = numberBytes(value.array(), value.offset(), value.length());
        int more = wordBytes(field.length(), fieldNumber) + gap + wordBytes(value.length(), valueNumber);
        byte[] to = roomAt(pairs, end, end, 0, more);
        int at = write(to, end, field.array(), field.offset(), field.length(), fieldNumber);
        if (gap > 0) {
            fixed(to, at, expiry);
        }
        write(to, at + gap, value.array(), value.offset(), value.length(), valueNumber);
        return to;
    }

    /** Puts a value in the place of another one, at the offset of its word. Changes the array. */
    static byte[] replace(byte[] pairs, int gap, int at, ByteSlice value) {
        int number = numberBytes(value.array(), value.offset(), value.length());
        int next = skip(pairs, at);
        int wanted = wordBytes(value.length(), number);
        byte[] to = next - at == wanted ? pairs : roomAt(pairs, end(pairs, gap, next), at, next - at, wanted);
        write(to, at, value.array(), value.offset(), value.length(), number);
        return to;
    }

    /** Removes a pair. Changes the array. */
    static byte[] remove(byte[] pairs, int gap, int at) {
        int next = next(pairs, gap, at);
        return roomAt(pairs, end(pairs, gap, next), at, next - at, 0);
    }

    /** Makes {@code wanted} bytes of {@code gone} ones. */
    private static byte[] roomAt(byte[] pairs, int end, int at, int gone, int wanted) {
        long needed = (long) end + wanted - gone;
        if (needed > Integer.MAX_VALUE - 64) {
            throw new IllegalStateException("a hash cannot hold " + needed + " bytes in one array");
        }
        int next = (int) needed;
        byte[] to = pairs;
        if (next > pairs.length || pairs.length - next > ROOMY && next < pairs.length / 2) {
            to = new byte[capacity(next)];
            System.arraycopy(pairs, 0, to, 0, at);
            System.arraycopy(pairs, at + gone, to, at + wanted, end - at - gone);
            Arrays.fill(to, next, to.length, END);
            return to;
        }
        System.arraycopy(pairs, at + gone, to, at + wanted, end - at - gone);
        if (next < end) {
            Arrays.fill(to, next, end, END);
        }
        return to;
    }

    /** As much as an object of that size takes anyway, and an eighth more for large ones. */
    static int capacity(int wanted) {
        long room = wanted < ROOMY ? wanted : Math.min(Integer.MAX_VALUE - 64, wanted + (wanted >> 3) + 0L);
        return (int) (ARRAY_HEADER + room + 7 & ~7L) - ARRAY_HEADER;
    }

    /** The heap bytes of an array. */
    static long heapBytes(byte[] array) {
        return ARRAY_HEADER + (long) array.length + 7 & ~7L;
    }

    /** The same pairs with room for expiries, none of which is set; a new array. */
    static byte[] widened(byte[] pairs, int count) {
        byte[] to = new byte[capacity(end(pairs, 0, 0) + 8 * count)];
        int at = 0;
        int into = 0;
        while (isPair(pairs, at)) {
            int value = skip(pairs, at);
            int next = skip(pairs, value);
            System.arraycopy(pairs, at, to, into, value - at);
            into += value - at + 8;
            System.arraycopy(pairs, value, to, into, next - value);
            into += next - value;
            at = next;
        }
        Arrays.fill(to, into, to.length, END);
        return to;
    }
}
