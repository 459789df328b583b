package serval.hyperloglog;

/** The dense encoding: 16384 registers of 6 bits, lowest bits first. */
final class Dense {
    static final int INDEX_BITS = 14;
    static final int REGISTERS = 1 << INDEX_BITS;
    /** The length of a string in this encoding. */
    static final int BYTES = Header.BYTES + REGISTERS * 6 / 8;

    private Dense() {}

    /** A register of a string that begins at {@code offset}. */
    static int get(byte[] array, int offset, int register) {
        int bit = register * 6;
        int at = offset + Header.BYTES + (bit >>> 3);
        int shift = bit & 7;
        int bits = (array[at] & 0xff) >>> shift;
        if (shift > 2) {
            bits |= (array[at + 1] & 0xff) << (8 - shift);
        }
        return bits & 63;
    }

    static void set(byte[] array, int offset, int register, int value) {
        int bit = register * 6;
        int at = offset + Header.BYTES + (bit >>> 3);
        int shift = bit & 7;
        array[at] = (byte) (array[at] & ~(63 << shift) | value << shift);
        if (shift > 2) {
            array[at + 1] = (byte) (array[at + 1] & ~(63 >>> (8 - shift)) | value >>> (8 - shift));
        }
    }

    /** Counts the registers of each value. */
    static void histogram(byte[] array, int offset, int[] histogram) {
        int end = offset + BYTES;
        for (int at = offset + Header.BYTES; at < end; at += 3) {
            int four = array[at] & 0xff | (array[at + 1] & 0xff) << 8 | (array[at + 2] & 0xff) << 16;
            histogram[four & 63]++;
            histogram[four >>> 6 & 63]++;
            histogram[four >>> 12 & 63]++;
            histogram[four >>> 18]++;
        }
    }

    /** Raises each of {@code registers} to the string's where that is larger. */
    static void merge(byte[] array, int offset, byte[] registers) {
        int end = offset + BYTES;
        int register = 0;
        for (int at = offset + Header.BYTES; at < end; at += 3, register += 4) {
            int four = array[at] & 0xff | (array[at + 1] & 0xff) << 8 | (array[at + 2] & 0xff) << 16;
            if (four != 0) {
                for (int i = 0; i < 4; i++) {
                    int value = four >>> 6 * i & 63;
                    if (value > registers[register + i]) {
                        registers[register + i] = (byte) value;
                    }
                }
            }
        }
    }
}
