package serval.structures.packed;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import serval.bytes.ByteSlice;
import serval.bytes.Longs;

/**
 * A list of strings and numbers in one byte array, in the format of Redis' listpacks: cheap to keep and to copy, found by walking.
 *
 * <p>A <em>position</em> is the offset of an element's first byte. It stays good until the list changes; changing methods return
 * the position to go on from. {@link #NONE} stands for the end on either side. A string that is a number in strict decimal form
 * is kept as the number, and reads as the same bytes again.
 *
 * <p>The array: its length in four bytes and the number of elements in two, both little-endian; the elements; the byte 0xFF. An
 * element: a code with the length or the number ({@link Element}), the bytes, and its own length once more in a form
 * that can be read backwards.
 */
public final class PackedList {
    /** No position: before the first element, or behind the last. */
    public static final int NONE = -1;

    static final int HEADER = 6;
    /** What the count says when it does not fit. */
    static final int MANY = 0xFFFF;

    private static final byte[] EMPTY = {7, 0, 0, 0, 0, 0, Element.END};
    private static final int SHALLOW_BYTES = 24;
    private static final int ARRAY_BYTES = 16;

    private byte[] bytes;
    private int size;

    /** Creates an empty list. */
    public PackedList() {
        bytes = EMPTY.clone();
        size = bytes.length;
    }

    /** Creates an empty list with room for so many bytes. */
    public PackedList(int capacity) {
        bytes = Arrays.copyOf(EMPTY, Math.max(EMPTY.length, capacity));
        size = EMPTY.length;
    }

    private PackedList(byte[] bytes, int size) {
        this.bytes = bytes;
        this.size = size;
    }

    /**
     * The list that a listpack holds; the array becomes the list's own.
     *
     * @return null if the array is no listpack: every element is looked at
     */
    public static @Nullable PackedList of(byte[] listpack) {
        return PackedCheck.isSound(listpack) ? new PackedList(listpack, listpack.length) : null;
    }

    /** A copy that shares nothing. */
    public PackedList copy() {
        return new PackedList(Arrays.copyOf(bytes, size), size);
    }

    /** The listpack as an array of its own. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** The array that holds the listpack in its first {@link #size()} bytes; not to be written to, good until the next change. */
    public byte[] array() {
        return bytes;
    }

    /** The listpack's length in bytes. */
    public int size() {
        return size;
    }

    /** The heap bytes held, this object included. */
    public long heapBytes() {
        return SHALLOW_BYTES + (ARRAY_BYTES + bytes.length + 7 & ~7);
    }

    /** The number of elements. */
    public int count() {
        int count = bytes[4] & 0xFF | (bytes[5] & 0xFF) << 8;
        if (count != MANY) {
            return count;
        }
        count = 0;
        for (int at = first(); at != NONE; at = next(at)) {
            count++;
        }
        return count;
    }

    /** Whether there are no elements. */
    public boolean isEmpty() {
        return size == EMPTY.length;
    }

    // Walking

    /** The first element's position. */
    public int first() {
        return isEmpty() ? NONE : HEADER;
    }

    /** The last element's position. */
    public int last() {
        return isEmpty() ? NONE : before(size - 1);
    }

    /** The position behind this one. */
    public int next(int at) {
        int next = at + Element.span(bytes, at);
        return next == size - 1 ? NONE : next;
    }

    /** The position before this one. */
    public int previous(int at) {
        return at == HEADER ? NONE : before(at);
    }

    private int before(int at) {
        int length = Element.lengthBefore(bytes, at);
        return at - length - Element.backBytes(length);
    }

    /** The position of the element at an index, counted from 0; from the end, with -1 the last, if negative. */
    public int at(int index) {
        int at;
        if (index < 0) {
            at = last();
            for (int i = -1; i > index && at != NONE; i--) {
                at = previous(at);
            }
            return at;
        }
        at = first();
        for (int i = 0; i < index && at != NONE; i++) {
            at = next(at);
        }
        return at;
    }

    /** The position so many elements behind this one. */
    public int skip(int from, int elements) {
        int at = from;
        for (int i = 0; i < elements && at != NONE; i++) {
            at = next(at);
        }
        return at;
    }

    // Reading

    /** Whether an element is kept as a number. */
    public boolean isNumber(int at) {
        return Element.isNumber(bytes[at]);
    }

    /** An element that is kept as a number. */
    public long number(int at) {
        return Element.number(bytes, at);
    }

    /** An element as a number, or {@code otherwise} if it is none. */
    public long number(int at, long otherwise) {
        return isNumber(at) ? number(at) : otherwise;
    }

    /** The length of an element's text in bytes. */
    public int length(int at) {
        return isNumber(at) ? Longs.length(number(at)) : Element.stringLength(bytes, at);
    }

    /**
     * Points a slice at an element's text and returns it; good until the next change of the list or use of {@code scratch}.
     *
     * @param scratch takes the digits of a number; at least {@link Longs#MAX_LENGTH} bytes
     */
    public ByteSlice get(int at, ByteSlice view, byte[] scratch) {
        if (isNumber(at)) {
            return view.set(scratch, 0, Longs.write(number(at), scratch, 0));
        }
        return view.set(bytes, at + Element.headBytes(bytes, at), Element.stringLength(bytes, at));
    }

    /** An element's text as an array of its own. */
    public byte[] copy(int at) {
        if (isNumber(at)) {
            return Longs.toBytes(number(at));
        }
        int from = at + Element.headBytes(bytes, at);
        return Arrays.copyOfRange(bytes, from, from + Element.stringLength(bytes, at));
    }

    /** Whether an element's text is this. */
    public boolean is(int at, byte[] array, int offset, int length) {
        if (isNumber(at)) {
            return Longs.isLong(array, offset, length) && Longs.parse(array, offset, length) == number(at);
        }
        int own = Element.stringLength(bytes, at);
        int from = at + Element.headBytes(bytes, at);
        return own == length && Arrays.equals(bytes, from, from + own, array, offset, offset + length);
    }

    /**
     * Looks for a text from a position on.
     *
     * @param skip how many elements to pass over after each one that is looked at
     * @return its position
     */
    public int find(int from, byte[] array, int offset, int length, int skip) {
        boolean number = Longs.isLong(array, offset, length);
        long value = number ? Longs.parse(array, offset, length) : 0;
        for (int at = from; at != NONE; at = skip(at, skip + 1)) {
            if (isNumber(at)) {
                if (number && number(at) == value) {
                    return at;
                }
            } else if (!number && is(at, array, offset, length)) {
                return at;
            }
        }
        return NONE;
    }

    // Changing

    /** Adds a text at the end. */
    public void append(byte[] array, int offset, int length) {
        put(size - 1, 0, 1, array, offset, length);
    }

    /** Adds a number at the end. */
    public void append(long number) {
        put(size - 1, 0, 1, number);
    }

    /** Adds a text before the first element. */
    public void prepend(byte[] array, int offset, int length) {
        put(HEADER, 0, 1, array, offset, length);
    }

    /** Puts a text before an element, or at the end for {@link #NONE}; returns the new one's position. */
    public int insert(int at, byte[] array, int offset, int length) {
        return put(at == NONE ? size - 1 : at, 0, 1, array, offset, length);
    }

    /** Puts a number before an element, or at the end for {@link #NONE}; returns the new one's position. */
    public int insert(int at, long number) {
        return put(at == NONE ? size - 1 : at, 0, 1, number);
    }

    /** Puts a text in an element's place; returns its position. */
    public int replace(int at, byte[] array, int offset, int length) {
        return put(at, Element.span(bytes, at), 0, array, offset, length);
    }

    /** Puts a number in an element's place; returns its position. */
    public int replace(int at, long number) {
        return put(at, Element.span(bytes, at), 0, number);
    }

    /** Removes an element; returns the position of the one behind it. */
    public int remove(int at) {
        return remove(at, 1);
    }

    /** Removes elements from a position on; returns the position of the one behind them. */
    public int remove(int at, int elements) {
        int end = at;
        int removed = 0;
        while (removed < elements && end != size - 1) {
            end += Element.span(bytes, end);
            removed++;
        }
        int count = count(-removed);
        System.arraycopy(bytes, end, bytes, at, size - end);
        size -= end - at;
        header(size, count);
        if (bytes.length > 64 && bytes.length > size * 2) {
            bytes = Arrays.copyOf(bytes, size);
        }
        return at == size - 1 ? NONE : at;
    }

    /** Removes all elements. */
    public void clear() {
        bytes = EMPTY.clone();
        size = bytes.length;
    }

    /** Lets go of room that is not used. */
    public void trim() {
        if (bytes.length != size) {
            bytes = Arrays.copyOf(bytes, size);
        }
    }

    private int put(int at, int gone, int more, byte[] array, int offset, int length) {
        if (Longs.isLong(array, offset, length)) {
            return put(at, gone, more, Longs.parse(array, offset, length));
        }
        int own = Element.stringHead(length) + length;
        // The text may lie in this very array, which making room may move.
        byte[] from = array == bytes ? Arrays.copyOfRange(array, offset, offset + length) : array;
        int fromOffset = from == array ? offset : 0;
        makeRoom(at, gone, own + Element.backBytes(own), more);
        int head = Element.writeHead(bytes, at, length);
        System.arraycopy(from, fromOffset, bytes, at + head, length);
        Element.writeBack(bytes, at + own, own);
        return at;
    }

    private int put(int at, int gone, int more, long number) {
        int own = Element.numberBytes(number);
        makeRoom(at, gone, own + 1, more);
        Element.write(bytes, at, number);
        bytes[at + own] = (byte) own;
        return at;
    }

    private void makeRoom(int at, int gone, int wanted, int more) {
        long needed = (long) size + wanted - gone;
        if (needed > Integer.MAX_VALUE - 16) {
            throw new IllegalStateException("a packed list cannot hold " + needed + " bytes");
        }
        int next = (int) needed;
        int count = count(more);
        byte[] to = bytes;
        if (next > bytes.length) {
            to = new byte[capacity(next)];
            System.arraycopy(bytes, 0, to, 0, at);
        }
        if (to != bytes || gone != wanted) {
            System.arraycopy(bytes, at + gone, to, at + wanted, size - at - gone);
        }
        bytes = to;
        size = next;
        header(next, count);
    }

    /** Small lists fit as tightly as objects are laid out; large ones grow by an eighth. */
    private static int capacity(int wanted) {
        int room = wanted < 256 ? wanted : (int) Math.min(Integer.MAX_VALUE - 16, wanted + (wanted >> 3) + 0L);
        return (room + 7) & ~7;
    }

    /** The count after a change, as the header will say it. */
    private int count(int more) {
        int count = bytes[4] & 0xFF | (bytes[5] & 0xFF) << 8;
        if (count == MANY) {
            int real = more < 0 ? count() + more : MANY;
            return Math.min(real, MANY);
        }
        return Math.min(count + more, MANY);
    }

    private void header(int length, int count) {
        bytes[0] = (byte) length;
        bytes[1] = (byte) (length >> 8);
        bytes[2] = (byte) (length >> 16);
        bytes[3] = (byte) (length >> 24);
        bytes[4] = (byte) count;
        bytes[5] = (byte) (count >> 8);
    }
}
