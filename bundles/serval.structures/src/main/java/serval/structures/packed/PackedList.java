package serval.structures.packed;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
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
 *
 * <p>{@link #prepend} and {@link #removeFirst} leave room before the first element, so that elements come and go at both ends without
 * the others being moved. While there is such a gap, its size stands, negative, where the length belongs; {@link #array()} closes it.
 */
public final class PackedList {
    /** No position: before the first element, or behind the last. */
    public static final int NONE = -1;

    static final int HEADER = 6;
    /** What the count says when it does not fit. */
    static final int MANY = 0xFFFF;

    private static final byte[] EMPTY = {7, 0, 0, 0, 0, 0, Element.END};
    private static final int SHALLOW_BYTES = 16;
    private static final int ARRAY_BYTES = 12;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    /** Lists below this length in bytes get no room before the first element. */
    private static final int LEAST_WITH_GAP = 256;
    /** Lists below this length in bytes have no room to grow: copying them is cheap, and there are many. */
    private static final int LEAST_WITH_ROOM = 1024;
    /** The longest list in bytes. */
    private static final int MOST = Integer.MAX_VALUE - 32;

    private byte[] bytes;
    /** Where the bytes end, the gap before the first element included. */
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

    /**
     * Creates an empty list in an array, which becomes the list's own, with all its length as room.
     *
     * @param array at least 7 bytes, in use by nobody else; what is in it is lost
     */
    public static PackedList in(byte[] array) {
        System.arraycopy(EMPTY, 0, array, 0, EMPTY.length);
        return new PackedList(array, EMPTY.length);
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

    /**
     * The list whose {@link #array()} this is: for owners that keep the array alone, and a list only while they work on it. Nothing is
     * checked; the array is the list's own until the next change makes another one.
     */
    public static PackedList over(byte[] array) {
        return new PackedList(array, (int) INT.get(array, 0));
    }

    /** A copy that shares nothing. */
    public PackedList copy() {
        byte[] copy = toBytes();
        return new PackedList(copy, copy.length);
    }

    /** The listpack as an array of its own. */
    public byte[] toBytes() {
        int gap = gap();
        if (gap == 0) {
            return Arrays.copyOf(bytes, size);
        }
        byte[] copy = new byte[size - gap];
        INT.set(copy, 0, copy.length);
        copy[4] = bytes[4];
        copy[5] = bytes[5];
        System.arraycopy(bytes, HEADER + gap, copy, HEADER, copy.length - HEADER);
        return copy;
    }

    /**
     * The array that holds the listpack in its first {@link #size()} bytes; not to be written to, good until the next change. It moves
     * the elements, and with them all positions, if there was a {@link #prepend} or {@link #removeFirst} before.
     */
    public byte[] array() {
        closeGap();
        return bytes;
    }

    /** The listpack's length in bytes. */
    public int size() {
        return size - gap();
    }

    /** The bytes between the header and the first element. */
    private int gap() {
        int head = (int) INT.get(bytes, 0);
        return head < 0 ? -head : 0;
    }

    /** Moves the elements to behind the header; returns by how much. */
    private int closeGap() {
        int gap = gap();
        if (gap > 0) {
            System.arraycopy(bytes, HEADER + gap, bytes, HEADER, size - HEADER - gap);
            size -= gap;
            INT.set(bytes, 0, size);
        }
        return gap;
    }

    /** The heap bytes held, this object included. */
    public long heapBytes() {
        return SHALLOW_BYTES + heapBytes(bytes);
    }

    /** The heap bytes that an array takes which holds a listpack. */
    public static long heapBytes(byte[] listpack) {
        return ARRAY_BYTES + listpack.length + 7L & ~7L;
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
        return size() == EMPTY.length;
    }

    // Walking

    /** The first element's position. */
    public int first() {
        int first = HEADER + gap();
        return first == size - 1 ? NONE : first;
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
        return at == HEADER + gap() ? NONE : before(at);
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
     * Looks for a text from a position on. Lists that others wrote may keep a number as a string; it is found all the same.
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
            } else if (is(at, array, offset, length)) {
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

    /** Adds a text before the first element, as a rule without moving the others. */
    public void prepend(byte[] array, int offset, int length) {
        if (Longs.isLong(array, offset, length)) {
            prepend(Longs.parse(array, offset, length));
            return;
        }
        int own = Element.stringHead(length) + length;
        byte[] from = array == bytes ? Arrays.copyOfRange(array, offset, offset + length) : array;
        int fromOffset = from == array ? offset : 0;
        int at = makeRoomBefore(own + Element.backBytes(own));
        writeText(at, own, from, fromOffset, length);
    }

    private void prepend(long number) {
        int own = Element.numberBytes(number);
        int at = makeRoomBefore(own + 1);
        Element.write(bytes, at, number);
        bytes[at + own] = (byte) own;
    }

    /** Adds the elements of another list at the end. */
    public void appendAll(PackedList other) {
        insertAll(size - 1, other);
    }

    /** Adds the elements of another list before the first. */
    public void prependAll(PackedList other) {
        insertAll(HEADER + gap(), other);
    }

    private void insertAll(int at, PackedList other) {
        int from = HEADER + other.gap();
        int length = other.size - 1 - from;
        int to = makeRoom(at, 0, length, other.count());
        System.arraycopy(other.bytes, from, bytes, to, length);
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

    /** Removes elements at the beginning, without moving the others as a rule. */
    public void removeFirst(int elements) {
        int gap = gap();
        int end = HEADER + gap;
        int removed = 0;
        while (removed < elements && end != size - 1) {
            end += Element.span(bytes, end);
            removed++;
        }
        if (removed == 0) {
            return;
        }
        int live = size - end;
        if (live == 1 || live < LEAST_WITH_GAP || bytes.length > 2 * (HEADER + live)) {
            remove(HEADER + gap, removed);
            return;
        }
        int count = count(-removed);
        INT.set(bytes, 0, HEADER - end);
        count(bytes, count);
    }

    /** Removes elements from a position on; returns the position of the one behind them. */
    public int remove(int from, int elements) {
        int at = from;
        int end = at;
        int removed = 0;
        while (removed < elements && end != size - 1) {
            end += Element.span(bytes, end);
            removed++;
        }
        int count = count(-removed);
        System.arraycopy(bytes, end, bytes, at, size - end);
        size -= end - at;
        header(count);
        if (bytes.length > 64 && bytes.length > size() * 2) {
            at -= closeGap();
            bytes = Arrays.copyOf(bytes, size);
        }
        return at == size - 1 ? NONE : at;
    }

    /** Removes all elements. */
    public void clear() {
        bytes = EMPTY.clone();
        size = bytes.length;
    }

    /** Sees to it that so many more bytes fit: if not, the array becomes {@code capacity} bytes long, if that is more than it is. */
    public void reserve(int more, int capacity) {
        if (bytes.length - size() < more && bytes.length < capacity) {
            closeGap();
            bytes = Arrays.copyOf(bytes, capacity);
        }
    }

    /** Lets go of room that is not used. */
    public void trim() {
        closeGap();
        if (bytes.length != size) {
            bytes = Arrays.copyOf(bytes, size);
        }
    }

    private int put(int from, int gone, int more, byte[] array, int offset, int length) {
        if (Longs.isLong(array, offset, length)) {
            return put(from, gone, more, Longs.parse(array, offset, length));
        }
        int own = Element.stringHead(length) + length;
        // The text may lie in this very array, which making room may move.
        byte[] text = array == bytes ? Arrays.copyOfRange(array, offset, offset + length) : array;
        int textOffset = text == array ? offset : 0;
        int at = makeRoom(from, gone, own + Element.backBytes(own), more);
        writeText(at, own, text, textOffset, length);
        return at;
    }

    private void writeText(int at, int own, byte[] text, int offset, int length) {
        int head = Element.writeHead(bytes, at, length);
        System.arraycopy(text, offset, bytes, at + head, length);
        Element.writeBack(bytes, at + own, own);
    }

    private int put(int from, int gone, int more, long number) {
        int own = Element.numberBytes(number);
        int at = makeRoom(from, gone, own + 1, more);
        Element.write(bytes, at, number);
        bytes[at + own] = (byte) own;
        return at;
    }

    /** Makes room in the place of {@code gone} bytes; returns where it is. */
    private int makeRoom(int from, int gone, int wanted, int more) {
        if (from == size - 1 && wanted <= bytes.length - size) {
            // At the end, where there is room: nothing but the end itself moves.
            size += wanted;
            bytes[size - 1] = Element.END;
            header(count(more));
            return from;
        }
        long needed = (long) size + wanted - gone;
        int gap = gap();
        int at = from;
        if (needed > bytes.length && gap > 0 && (gap >= size >> 3 || needed - gap <= bytes.length && gap > 64)) {
            at -= closeGap();
            needed -= gap;
            gap = 0;
        }
        check(needed);
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
        header(count);
        return at;
    }

    /** Makes room for one more element before the first; returns where it is. */
    private int makeRoomBefore(int wanted) {
        int gap = gap();
        int count = count(1);
        if (gap < wanted) {
            int live = size - HEADER - gap;
            long needed = (long) HEADER + wanted + live;
            check(needed);
            byte[] to = bytes;
            if (needed > bytes.length) {
                to = new byte[capacity((int) needed)];
                System.arraycopy(bytes, 0, to, 0, HEADER);
            }
            // Small lists stay without a gap: all the room they have is at the end.
            int place = needed < LEAST_WITH_GAP ? HEADER + wanted : to.length - live;
            System.arraycopy(bytes, size - live, to, place, live);
            bytes = to;
            size = place + live;
            gap = place - HEADER;
        }
        gap -= wanted;
        INT.set(bytes, 0, gap > 0 ? -gap : size);
        count(bytes, count);
        return HEADER + gap;
    }

    private static void check(long needed) {
        if (needed > MOST) {
            throw new IllegalStateException("a packed list cannot hold " + needed + " bytes");
        }
    }

    /** Small lists fit as tightly as objects are laid out; large ones grow by an eighth. */
    private static int capacity(int wanted) {
        int room = wanted < LEAST_WITH_ROOM ? wanted : (int) Math.min(MOST, wanted + (wanted >> 3) + 0L);
        return (room + ARRAY_BYTES + 7 & ~7) - ARRAY_BYTES;
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

    /** Writes the length, unless there is a gap, and the count. */
    private void header(int count) {
        if ((int) INT.get(bytes, 0) >= 0) {
            INT.set(bytes, 0, size);
        }
        count(bytes, count);
    }

    private static void count(byte[] bytes, int count) {
        bytes[4] = (byte) count;
        bytes[5] = (byte) (count >> 8);
    }
}
