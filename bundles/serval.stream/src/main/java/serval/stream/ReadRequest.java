package serval.stream;

import static serval.sdk.command.Token.of;

import serval.bytes.Longs;
import serval.sdk.command.Call;
import serval.sdk.command.Token;
import serval.sdk.reply.CommandError;

/** The options of XREAD and XREADGROUP. */
final class ReadRequest {
    static final long NO_BLOCK = -1;

    private static final Token BLOCK = of("BLOCK");
    private static final Token COUNT = of("COUNT");
    private static final Token STREAMS = of("STREAMS");
    private static final Token GROUP = of("GROUP");
    private static final Token NOACK = of("NOACK");

    private static final CommandError TIMEOUT_NOT_AN_INTEGER =
            CommandError.of("ERR timeout is not an integer or out of range");
    private static final CommandError TIMEOUT_OUT_OF_RANGE = CommandError.of("ERR timeout is out of range");
    private static final CommandError GROUP_IN_XREAD =
            CommandError.of("ERR The GROUP option is only supported by XREADGROUP. You called XREAD instead.");
    private static final CommandError NOACK_IN_XREAD =
            CommandError.of("ERR The NOACK option is only supported by XREADGROUP. You called XREAD instead.");
    private static final CommandError MISSING_GROUP = CommandError.of("ERR Missing GROUP option for XREADGROUP");

    /** Milliseconds to wait, 0 for without limit, or {@link #NO_BLOCK}. */
    final long block;
    /** The most entries of each stream, 0 for all. */
    final long count;

    final boolean noAck;
    /** Where the group's name stands, the consumer's behind it; 0 for none. */
    final int groupAt;
    /** Where the first key stands. */
    final int firstKey;

    final int streams;

    ReadRequest(Call call, boolean grouped) {
        long timeout = NO_BLOCK;
        long most = 0;
        boolean noAcknowledgement = false;
        int group = 0;
        int keys = 0;
        int last = call.count() - 1;
        for (int i = 1; i <= last && keys == 0; i++) {
            int more = last - i;
            if (more > 0 && call.is(i, BLOCK)) {
                timeout = timeout(call, ++i);
            } else if (more > 0 && call.is(i, COUNT)) {
                most = Math.max(0, call.asLong(++i));
            } else if (more > 0 && call.is(i, STREAMS)) {
                keys = i + 1;
            } else if (more > 1 && call.is(i, GROUP)) {
                if (!grouped) {
                    throw GROUP_IN_XREAD.exception();
                }
                group = i + 1;
                i += 2;
            } else if (call.is(i, NOACK)) {
                if (!grouped) {
                    throw NOACK_IN_XREAD.exception();
                }
                noAcknowledgement = true;
            } else {
                throw CommandError.SYNTAX.exception();
            }
        }
        if (keys > 0 && (call.count() - keys) % 2 != 0) {
            throw CommandError.of("ERR Unbalanced '" + call.spec().name()
                            + "' list of streams: for each stream key an ID or '" + (grouped ? '>' : '$')
                            + "' must be specified.")
                    .exception();
        }
        if (keys == 0) {
            throw CommandError.SYNTAX.exception();
        }
        if (grouped && group == 0) {
            throw MISSING_GROUP.exception();
        }
        block = timeout;
        count = most;
        noAck = noAcknowledgement;
        groupAt = group;
        firstKey = keys;
        streams = (call.count() - keys) / 2;
    }

    private static long timeout(Call call, int index) {
        var word = call.slice(index);
        if (!Longs.isLong(word.array(), word.offset(), word.length())) {
            throw TIMEOUT_NOT_AN_INTEGER.exception();
        }
        long millis = Longs.parse(word.array(), word.offset(), word.length());
        if (millis < 0) {
            throw CommandError.TIMEOUT_NEGATIVE.exception();
        }
        if (millis > Long.MAX_VALUE - call.now()) {
            throw TIMEOUT_OUT_OF_RANGE.exception();
        }
        return millis;
    }

    /** Where a stream's number stands. */
    int idAt(int stream) {
        return firstKey + streams + stream;
    }

    /** The arguments that name the keys. */
    int[] keys() {
        int[] keys = new int[streams];
        for (int i = 0; i < streams; i++) {
            keys[i] = firstKey + i;
        }
        return keys;
    }

    /** Whether a stream's number is this one character. */
    boolean isSymbol(Call call, int stream, char symbol) {
        int at = idAt(stream);
        return call.length(at) == 1 && call.slice(at).at(0) == symbol;
    }
}
