package serval.hash;

import serval.bytes.Ascii;
import serval.bytes.ByteSlice;
import serval.sdk.reply.CommandError;

/** Reads cursors of HSCAN as C's {@code strtoul} does, which is what clients have come to rely on. */
final class Cursors {
    private static final CommandError INVALID = CommandError.of("ERR invalid cursor");

    private Cursors() {}

    /**
     * A cursor: unsigned, 64 bits, a sign allowed.
     *
     * @throws serval.sdk.reply.CommandException if it is none
     */
    static long read(ByteSlice text) {
        int at = 0;
        boolean negative = false;
        if (text.length() > 0 && (text.at(0) == '-' || text.at(0) == '+')) {
            negative = text.at(0) == '-';
            at = 1;
        }
        if (at == 1 && text.length() == 1) {
            throw INVALID.exception();
        }
        long value = 0;
        for (; at < text.length(); at++) {
            byte c = text.at(at);
            long digit = c - '0';
            // 2^64 - 1 is 18446744073709551615.
            boolean tooLarge =
                    Long.compareUnsigned(value, 1844674407370955161L) > 0 || value == 1844674407370955161L && digit > 5;
            if (!Ascii.isDigit(c) || tooLarge) {
                throw INVALID.exception();
            }
            value = value * 10 + digit;
        }
        return negative ? -value : value;
    }
}
