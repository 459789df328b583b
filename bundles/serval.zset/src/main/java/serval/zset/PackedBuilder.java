package serval.zset;

import java.util.Arrays;

/** Puts pairs that come in their order, each member once, into the array of a small set. */
final class PackedBuilder {
    private static final int FIRST_PAIRS = 16;
    private static final int FIRST_BYTES = 256;

    private byte[] codes = new byte[2 * FIRST_PAIRS];
    private byte[] body = new byte[FIRST_BYTES];
    private int count;
    private int length;

    int count() {
        return count;
    }

    void add(byte[] member, int offset, int memberLength, double score) {
        int memberCode = PackedMember.code(member, offset, memberLength);
        int scoreCode = PackedScore.code(score);
        long needed = length + PackedMember.bytes(memberCode, memberLength) + PackedScore.bytes(scoreCode);
        if (needed > body.length) {
            body = Arrays.copyOf(body, (int) Math.min(Integer.MAX_VALUE - 32, Math.max(needed, 2L * body.length)));
        }
        if (2 * count == codes.length) {
            codes = Arrays.copyOf(codes, 2 * codes.length);
        }
        codes[2 * count] = (byte) memberCode;
        codes[2 * count + 1] = (byte) scoreCode;
        length += PackedMember.write(memberCode, member, offset, memberLength, body, length);
        PackedScore.write(scoreCode, score, body, length);
        length += PackedScore.bytes(scoreCode);
        count++;
    }

    /** The array, without room to grow. */
    byte[] array() {
        return PackedPairs.of(count, codes, body, length);
    }
}
