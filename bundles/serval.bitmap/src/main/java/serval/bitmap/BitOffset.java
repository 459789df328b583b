package serval.bitmap;

import serval.bytes.ByteSlice;
import serval.bytes.Longs;
import serval.sdk.command.Call;
import serval.sdk.reply.CommandError;
import serval.spi.config.StringLimit;

/** The argument that says where in a bitmap: a bit's number, or {@code #n} for the n-th field of a width. */
final class BitOffset {
    private static final CommandError NOT_AN_OFFSET =
            CommandError.of("ERR bit offset is not an integer or out of range");

    private BitOffset() {}

    /**
     * The bit's number.
     *
     * @param width of a field, or 0 where no {@code #n} is taken
     * @throws serval.sdk.reply.CommandException if it is none, or if its byte lies beyond the limit of strings
     */
    static long of(Call call, int argument, int width, StringLimit limit) {
        ByteSlice word = call.slice(argument);
        int skipped = width > 0 && word.length() > 0 && word.at(0) == '#' ? 1 : 0;
        int from = word.offset() + skipped;
        int length = word.length() - skipped;
        if (!Longs.isLong(word.array(), from, length)) {
            throw NOT_AN_OFFSET.exception();
        }
        long offset = Longs.parse(word.array(), from, length) * (skipped > 0 ? width : 1);
        if (offset < 0 || !limit.allows(call, (offset >>> 3) + 1)) {
            throw NOT_AN_OFFSET.exception();
        }
        return offset;
    }
}
