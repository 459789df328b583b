package serval.stream;

import org.jspecify.annotations.Nullable;
import serval.bytes.ByteSlice;
import serval.bytes.Longs;
import serval.sdk.command.Call;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.Reply;

/** Reads and writes numbers of entries as clients know them. */
final class Ids {
    static final CommandError INVALID = CommandError.of("ERR Invalid stream ID specified as stream command argument");
    private static final CommandError INVALID_START = CommandError.of("ERR invalid start ID for the interval");
    private static final CommandError INVALID_END = CommandError.of("ERR invalid end ID for the interval");
    private static final int MOST_BYTES = 127;
    /** Takes the text of a number on its way to a reply. */
    private static final byte[] DIGITS = new byte[StreamId.MAX_LENGTH];

    private Ids() {}

    /** A number in full or only its milliseconds; the least and the greatest ({@code -}, {@code +}) are refused. */
    static StreamId strict(Call call, int index) {
        return required(parse(call.slice(index), 0, true));
    }

    /** As {@link #strict}, with {@code -} and {@code +}. */
    static StreamId lenient(Call call, int index) {
        return required(parse(call.slice(index), 0, false));
    }

    /** The start of an interval, {@code (} excluding the number itself. */
    static StreamId start(Call call, int index) {
        ByteSlice slice = call.slice(index);
        if (!isOpen(slice)) {
            return required(parse(slice, 0, false));
        }
        StreamId id = required(parse(inner(slice), 0, true));
        if (id.isMax()) {
            throw INVALID_START.exception();
        }
        return id.next();
    }

    /** The end of an interval, {@code (} excluding the number itself. */
    static StreamId end(Call call, int index) {
        ByteSlice slice = call.slice(index);
        if (!isOpen(slice)) {
            return required(parse(slice, -1, false));
        }
        StreamId id = required(parse(inner(slice), -1, true));
        if (id.isZero()) {
            throw INVALID_END.exception();
        }
        return id.previous();
    }

    /** Whether it is {@code *}: the server is to choose the number. */
    static boolean isChosen(ByteSlice slice) {
        return slice.length() == 1 && slice.at(0) == '*';
    }

    private static boolean isOpen(ByteSlice slice) {
        return slice.length() > 1 && slice.at(0) == '(';
    }

    private static ByteSlice inner(ByteSlice slice) {
        return new ByteSlice().set(slice.array(), slice.offset() + 1, slice.length() - 1);
    }

    private static StreamId required(@Nullable StreamId id) {
        if (id == null) {
            throw INVALID.exception();
        }
        return id;
    }

    /** The number that these bytes spell, or null if they do not. */
    static @Nullable StreamId parse(ByteSlice slice, long missingSequence, boolean strict) {
        int length = slice.length();
        if (length > MOST_BYTES) {
            return null;
        }
        if (length == 1 && (slice.at(0) == '-' || slice.at(0) == '+')) {
            return strict ? null : slice.at(0) == '-' ? StreamId.ZERO : StreamId.MAX;
        }
        int dash = dash(slice);
        int from = slice.offset();
        if (!isNumber(slice.array(), from, dash < 0 ? length : dash)) {
            return null;
        }
        long ms = number(slice.array(), from, dash < 0 ? length : dash);
        if (dash < 0) {
            return new StreamId(ms, missingSequence);
        }
        int rest = length - dash - 1;
        return isNumber(slice.array(), from + dash + 1, rest)
                ? new StreamId(ms, number(slice.array(), from + dash + 1, rest))
                : null;
    }

    /** The milliseconds of {@code ms-*}, as a number with the sequence 0; null if the bytes are no such thing. */
    static @Nullable StreamId millisOnly(ByteSlice slice) {
        int length = slice.length();
        int dash = dash(slice);
        if (dash < 0 || length > MOST_BYTES || dash != length - 2 || slice.at(length - 1) != '*') {
            return null;
        }
        return isNumber(slice.array(), slice.offset(), dash)
                ? new StreamId(number(slice.array(), slice.offset(), dash), 0)
                : null;
    }

    private static int dash(ByteSlice slice) {
        for (int i = 0; i < slice.length(); i++) {
            if (slice.at(i) == '-') {
                return i;
            }
        }
        return -1;
    }

    private static boolean isNumber(byte[] array, int offset, int length) {
        int plus = length > 1 && array[offset] == '+' ? 1 : 0;
        return Longs.isUnsigned(array, offset + plus, length - plus);
    }

    private static long number(byte[] array, int offset, int length) {
        int plus = array[offset] == '+' ? 1 : 0;
        return Longs.parseUnsigned(array, offset + plus, length - plus);
    }

    static void reply(Reply reply, StreamId id) {
        reply(reply, id.ms(), id.seq());
    }

    static void reply(Reply reply, long ms, long seq) {
        reply.bulk(DIGITS, 0, StreamId.write(ms, seq, '-', DIGITS));
    }
}
