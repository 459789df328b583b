package serval.bitmap;

import java.util.Arrays;
import serval.bytes.ByteSlice;
import serval.sdk.command.Token;

/**
 * An operation of BITOP. Strings that are shorter than the longest are padded with zero bytes.
 */
enum BitOperation {
    AND,
    OR,
    XOR,
    NOT,
    /** The bits of the first string that no other has. */
    DIFF,
    /** The bits of the others that the first string has not. */
    DIFF1,
    /** The bits of the first string that another one has, too. */
    ANDOR,
    /** The bits that exactly one string has. */
    ONE;

    private final Token token = Token.of(name());

    Token token() {
        return token;
    }

    /** Whether it takes the first string for another than the rest, so that there must be a rest. */
    boolean singlesOutFirst() {
        return this == DIFF || this == DIFF1 || this == ANDOR;
    }

    /** Whether Redis 7 knows it. */
    boolean isClassic() {
        return ordinal() <= NOT.ordinal();
    }

    /** The result, as long as the longest string. */
    byte[] apply(ByteSlice[] strings, int length) {
        byte[] result = padded(strings[0], length);
        switch (this) {
            case NOT -> ByteOperations.notAnd(result, ones(length), 0, length);
            case AND -> {
                for (int i = 1; i < strings.length; i++) {
                    ByteSlice string = strings[i];
                    ByteOperations.and(result, string.array(), string.offset(), string.length());
                    Arrays.fill(result, string.length(), length, (byte) 0);
                }
            }
            case OR -> include(result, strings, 1);
            case XOR -> {
                for (int i = 1; i < strings.length; i++) {
                    ByteOperations.xor(result, strings[i].array(), strings[i].offset(), strings[i].length());
                }
            }
            case DIFF -> ByteOperations.andNot(result, rest(strings, length), 0, length);
            case DIFF1 -> ByteOperations.notAnd(result, rest(strings, length), 0, length);
            case ANDOR -> ByteOperations.and(result, rest(strings, length), 0, length);
            case ONE -> exclude(result, strings);
        }
        return result;
    }

    private static byte[] padded(ByteSlice string, int length) {
        byte[] result = new byte[length];
        string.copyTo(result, 0);
        return result;
    }

    private static byte[] ones(int length) {
        byte[] result = new byte[length];
        Arrays.fill(result, (byte) 0xff);
        return result;
    }

    /** All strings but the first in one. */
    private static byte[] rest(ByteSlice[] strings, int length) {
        byte[] result = padded(strings[1], length);
        include(result, strings, 2);
        return result;
    }

    private static void include(byte[] result, ByteSlice[] strings, int from) {
        for (int i = from; i < strings.length; i++) {
            ByteOperations.or(result, strings[i].array(), strings[i].offset(), strings[i].length());
        }
    }

    /** Makes of the first string what exactly one string has: what any has, without what some have together. */
    private static void exclude(byte[] result, ByteSlice[] strings) {
        byte[] several = new byte[result.length];
        for (int i = 1; i < strings.length; i++) {
            byte[] both = strings[i].copy();
            ByteOperations.and(both, result, 0, both.length);
            ByteOperations.or(several, both, 0, both.length);
            ByteOperations.or(result, strings[i].array(), strings[i].offset(), strings[i].length());
        }
        ByteOperations.andNot(result, several, 0, result.length);
    }
}
