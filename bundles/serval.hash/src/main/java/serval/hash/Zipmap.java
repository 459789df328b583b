package serval.hash;

import org.jspecify.annotations.Nullable;
import serval.structures.packed.PackedList;

/**
 * Reads zipmaps, what small hashes were before Redis 2.6: the number of fields in one byte, the pairs, and the byte 0xFF. A length is one
 * byte, or 0xFE and four bytes; that of a value is followed by a byte that says how much room there is behind it.
 */
final class Zipmap {
    private static final int LONG_LENGTH = 0xFE;
    private static final int END = 0xFF;

    private final byte[] bytes;
    private final PackedList list;
    private int at = 1;

    private Zipmap(byte[] bytes) {
        this.bytes = bytes;
        list = new PackedList(bytes.length);
    }

    /** Fields and values in turns; null if the bytes are no zipmap. */
    static @Nullable PackedList toPackedList(byte[] bytes) {
        if (bytes.length < 2 || (bytes[bytes.length - 1] & 0xFF) != END) {
            return null;
        }
        return new Zipmap(bytes).read();
    }

    private @Nullable PackedList read() {
        int end = bytes.length - 1;
        int count = 0;
        while (at < end) {
            if (!text(false) || !text(true)) {
                return null;
            }
            count++;
        }
        int said = bytes[0] & 0xFF;
        return at == end && (said >= LONG_LENGTH || said == count) ? list : null;
    }

    private boolean text(boolean value) {
        int end = bytes.length - 1;
        long length = length(end);
        int from = at;
        int room = 0;
        if (value) {
            if (at >= end) {
                return false;
            }
            room = bytes[at] & 0xFF;
            from++;
        }
        if (length < 0 || length + room > end - from) {
            return false;
        }
        list.append(bytes, from, (int) length);
        at = from + (int) length + room;
        return true;
    }

    private long length(int end) {
        if (at >= end) {
            return -1;
        }
        int first = bytes[at++] & 0xFF;
        if (first < LONG_LENGTH) {
            return first;
        }
        if (first == END || end - at < 4) {
            return -1;
        }
        long length = 0;
        for (int i = 3; i >= 0; i--) {
            length = length << 8 | bytes[at + i] & 0xFF;
        }
        at += 4;
        return length;
    }
}
