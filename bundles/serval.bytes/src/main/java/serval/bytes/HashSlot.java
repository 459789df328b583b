package serval.bytes;

/** The hash slot of a key in a cluster: CRC16 of the key, or of the part between its first braces if that is not empty, modulo 16384. */
public final class HashSlot {
    /** The number of slots. */
    public static final int COUNT = 16384;

    private HashSlot() {}

    /** Returns the slot of the key, from 0 to 16383. */
    public static int of(byte[] key, int offset, int length) {
        int end = offset + length;
        for (int open = offset; open < end; open++) {
            if (key[open] == '{') {
                for (int close = open + 1; close < end; close++) {
                    if (key[close] == '}') {
                        return close == open + 1
                                ? Crc16.of(key, offset, length) & COUNT - 1
                                : Crc16.of(key, open + 1, close - open - 1) & COUNT - 1;
                    }
                }
                break;
            }
        }
        return Crc16.of(key, offset, length) & COUNT - 1;
    }
}
