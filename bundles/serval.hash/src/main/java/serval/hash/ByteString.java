package serval.hash;

import java.util.Arrays;

/** Bytes as the key of a map; the array must not change. */
record ByteString(byte[] bytes) {
    @Override
    public boolean equals(Object other) {
        return other instanceof ByteString string && Arrays.equals(bytes, string.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
