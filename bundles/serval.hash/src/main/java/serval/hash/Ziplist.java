package serval.hash;

import org.jspecify.annotations.Nullable;
import serval.structures.packed.PackedList;

/**
 * Reads ziplists, what listpacks were before Redis 7: three numbers (bytes, place of the last element, elements), the elements, and
 * the byte 0xFF. An element has the length of the one before it, a code with its own length or kind of number, and its bytes.
 */
final class Ziplist {
    private static final int HEADER = 10;
    private static final int END = 0xFF;
    private static final int LONG_PREVIOUS = 0xFE;
    /** What the count says when it does not fit. */
    private static final int MANY = 0xFFFF;

    private final byte[] bytes;
    private final PackedList list;
    private int at = HEADER;

    private Ziplist(byte[] bytes) {
        this.bytes = bytes;
        list = new PackedList(bytes.length);
    }

    /** The same elements as a packed list; null if the bytes are no ziplist. */
    static @Nullable PackedList toPackedList(byte[] bytes) {
        if (bytes.length <= HEADER) {
            return null;
        }
        return new Ziplist(bytes).read();
    }

    private @Nullable PackedList read() {
        if (little(0, 4) != bytes.length || (bytes[bytes.length - 1] & 0xFF) != END) {
            return null;
        }
        int end = bytes.length - 1;
        int count = 0;
        int previous = 0;
        int last = HEADER;
        while (at < end) {
            int start = at;
            if (previousLength(end) != previous || !element(end)) {
                return null;
            }
            last = start;
            previous = at - start;
            count++;
        }
        long stated = little(8, 2) & MANY;
        if (at != end || (little(4, 4) & 0xFFFFFFFFL) != last || stated != MANY && stated != count) {
            return null;
        }
        list.trim();
        return list;
    }

    /** The length of the element before, as this one says; -1 if there is no room for it. */
    private long previousLength(int end) {
        int first = bytes[at] & 0xFF;
        if (first < LONG_PREVIOUS) {
            at++;
            return first;
        }
        if (first == END || end - at < 5) {
            return -1;
        }
        at += 5;
        return little(at - 4, 4) & 0xFFFFFFFFL;
    }

    private boolean element(int end) {
        if (at >= end) {
            return false;
        }
        int code = bytes[at] & 0xFF;
        return switch (code >> 6) {
            case 0 -> text(1, code & 0x3F, end);
            case 1 -> end - at >= 2 && text(2, (code & 0x3F) << 8 | bytes[at + 1] & 0xFF, end);
            case 2 ->
                code == 0x80
                        && end - at >= 5
                        && text(5, Integer.toUnsignedLong(Integer.reverseBytes((int) little(at + 1, 4))), end);
            default -> number(code, end);
        };
    }

    private boolean text(int head, long length, int end) {
        if (length > end - at - head) {
            return false;
        }
        list.append(bytes, at + head, (int) length);
        at += head + (int) length;
        return true;
    }

    private boolean number(int code, int end) {
        int width = switch (code) {
            case 0xC0 -> 2;
            case 0xD0 -> 4;
            case 0xE0 -> 8;
            case 0xF0 -> 3;
            case 0xFE -> 1;
            default -> 0;
        };
        if (width == 0 && (code < 0xF1 || code > 0xFD) || end - at < 1 + width) {
            return false;
        }
        list.append(width == 0 ? (code & 0x0F) - 1 : little(at + 1, width));
        at += 1 + width;
        return true;
    }

    /** A signed number of so many bytes. */
    private long little(int from, int width) {
        long value = bytes[from + width - 1];
        for (int i = width - 2; i >= 0; i--) {
            value = value << 8 | bytes[from + i] & 0xFF;
        }
        return value;
    }
}
