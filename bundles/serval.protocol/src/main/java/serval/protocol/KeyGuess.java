package serval.protocol;

import serval.spi.request.UpcomingRequests;

/**
 * A glance ahead at pipelined requests: where the first words behind their names lie. It takes well-formed multibulk requests only and stops at whatever
 * else it meets; the decoder proper judges.
 */
final class KeyGuess {
    private static final int NONE = -1;

    private KeyGuess() {}

    static void guess(byte[] buffer, int from, int limit, UpcomingRequests found) {
        int at = from;
        while (!found.isFull() && at < limit && buffer[at] == '*') {
            int words = number(buffer, at, limit);
            at = behindLine(words, at);
            if (words < 1 || words > 64) {
                return;
            }
            for (int i = 0; i < words; i++) {
                if (at >= limit || buffer[at] != '$') {
                    return;
                }
                int length = number(buffer, at, limit);
                if (length < 0) {
                    return;
                }
                at = behindLine(length, at);
                if (i > 0 && i <= UpcomingRequests.LAST_WORD) {
                    found.word(i, at, length);
                }
                at += length + 2;
                if (at > limit) {
                    return;
                }
            }
            if (words > 1) {
                for (int i = words; i <= UpcomingRequests.LAST_WORD; i++) {
                    found.word(i, 0, NONE);
                }
                found.add();
            }
        }
    }

    /** The number in a header line of at most four digits, or a negative one. */
    private static int number(byte[] buffer, int line, int limit) {
        int at = line + 1;
        int number = 0;
        int end = Math.min(limit - 1, at + 4);
        int digit;
        while (at < end && (digit = buffer[at] - '0') >= 0 && digit <= 9) {
            number = number * 10 + digit;
            at++;
        }
        boolean ends =
                at > line + 1 && at + 1 < limit && buffer[at] == '\r' && (buffer[line + 1] != '0' || at == line + 2);
        return ends ? number : NONE;
    }

    /** The index behind a header line that holds this number without leading zeros. */
    private static int behindLine(int number, int line) {
        return line + 3 + (number < 10 ? 1 : number < 100 ? 2 : number < 1000 ? 3 : 4);
    }
}
