package serval.zset;

import java.util.Arrays;
import serval.bytes.ByteSlice;

/**
 * One end of a range of members: {@code [a}, {@code (a}, {@code -} or {@code +}. It stands for a place between members: as the lower
 * end {@code (a} lies behind a and {@code [a} before it, as the upper end the other way round.
 */
final class LexBound {
    private enum Place {
        FIRST,
        AT,
        LAST
    }

    private final Place place;
    private final byte[] array;
    private final int offset;
    private final int length;
    private final boolean passesEqual;

    private LexBound(Place place, byte[] array, int offset, int length, boolean passesEqual) {
        this.place = place;
        this.array = array;
        this.offset = offset;
        this.length = length;
        this.passesEqual = passesEqual;
    }

    /** Reads a bound; the argument's bytes are not copied. Throws Redis' error if it is none. */
    static LexBound parse(ByteSlice text, boolean upper) {
        int length = text.length();
        byte first = length == 0 ? 0 : text.at(0);
        if (length == 1 && (first == '-' || first == '+')) {
            return new LexBound(first == '-' ? Place.FIRST : Place.LAST, new byte[0], 0, 0, false);
        }
        if (first != '(' && first != '[') {
            throw Errors.NO_LEX_RANGE.exception();
        }
        return new LexBound(Place.AT, text.array(), text.offset() + 1, length - 1, upper ? first == '[' : first == '(');
    }

    boolean isFirst() {
        return place == Place.FIRST;
    }

    boolean isLast() {
        return place == Place.LAST;
    }

    byte[] array() {
        return array;
    }

    int offset() {
        return offset;
    }

    int length() {
        return length;
    }

    /** Whether a member of these very bytes comes before the place. */
    boolean passesEqual() {
        return passesEqual;
    }

    /** Whether the place is behind this member. */
    boolean isAbove(ByteSlice member) {
        if (place != Place.AT) {
            return place == Place.LAST;
        }
        int compared = Arrays.compareUnsigned(
                member.array(), member.offset(), member.offset() + member.length(), array, offset, offset + length);
        return compared < 0 || compared == 0 && passesEqual;
    }
}
