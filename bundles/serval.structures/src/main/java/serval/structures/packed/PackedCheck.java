package serval.structures.packed;

/** Looks whether bytes from outside are a listpack, so that nobody who walks it afterwards leaves the array. */
final class PackedCheck {
    private PackedCheck() {}

    static boolean isSound(byte[] bytes) {
        int size = bytes.length;
        if (size < PackedList.HEADER + 1 || bytes[size - 1] != Element.END || length(bytes) != size) {
            return false;
        }
        int count = 0;
        int at = PackedList.HEADER;
        while (at < size - 1) {
            if (at + headBytes(bytes[at]) > size - 1) {
                return false;
            }
            long own = Element.ownBytes(bytes, at);
            long end = at + own + Element.backBytes(own);
            if (own == 0 || end > size - 1 || Element.lengthBefore(bytes, (int) end) != own) {
                return false;
            }
            at = (int) end;
            count++;
        }
        int said = bytes[4] & 0xFF | (bytes[5] & 0xFF) << 8;
        return at == size - 1 && (said == PackedList.MANY || said == count);
    }

    private static long length(byte[] bytes) {
        return bytes[0] & 0xFF | (bytes[1] & 0xFF) << 8 | (bytes[2] & 0xFF) << 16 | (bytes[3] & 0xFFL) << 24;
    }

    /** The bytes that have to be there before an element's length can be told. */
    private static int headBytes(byte code) {
        int c = code & 0xFF;
        return c == 0xF0 ? 5 : c >= 0xC0 && c < 0xF0 ? 2 : 1;
    }
}
