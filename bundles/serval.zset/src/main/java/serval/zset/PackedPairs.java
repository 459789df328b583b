package serval.zset;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import serval.bytes.ByteSlice;
import serval.bytes.Longs;

/**
 * Members and scores, in order, in one byte array: the number of pairs, for each pair the two codes of its member and its score
 * ({@link PackedMember}, {@link PackedScore}), then for each pair the bytes that belong to these codes.
 *
 * <p>The codes tell the length of every pair, so that pairs are found from either end. The array is as long as need be up to a kilobyte:
 * it begins with the number of pairs in one byte. Longer ones and those of many pairs have room to grow: they begin with the byte 0xFF,
 * the number of pairs in four bytes and the length of what is used in four.
 *
 * <p>A pair is told by its index and by where its bytes begin, both good until the next change.
 */
class PackedPairs {
    /** The array without any pairs. */
    static final byte[] EMPTY = {0};

    private static final int ROOMY = 0xFF;
    private static final int HEAD = 1;
    private static final int ROOMY_HEAD = 9;
    private static final int COUNT_AT = 1;
    private static final int END_AT = 5;
    /** The codes of a pair. */
    private static final int CODES = 2;
    /** Arrays up to this length in bytes have no room to grow: copying them is cheap, and there are many. */
    private static final int MOST_WITHOUT_ROOM = 1024;
    /** The longest array in bytes. */
    private static final int MOST = Integer.MAX_VALUE - 32;

    private static final int ARRAY_BYTES = 12;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes;
    /** The number of pairs. */
    private int count;
    /** Where the codes begin. */
    private int codes;
    /** Where what is used ends. */
    private int end;

    PackedPairs(byte[] bytes) {
        this.bytes = bytes;
        int first = bytes[0] & 0xFF;
        if (first == ROOMY) {
            count = (int) INT.get(bytes, COUNT_AT);
            codes = ROOMY_HEAD;
            end = (int) INT.get(bytes, END_AT);
        } else {
            count = first;
            codes = HEAD;
            end = bytes.length;
        }
    }

    /** The number of pairs in an array. */
    static int count(byte[] array) {
        int first = array[0] & 0xFF;
        return first == ROOMY ? (int) INT.get(array, COUNT_AT) : first;
    }

    /** The heap bytes that an array takes. */
    static long heapBytes(byte[] array) {
        return ARRAY_BYTES + array.length + 7L & ~7L;
    }

    /** A copy of an array without room to grow. */
    static byte[] copy(byte[] array) {
        return Arrays.copyOf(array, (array[0] & 0xFF) == ROOMY ? (int) INT.get(array, END_AT) : array.length);
    }

    /** An array of so many pairs, given their codes and the bytes that belong to these. */
    static byte[] of(int count, byte[] codes, byte[] body, int length) {
        int head = head(count, length);
        byte[] array = new byte[toIntExact((long) head + CODES * count + length)];
        writeHead(array, head, count, array.length);
        System.arraycopy(codes, 0, array, head, CODES * count);
        System.arraycopy(body, 0, array, head + CODES * count, length);
        return array;
    }

    private static int head(int count, long length) {
        return count < ROOMY && HEAD + CODES * count + length <= MOST_WITHOUT_ROOM ? HEAD : ROOMY_HEAD;
    }

    private static void writeHead(byte[] array, int head, int count, int end) {
        if (head == HEAD) {
            array[0] = (byte) count;
            return;
        }
        array[0] = (byte) ROOMY;
        INT.set(array, COUNT_AT, count);
        INT.set(array, END_AT, end);
    }

    private static int toIntExact(long size) {
        if (size > MOST) {
            throw new IllegalStateException("a small sorted set cannot have " + size + " bytes");
        }
        return (int) size;
    }

    final byte[] array() {
        return bytes;
    }

    final int count() {
        return count;
    }

    final int end() {
        return end;
    }

    // Walking

    /** Where the bytes of the first pair begin. */
    final int body() {
        return codes + CODES * count;
    }

    private int memberCode(int index) {
        return bytes[codes + CODES * index] & 0xFF;
    }

    private int scoreCode(int index) {
        return bytes[codes + CODES * index + 1] & 0xFF;
    }

    private int memberBytes(int index, int at) {
        int code = memberCode(index);
        return code < PackedMember.NUMBER ? code : otherBytes(code, at);
    }

    private int otherBytes(int code, int at) {
        return code < PackedMember.LONG ? code & 0xF : PackedMember.length(bytes, at) + 2 * PackedMember.LENGTH_BYTES;
    }

    /** Where the bytes of the next pair begin. */
    final int next(int index, int at) {
        return at + memberBytes(index, at) + PackedScore.bytes(scoreCode(index));
    }

    /** Where the bytes of a pair begin that end here. */
    final int start(int index, int behind) {
        int memberEnd = behind - PackedScore.bytes(scoreCode(index));
        int code = memberCode(index);
        return memberEnd
                - (code < PackedMember.NUMBER ? code : otherBytes(code, memberEnd - PackedMember.LENGTH_BYTES));
    }

    /** Where the bytes of a pair begin, or where all end, for the index behind the last. */
    final int at(int index) {
        int at;
        if (index > count / 2) {
            at = end;
            for (int i = count - 1; i >= index; i--) {
                at = start(i, at);
            }
            return at;
        }
        at = body();
        for (int i = 0; i < index; i++) {
            at = next(i, at);
        }
        return at;
    }

    // Reading

    final double score(int index, int at) {
        int code = scoreCode(index);
        return PackedScore.bytes(code) == 0
                ? PackedScore.read(code, bytes, 0)
                : PackedScore.read(code, bytes, at + memberBytes(index, at));
    }

    /** Whether a member is a number, without a text in the array. */
    final boolean isNumber(int index) {
        int code = memberCode(index);
        return code >= PackedMember.NUMBER && code < PackedMember.LONG;
    }

    /** A member that is a number. */
    final long number(int index, int at) {
        return PackedScore.readNumber(memberCode(index) & 0xF, bytes, at);
    }

    /** Points a slice at a member, good until the next change or use of {@code digits}, and returns it. */
    final ByteSlice member(int index, int at, ByteSlice view, byte[] digits) {
        int code = memberCode(index);
        if (code < PackedMember.NUMBER) {
            return view.set(bytes, at, code);
        }
        return code < PackedMember.LONG
                ? view.set(digits, 0, Longs.write(number(index, at), digits, 0))
                : view.set(bytes, at + PackedMember.LENGTH_BYTES, PackedMember.length(bytes, at));
    }

    /** Looks for a member; returns its place, or -1. */
    final long find(byte[] member, int offset, int length) {
        int code = PackedMember.code(member, offset, length);
        if (code >= Long.BYTES && code < PackedMember.NUMBER) {
            return findText(code, member, offset);
        }
        long number = code >= PackedMember.NUMBER && code < PackedMember.LONG ? Longs.parse(member, offset, length) : 0;
        int at = body();
        for (int i = 0; i < count; i++) {
            if (memberCode(i) == code && is(code, at, member, offset, length, number)) {
                return place(i, at);
            }
            at = next(i, at);
        }
        return -1;
    }

    /** Looks for a text of eight bytes or more: members differ at their ends, as a rule. */
    private long findText(int code, byte[] member, int offset) {
        byte[] array = bytes;
        int last = code - Long.BYTES;
        long tail = (long) LONG.get(member, offset + last);
        int at = body();
        for (int i = 0, pair = codes; i < count; i++, pair += CODES) {
            int there = array[pair] & 0xFF;
            if (there == code
                    && (long) LONG.get(array, at + last) == tail
                    && Arrays.equals(array, at, at + last, member, offset, offset + last)) {
                return place(i, at);
            }
            at += (there < PackedMember.NUMBER ? there : otherBytes(there, at))
                    + PackedScore.bytes(array[pair + 1] & 0xFF);
        }
        return -1;
    }

    private boolean is(int code, int at, byte[] member, int offset, int length, long number) {
        if (code < PackedMember.NUMBER) {
            return Arrays.equals(bytes, at, at + code, member, offset, offset + length);
        }
        if (code < PackedMember.LONG) {
            return PackedScore.readNumber(code & 0xF, bytes, at) == number;
        }
        int from = at + PackedMember.LENGTH_BYTES;
        return PackedMember.length(bytes, at) == length
                && Arrays.equals(bytes, from, from + length, member, offset, offset + length);
    }

    /** Index and beginning of a pair in one number that is not negative. */
    static long place(int index, int at) {
        return (long) at << Integer.SIZE | index;
    }

    // Changing

    /** Puts a pair before the one at an index, whose bytes begin at {@code at}. */
    final void insert(int index, int at, byte[] member, int offset, int length, double score) {
        int memberCode = PackedMember.code(member, offset, length);
        int scoreCode = PackedScore.code(score);
        long wanted = PackedMember.bytes(memberCode, length) + PackedScore.bytes(scoreCode);
        // The text may lie in this very array, whose bytes are about to move.
        byte[] text = member == bytes ? Arrays.copyOfRange(member, offset, offset + length) : member;
        int to = splice(index, at, 0, 0, 1, toIntExact(wanted));
        bytes[codes + CODES * index] = (byte) memberCode;
        bytes[codes + CODES * index + 1] = (byte) scoreCode;
        to += PackedMember.write(memberCode, text, text == member ? offset : 0, length, bytes, to);
        PackedScore.write(scoreCode, score, bytes, to);
    }

    /** Removes pairs, whose bytes are from one place to another. */
    final void remove(int index, int at, int pairs, int to) {
        splice(index, at, pairs, to - at, 0, 0);
    }

    /** Writes another score. */
    final void rescore(int index, int at, double score) {
        int code = PackedScore.code(score);
        int from = at + memberBytes(index, at);
        int before = PackedScore.bytes(scoreCode(index));
        int to = PackedScore.bytes(code) == before
                ? from
                : splice(index + 1, from, 0, before, 0, PackedScore.bytes(code));
        bytes[codes + CODES * index + 1] = (byte) code;
        PackedScore.write(code, score, bytes, to);
    }

    /** Puts the pair at an index in the place of another one, those between move by one; returns where its bytes then begin. */
    final int turn(int index, int at, int target, int targetAt) {
        byte first = bytes[codes + CODES * index];
        byte second = bytes[codes + CODES * index + 1];
        int behind = next(index, at);
        byte[] pair = Arrays.copyOfRange(bytes, at, behind);
        int to;
        if (target > index) {
            int targetEnd = next(target, targetAt);
            move(index + 1, index, target - index);
            System.arraycopy(bytes, behind, bytes, at, targetEnd - behind);
            to = targetEnd - pair.length;
        } else {
            move(target, target + 1, index - target);
            System.arraycopy(bytes, targetAt, bytes, targetAt + pair.length, at - targetAt);
            to = targetAt;
        }
        bytes[codes + CODES * target] = first;
        bytes[codes + CODES * target + 1] = second;
        System.arraycopy(pair, 0, bytes, to, pair.length);
        return to;
    }

    private void move(int from, int to, int pairs) {
        System.arraycopy(bytes, codes + CODES * from, bytes, codes + CODES * to, CODES * pairs);
    }

    /**
     * Makes room for other pairs and bytes in the place of some.
     *
     * @param index of the first pair that goes
     * @param at where the bytes that go begin
     * @return where the room for the new bytes begins
     */
    private int splice(int index, int at, int pairs, int gone, int newPairs, int wanted) {
        int nextCount = count - pairs + newPairs;
        long body = (long) end - body() - gone + wanted;
        int head = head(nextCount, body);
        int size = toIntExact(head + (long) CODES * nextCount + body);
        byte[] to = bytes;
        if (head == HEAD) {
            to = new byte[size];
        } else if (head != codes || size > bytes.length || size < bytes.length / 2) {
            to = new byte[roomy(size)];
        }
        // The codes of the pairs behind, and the bytes of those before.
        int middle = codes + CODES * (index + pairs);
        int middleTo = head + CODES * (index + newPairs);
        int newAt = middleTo + at - middle;
        int tail = at + gone;
        if (to != bytes) {
            System.arraycopy(bytes, codes, to, head, CODES * index);
        }
        if (newAt + wanted > tail) {
            System.arraycopy(bytes, tail, to, newAt + wanted, end - tail);
            System.arraycopy(bytes, middle, to, middleTo, at - middle);
        } else {
            System.arraycopy(bytes, middle, to, middleTo, at - middle);
            System.arraycopy(bytes, tail, to, newAt + wanted, end - tail);
        }
        writeHead(to, head, nextCount, size);
        bytes = to;
        count = nextCount;
        codes = head;
        end = size;
        return newAt;
    }

    /** Grown by an eighth, as long as objects are laid out. */
    private static int roomy(int size) {
        long room = (long) size + (size >> 3);
        return (int) (Math.min(room, MOST) + ARRAY_BYTES + 7 & ~7) - ARRAY_BYTES;
    }
}
