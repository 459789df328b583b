package serval.tracking;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import serval.bytes.ByteSlice;
import serval.bytes.KeyHash;

/** A key's name, or a prefix of some, as tables look it up. */
final class KeyName {
    private byte[] array = new byte[0];
    private int offset;
    private int length;
    private int hash;

    /** Creates a name that is only used to look others up, see {@link #at}. */
    KeyName() {}

    /** Creates a name that stays; the array is kept. */
    KeyName(byte[] bytes) {
        point(bytes, 0, bytes.length);
    }

    /** Points this name at bytes of somebody else's, for the next look-up. */
    KeyName at(ByteSlice slice) {
        point(slice.array(), slice.offset(), slice.length());
        return this;
    }

    private void point(byte[] bytes, int from, int count) {
        array = bytes;
        offset = from;
        length = count;
        hash = Long.hashCode(KeyHash.hash(bytes, from, count));
    }

    /** The bytes of a name that stays. */
    byte[] bytes() {
        return array;
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KeyName name
                && hash == name.hash
                && Arrays.equals(array, offset, offset + length, name.array, name.offset, name.offset + name.length);
    }
}
