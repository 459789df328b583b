package serval.list;

import java.util.Arrays;
import serval.bytes.ByteSlice;
import serval.bytes.Longs;
import serval.structures.packed.FrontCodedCursor;
import serval.structures.packed.PackedList;

/** What elements are compared with: bytes, and the number they spell if they do. */
final class Needle {
    private final byte[] array;
    private final int offset;
    private final int length;
    private final boolean isNumber;
    private final long number;

    Needle(ByteSlice bytes) {
        array = bytes.array();
        offset = bytes.offset();
        length = bytes.length();
        isNumber = Longs.isLong(array, offset, length);
        number = isNumber ? Longs.parse(array, offset, length) : 0;
    }

    boolean is(PackedList list, int at) {
        if (list.isNumber(at)) {
            return isNumber && list.number(at) == number;
        }
        return !isNumber && list.is(at, array, offset, length);
    }

    /** Whether the element that a cursor is at equals this. */
    boolean is(FrontCodedCursor cursor) {
        if (cursor.isNumber()) {
            return isNumber && cursor.number() == number;
        }
        return !isNumber && cursor.is(array, offset, length);
    }

    boolean is(byte[] element) {
        return Arrays.equals(element, 0, element.length, array, offset, offset + length);
    }
}
