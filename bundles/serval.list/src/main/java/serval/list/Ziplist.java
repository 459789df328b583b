package serval.list;

import serval.bytes.Longs;
import serval.structures.packed.PackedList;

/**
 * Reads the form in which Redis kept small collections before listpacks.
 *
 * <pre>
 * length in 4 bytes | offset of the last entry in 4 | number of entries in 2 | entries | 0xFF
 * </pre>
 *
 * An entry begins with the length of the one before, in one byte or as 0xFE and four bytes. Then comes its code: a string with a length
 * of 6, 14 or 32 bits, or a number of 4, 8, 16, 24, 32 or 64 bits. Numbers are little-endian, except for lengths in codes.
 */
final class Ziplist {
    private static final int HEADER = 10;
    private static final int MANY = 0xFFFF;
    private static final int LONG_BEFORE = 0xFE;
    private static final int END = 0xFF;

    private final byte[] bytes;
    /** Of the entry read last: where its text begins and how long it is, or -1 and its number. */
    private int text;

    private int length;
    private long number;
    private int end;

    Ziplist(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Whether every entry is where it should be. */
    boolean isSound() {
        int size = bytes.length;
        if (size < HEADER + 1 || little(0, 4) != size || (bytes[size - 1] & 0xFF) != END) {
            return false;
        }
        long count = 0;
        int last = HEADER;
        int before = 0;
        int at = HEADER;
        while (at < size - 1) {
            int said = lengthBefore(at);
            if (said != before || !read(at)) {
                return false;
            }
            last = at;
            before = end - at;
            at = end;
            count++;
        }
        long announced = little(8, 2);
        return at == size - 1 && little(4, 4) == last && (announced == MANY || announced == count);
    }

    /** The length told of the entry before; -1 if it is not there. */
    private int lengthBefore(int at) {
        if ((bytes[at] & 0xFF) != LONG_BEFORE) {
            return bytes[at] & 0xFF;
        }
        if (at + 5 > bytes.length - 1) {
            return -1;
        }
        long said = little(at + 1, 4);
        return said > Integer.MAX_VALUE ? -1 : (int) said;
    }

    /** Reads the entry at an offset; false if it does not fit. */
    private boolean read(int at) {
        int code = at + ((bytes[at] & 0xFF) == LONG_BEFORE ? 5 : 1);
        int most = bytes.length - 1;
        if (code >= most) {
            return false;
        }
        int c = bytes[code] & 0xFF;
        if (c < 0xC0) {
            return readText(code, c, most);
        }
        int width = switch (c) {
            case 0xC0 -> 2;
            case 0xD0 -> 4;
            case 0xE0 -> 8;
            case 0xF0 -> 3;
            case 0xFE -> 1;
            default -> c >= 0xF1 && c <= 0xFD ? 0 : -1;
        };
        if (width < 0 || code + 1 + width > most) {
            return false;
        }
        text = -1;
        number = width == 0 ? (c & 0x0F) - 1 : little(code + 1, width) << 64 - 8 * width >> 64 - 8 * width;
        end = code + 1 + width;
        return true;
    }

    private boolean readText(int code, int c, int most) {
        int head = c < 0x40 ? 1 : c < 0x80 ? 2 : 5;
        if (code + head > most) {
            return false;
        }
        long count = switch (head) {
            case 1 -> c & 0x3F;
            case 2 -> (c & 0x3F) << 8 | bytes[code + 1] & 0xFF;
            default -> Integer.toUnsignedLong(Integer.reverseBytes((int) little(code + 1, 4)));
        };
        if (code + head + count > most) {
            return false;
        }
        text = code + head;
        length = (int) count;
        end = text + length;
        return true;
    }

    private long little(int at, int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value |= (bytes[at + i] & 0xFFL) << 8 * i;
        }
        return value;
    }

    /** The entries of a sound ziplist as a packed list. */
    PackedList toPacked() {
        PackedList list = new PackedList(bytes.length);
        for (int at = HEADER; at < bytes.length - 1; at = end) {
            read(at);
            if (text < 0) {
                list.append(number);
            } else {
                list.append(bytes, text, length);
            }
        }
        list.trim();
        return list;
    }

    /** Adds the entries of a sound ziplist to a list one by one. */
    void pushTo(ChunkList list) {
        byte[] digits = new byte[Longs.MAX_LENGTH];
        for (int at = HEADER; at < bytes.length - 1; at = end) {
            read(at);
            if (text < 0) {
                list.push(digits, 0, Longs.write(number, digits, 0), false);
            } else {
                list.push(bytes, text, length, false);
            }
        }
    }
}
