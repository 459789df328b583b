package serval.bytes;

import java.nio.charset.StandardCharsets;

/**
 * A window on a byte array: array, offset and length.
 *
 * <p>A slice is a flyweight. Whoever hands one out says how long it stays valid; whoever wants to keep the bytes calls
 * {@link #copy()}. Only the owner of a slice moves it with {@link #set}; everybody else only reads.
 */
public final class ByteSlice {
    private static final byte[] NOTHING = new byte[0];

    private byte[] array = NOTHING;
    private int offset;
    private int length;

    /** Creates an empty slice, to be pointed somewhere by {@link #set}. */
    public ByteSlice() {}

    /** Creates a slice over a whole array. The array is not copied. */
    public ByteSlice(byte[] array) {
        set(array, 0, array.length);
    }

    /** Points this slice at other bytes and returns it. The bounds are trusted. */
    public ByteSlice set(byte[] array, int offset, int length) {
        // Often it is the one it was: to store a reference costs a collector's barrier.
        if (this.array != array) {
            this.array = array;
        }
        this.offset = offset;
        this.length = length;
        return this;
    }

    /** The array the bytes live in. Not to be written to. */
    public byte[] array() {
        return array;
    }

    /** The index in {@link #array()} of the first byte. */
    public int offset() {
        return offset;
    }

    /** The number of bytes. */
    public int length() {
        return length;
    }

    /** The byte at an index counted from the start of the slice. */
    public byte at(int index) {
        return array[offset + index];
    }

    /** A new array with these bytes. */
    public byte[] copy() {
        byte[] copy = new byte[length];
        System.arraycopy(array, offset, copy, 0, length);
        return copy;
    }

    /** Copies all bytes to {@code target} from {@code at} on. */
    public void copyTo(byte[] target, int at) {
        System.arraycopy(array, offset, target, at, length);
    }

    /** Whether the bytes are those of {@code other}. */
    public boolean sameAs(byte[] other) {
        return java.util.Arrays.equals(array, offset, offset + length, other, 0, other.length);
    }

    /** Whether the bytes are those of {@code other}. */
    public boolean sameAs(ByteSlice other) {
        return java.util.Arrays.equals(
                array, offset, offset + length, other.array, other.offset, other.offset + other.length);
    }

    /** The bytes as ISO-8859-1 text, one char per byte: for messages and logs, never on the hot path. */
    @Override
    public String toString() {
        return new String(array, offset, length, StandardCharsets.ISO_8859_1);
    }
}
