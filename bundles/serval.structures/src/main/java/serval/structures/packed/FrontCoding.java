package serval.structures.packed;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Packed lists in fewer bytes, for those that are read more often than changed: a string is told by how many bytes it has in common with
 * the one before it and by the rest, and no element repeats its length behind it. What many elements have in common is kept once for a
 * block of them.
 *
 * <p>The array: the length of the packed list in four bytes, little-endian; the elements; where each block but the first begins, in two
 * bytes each. An element is coded as in the packed list, or, with the code 0xF5, by the bytes in common and the bytes that follow, in one
 * byte each, and the latter. The first element of a block is never coded so, which lets {@link FrontCodedCursor} begin there.
 */
public final class FrontCoding {
    static final int HEADER = 4;
    /** Elements of a block. */
    static final int BLOCK = 16;

    static final int SHARED = 0xF5;
    static final int SHARED_HEAD = 3;

    /** What a string has to have in common with the one before it: less would make it longer. */
    private static final int LEAST_SHARED = 3;

    private static final int MOST_SHARED = 255;
    /** The longest packed list in bytes: offsets of blocks have two. */
    private static final int MOST_BYTES = 1 << 16;
    /** The fewest elements for which it is worth while. */
    private static final int LEAST_ELEMENTS = 8;

    static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private FrontCoding() {}

    /**
     * Returns the elements of a list in fewer bytes.
     *
     * @return null if that saves less than an eighth, or the list is too short or too long
     */
    public static byte @Nullable [] encode(PackedList list) {
        int count = list.count();
        int size = list.size();
        if (count < LEAST_ELEMENTS || size > MOST_BYTES) {
            return null;
        }
        byte[] from = list.array();
        if ((from[4] & from[5]) == -1) {
            // A count left open, which would come back as one that is told.
            return null;
        }
        int most = size - (size >> 3);
        // As a rule much less is needed.
        byte[] to = new byte[most >> 2];
        int blocks = blocks(count);
        int limit = most - 2 * (blocks - 1);
        short[] begins = new short[blocks];
        int at = PackedList.HEADER;
        int end = HEADER;
        int before = 0;
        int beforeLength = 0;
        int canonical = PackedList.HEADER + 1;
        for (int i = 0; i < count; i++) {
            if (i % BLOCK == 0) {
                begins[i / BLOCK] = (short) end;
                beforeLength = 0;
            }
            int own = (int) Element.ownBytes(from, at);
            int shared = 0;
            if (Element.isNumber(from[at])) {
                canonical += Element.numberBytes(Element.number(from, at));
            } else {
                int length = Element.stringLength(from, at);
                int text = at + own - length;
                canonical += Element.stringHead(length) + length;
                int common = Math.min(MOST_SHARED, Math.min(length, beforeLength));
                shared = Arrays.mismatch(from, before, before + common, from, text, text + common);
                shared = shared < 0 ? common : shared;
                before = text;
                beforeLength = length;
                if (shared >= LEAST_SHARED && length - shared <= MOST_SHARED) {
                    int rest = length - shared;
                    if (end + SHARED_HEAD + rest > limit) {
                        return null;
                    }
                    to = withRoom(to, end + SHARED_HEAD + rest, most);
                    to[end] = (byte) SHARED;
                    to[end + 1] = (byte) shared;
                    to[end + 2] = (byte) rest;
                    System.arraycopy(from, text + shared, to, end + SHARED_HEAD, rest);
                    end += SHARED_HEAD + rest;
                } else {
                    shared = 0;
                }
            }
            if (shared == 0) {
                if (end + own > limit) {
                    return null;
                }
                to = withRoom(to, end + own, most);
                System.arraycopy(from, at, to, end, own);
                end += own;
            }
            canonical += Element.backBytes(own);
            at += own + Element.backBytes(own);
        }
        if (canonical != size) {
            // Elements longer than need be: they would not come back as they were.
            return null;
        }
        byte[] coded = Arrays.copyOf(to, end + 2 * (blocks - 1));
        INT.set(coded, 0, size);
        for (int i = 1; i < blocks; i++) {
            SHORT.set(coded, end, begins[i]);
            end += 2;
        }
        return coded;
    }

    private static byte[] withRoom(byte[] array, int wanted, int most) {
        return wanted <= array.length
                ? array
                : Arrays.copyOf(array, Math.min(most, Math.max(wanted, 2 * array.length)));
    }

    /** Returns the packed list that was encoded, byte by byte. */
    public static PackedList decode(byte[] coded, int count) {
        int size = listBytes(coded);
        byte[] to = new byte[size];
        int at = HEADER;
        int end = PackedList.HEADER;
        int before = 0;
        for (int i = 0; i < count; i++) {
            int code = coded[at] & 0xFF;
            int own;
            if (code == SHARED) {
                int shared = coded[at + 1] & 0xFF;
                int rest = coded[at + 2] & 0xFF;
                int text = end + Element.writeHead(to, end, shared + rest);
                System.arraycopy(to, before, to, text, shared);
                System.arraycopy(coded, at + SHARED_HEAD, to, text + shared, rest);
                at += SHARED_HEAD + rest;
                before = text;
                own = text + shared + rest - end;
            } else {
                own = (int) Element.ownBytes(coded, at);
                System.arraycopy(coded, at, to, end, own);
                if (!Element.isNumber(coded[at])) {
                    before = end + Element.headBytes(coded, at);
                }
                at += own;
            }
            Element.writeBack(to, end + own, own);
            end += own + Element.backBytes(own);
        }
        to[end] = Element.END;
        INT.set(to, 0, size);
        SHORT.set(to, 4, (short) Math.min(count, PackedList.MANY));
        return PackedList.over(to);
    }

    /** The element at an index, which is kept as a number; found by walking. */
    public static long number(byte[] coded, int index) {
        int at = HEADER;
        for (int i = 0; i < index; i++) {
            at += (coded[at] & 0xFF) == SHARED
                    ? SHARED_HEAD + (coded[at + 2] & 0xFF)
                    : (int) Element.ownBytes(coded, at);
        }
        return Element.number(coded, at);
    }

    /** The length of the packed list that was encoded, in bytes. */
    public static int listBytes(byte[] coded) {
        return (int) INT.get(coded, 0);
    }

    static int blocks(int count) {
        return (count + BLOCK - 1) / BLOCK;
    }
}
