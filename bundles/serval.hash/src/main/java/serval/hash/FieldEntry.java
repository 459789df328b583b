package serval.hash;

import java.util.Arrays;
import serval.bytes.ByteSlice;

/**
 * A field and its value in one array, as a {@link FieldTable} keeps them.
 *
 * <pre>
 * length of the field, times two, plus one if it expires; seven bits to a byte, lowest first
 * when it expires (eight bytes) and its place in the queue (four bytes), both little-endian, if it does
 * field
 * value
 * </pre>
 *
 * Once in a table an entry does not change while somebody saves the table, but for its place in the queue; else a value may be
 * overwritten by one of the same length. Values above {@link #MOST_OVERWRITTEN} bytes never change: replies refer to them.
 */
final class FieldEntry {
    /** Longer values are replaced as a whole. */
    static final int MOST_OVERWRITTEN = 256;

    private static final int TIMED_BYTES = 12;

    private FieldEntry() {}

    static byte[] make(ByteSlice field, ByteSlice value, long expiry) {
        boolean timed = expiry != 0;
        int mark = field.length() << 1 | (timed ? 1 : 0);
        int head = field.length() < 64 ? 1 : (38 - Integer.numberOfLeadingZeros(mark)) / 7;
        int start = head + (timed ? TIMED_BYTES : 0);
        byte[] entry = new byte[start + field.length() + value.length()];
        int rest = mark;
        for (int i = 0; i < head - 1; i++) {
            entry[i] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        entry[head - 1] = (byte) rest;
        if (timed) {
            Pairs.fixed(entry, head, expiry);
        }
        field.copyTo(entry, start);
        value.copyTo(entry, start + field.length());
        return entry;
    }

    private static int mark(byte[] entry) {
        int mark = entry[0];
        if (mark >= 0) {
            return mark;
        }
        mark &= 0x7F;
        int at = 1;
        for (int shift = 7; ; shift += 7) {
            byte next = entry[at++];
            mark |= (next & 0x7F) << shift;
            if (next >= 0) {
                return mark;
            }
        }
    }

    private static int headBytes(byte[] entry) {
        int at = 0;
        while (entry[at] < 0) {
            at++;
        }
        return at + 1;
    }

    static boolean isTimed(byte[] entry) {
        return (entry[0] & 1) != 0;
    }

    static int fieldOffset(byte[] entry) {
        return headBytes(entry) + (isTimed(entry) ? TIMED_BYTES : 0);
    }

    static int fieldLength(byte[] entry) {
        return mark(entry) >>> 1;
    }

    static ByteSlice field(byte[] entry, ByteSlice view) {
        return view.set(entry, fieldOffset(entry), fieldLength(entry));
    }

    static ByteSlice value(byte[] entry, ByteSlice view) {
        int from = fieldOffset(entry) + fieldLength(entry);
        return view.set(entry, from, entry.length - from);
    }

    /** Puts a value of the same length in the place of the one that is there; returns whether it could. */
    static boolean overwrite(byte[] entry, ByteSlice value) {
        int from = fieldOffset(entry) + fieldLength(entry);
        if (entry.length - from != value.length() || value.length() > MOST_OVERWRITTEN) {
            return false;
        }
        value.copyTo(entry, from);
        return true;
    }

    static boolean matches(byte[] entry, byte[] field, int offset, int length) {
        int mark = entry[0];
        if (mark >= 0 && (mark & 1) == 0) {
            return mark >>> 1 == length && Arrays.equals(entry, 1, 1 + length, field, offset, offset + length);
        }
        int from = fieldOffset(entry);
        return fieldLength(entry) == length
                && Arrays.equals(entry, from, from + length, field, offset, offset + length);
    }

    /** When the field expires; 0 for never. */
    static long expiry(byte[] entry) {
        return isTimed(entry) ? Pairs.fixed(entry, headBytes(entry)) : 0;
    }

    /** The place in the queue of an entry that expires. */
    static int place(byte[] entry) {
        int at = headBytes(entry) + 8;
        return entry[at] & 0xFF
                | (entry[at + 1] & 0xFF) << 8
                | (entry[at + 2] & 0xFF) << 16
                | (entry[at + 3] & 0xFF) << 24;
    }

    static void place(byte[] entry, int place) {
        int at = headBytes(entry) + 8;
        for (int i = 0; i < 4; i++) {
            entry[at + i] = (byte) (place >>> 8 * i);
        }
    }
}
