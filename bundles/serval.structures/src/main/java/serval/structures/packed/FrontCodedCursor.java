package serval.structures.packed;

import java.util.Arrays;
import serval.bytes.ByteSlice;
import serval.bytes.Longs;

/** Walks forwards through what {@link FrontCoding} has encoded, from any element on. One can walk through many. */
public final class FrontCodedCursor {
    private static final byte[] NOTHING = new byte[0];
    private static final int LEAST_ROOM = 64;

    private final ByteSlice view = new ByteSlice();
    private final byte[] digits = new byte[Longs.MAX_LENGTH];
    /** Texts that have bytes in common with the one before. */
    private byte[] room = new byte[LEAST_ROOM];

    private byte[] coded = NOTHING;
    private int left;
    private int at;
    /** The last text: in the room, or where it lies. */
    private byte[] text = NOTHING;

    private int offset;
    private int length;

    private boolean isNumber;
    private long number;

    /** Goes before an element; the first has index 0. */
    public void seek(byte[] coded, int count, int index) {
        this.coded = coded;
        int block = index / FrontCoding.BLOCK;
        int table = coded.length - 2 * (FrontCoding.blocks(count) - 1);
        at = block == 0 ? FrontCoding.HEADER : (short) FrontCoding.SHORT.get(coded, table + 2 * (block - 1)) & 0xFFFF;
        left = count - block * FrontCoding.BLOCK;
        for (int i = index % FrontCoding.BLOCK; i > 0; i--) {
            next();
        }
    }

    /** Goes to the next element; false if there is none. */
    public boolean next() {
        if (left == 0) {
            return false;
        }
        left--;
        int code = coded[at] & 0xFF;
        if (code == FrontCoding.SHARED) {
            isNumber = false;
            int shared = coded[at + 1] & 0xFF;
            int rest = coded[at + 2] & 0xFF;
            at += FrontCoding.SHARED_HEAD;
            if (room.length < shared + rest) {
                room = Arrays.copyOf(room, 2 * (shared + rest));
            }
            if (text != room) {
                System.arraycopy(text, offset, room, 0, shared);
                text = room;
                offset = 0;
            }
            System.arraycopy(coded, at, room, shared, rest);
            at += rest;
            length = shared + rest;
            return true;
        }
        int own = (int) Element.ownBytes(coded, at);
        isNumber = Element.isNumber(coded[at]);
        if (isNumber) {
            number = Element.number(coded, at);
        } else {
            text = coded;
            length = Element.stringLength(coded, at);
            offset = at + own - length;
        }
        at += own;
        return true;
    }

    /** Whether the element at hand is kept as a number. */
    public boolean isNumber() {
        return isNumber;
    }

    /** The element at hand, which is kept as a number. */
    public long number() {
        return number;
    }

    /** The text of the element at hand; good until the next step. */
    public ByteSlice element() {
        return isNumber ? view.set(digits, 0, Longs.write(number, digits, 0)) : view.set(text, offset, length);
    }

    /** Whether the text of the element at hand, which is not kept as a number, is this. */
    public boolean is(byte[] array, int from, int count) {
        return count == length && Arrays.equals(text, offset, offset + length, array, from, from + count);
    }
}
