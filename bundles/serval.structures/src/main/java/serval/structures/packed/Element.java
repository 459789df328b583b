package serval.structures.packed;

/**
 * How an element of a listpack is written.
 *
 * <pre>
 * 0xxxxxxx                      number 0 to 127
 * 10xxxxxx                      string of up to 63 bytes
 * 110xxxxx x                    number of 13 bits, two's complement
 * 1110xxxx x                    string of up to 4095 bytes
 * 11110000 xxxx                 string, length in four bytes
 * 11110001 .. 11110100          number in 2, 3, 4, 8 bytes
 * 11111111                      end of the list
 * </pre>
 *
 * Lengths and numbers behind the code are little-endian, those within it big-endian. Behind the element its length is repeated in 7-bit
 * groups, the last one without the high bit coming first when read from the end.
 */
final class Element {
    static final byte END = (byte) 0xFF;

    private Element() {}

    static boolean isNumber(byte code) {
        int c = code & 0xFF;
        return c < 0x80 || c >= 0xC0 && c < 0xE0 || c >= 0xF1 && c <= 0xF4;
    }

    /** The bytes of code and length before a string. */
    static int headBytes(byte[] bytes, int at) {
        int c = bytes[at] & 0xFF;
        return c < 0xC0 ? 1 : c < 0xF0 ? 2 : 5;
    }

    static int stringLength(byte[] bytes, int at) {
        int c = bytes[at] & 0xFF;
        if (c < 0xC0) {
            return c & 0x3F;
        }
        if (c < 0xF0) {
            return (c & 0x0F) << 8 | bytes[at + 1] & 0xFF;
        }
        return int32(bytes, at + 1);
    }

    /** The bytes of an element without its repeated length; 0 for a code that does not exist. */
    static long ownBytes(byte[] bytes, int at) {
        int c = bytes[at] & 0xFF;
        if (c < 0x80) {
            return 1;
        }
        if (c < 0xC0) {
            return 1 + (c & 0x3F);
        }
        if (c < 0xE0) {
            return 2;
        }
        if (c < 0xF0) {
            return 2 + ((c & 0x0F) << 8 | bytes[at + 1] & 0xFF);
        }
        return switch (c) {
            case 0xF0 -> 5 + (int32(bytes, at + 1) & 0xFFFF_FFFFL);
            case 0xF1 -> 3;
            case 0xF2 -> 4;
            case 0xF3 -> 5;
            case 0xF4 -> 9;
            default -> 0;
        };
    }

    /** All bytes of an element. */
    static int span(byte[] bytes, int at) {
        int own = (int) ownBytes(bytes, at);
        return own + backBytes(own);
    }

    static long number(byte[] bytes, int at) {
        int c = bytes[at] & 0xFF;
        if (c < 0x80) {
            return c;
        }
        if (c < 0xE0) {
            // Thirteen bits, the topmost of which is the sign.
            return ((c & 0x1F) << 8 | bytes[at + 1] & 0xFF) << 19 >> 19;
        }
        return switch (c) {
            case 0xF1 -> (short) (bytes[at + 1] & 0xFF | bytes[at + 2] << 8);
            case 0xF2 -> bytes[at + 1] & 0xFF | (bytes[at + 2] & 0xFF) << 8 | bytes[at + 3] << 16;
            case 0xF3 -> int32(bytes, at + 1);
            default -> int32(bytes, at + 1) & 0xFFFF_FFFFL | (long) int32(bytes, at + 5) << 32;
        };
    }

    private static int int32(byte[] bytes, int at) {
        return bytes[at] & 0xFF
                | (bytes[at + 1] & 0xFF) << 8
                | (bytes[at + 2] & 0xFF) << 16
                | (bytes[at + 3] & 0xFF) << 24;
    }

    // Writing

    static int stringHead(int length) {
        return length < 64 ? 1 : length < 4096 ? 2 : 5;
    }

    static int writeHead(byte[] bytes, int at, int length) {
        if (length < 64) {
            bytes[at] = (byte) (0x80 | length);
            return 1;
        }
        if (length < 4096) {
            bytes[at] = (byte) (0xE0 | length >> 8);
            bytes[at + 1] = (byte) length;
            return 2;
        }
        bytes[at] = (byte) 0xF0;
        little(bytes, at + 1, length, 4);
        return 5;
    }

    static int numberBytes(long number) {
        if (number >= 0 && number < 128) {
            return 1;
        }
        if (number >= -4096 && number < 4096) {
            return 2;
        }
        if (number == (short) number) {
            return 3;
        }
        if (number >= -(1 << 23) && number < 1 << 23) {
            return 4;
        }
        return number == (int) number ? 5 : 9;
    }

    static void write(byte[] bytes, int at, long number) {
        switch (numberBytes(number)) {
            case 1 -> bytes[at] = (byte) number;
            case 2 -> {
                bytes[at] = (byte) (0xC0 | number >> 8 & 0x1F);
                bytes[at + 1] = (byte) number;
            }
            case 3 -> coded(bytes, at, 0xF1, number, 2);
            case 4 -> coded(bytes, at, 0xF2, number, 3);
            case 5 -> coded(bytes, at, 0xF3, number, 4);
            default -> coded(bytes, at, 0xF4, number, 8);
        }
    }

    private static void coded(byte[] bytes, int at, int code, long number, int count) {
        bytes[at] = (byte) code;
        little(bytes, at + 1, number, count);
    }

    private static void little(byte[] bytes, int at, long number, int count) {
        for (int i = 0; i < count; i++) {
            bytes[at + i] = (byte) (number >> 8 * i);
        }
    }

    // The length behind an element

    static int backBytes(long own) {
        return own < 128 ? 1 : own < 16383 ? 2 : own < 2097151 ? 3 : own < 268435455 ? 4 : 5;
    }

    static void writeBack(byte[] bytes, int at, int own) {
        int count = backBytes(own);
        for (int i = 0; i < count; i++) {
            int group = own >>> 7 * (count - 1 - i) & 0x7F;
            bytes[at + i] = (byte) (i == 0 ? group : group | 0x80);
        }
    }

    /** The own length of the element that ends before {@code at}; -1 if it cannot be read. */
    static int lengthBefore(byte[] bytes, int at) {
        int length = 0;
        int shift = 0;
        for (int i = at - 1; i >= PackedList.HEADER && shift <= 28; i--) {
            length |= (bytes[i] & 0x7F) << shift;
            if ((bytes[i] & 0x80) == 0) {
                return length;
            }
            shift += 7;
        }
        return -1;
    }
}
