package serval.list;

import serval.sdk.command.Call;
import serval.sdk.command.Token;
import serval.sdk.reply.CommandError;

/** The arguments of LMPOP and BLMPOP. */
final class PopRequest {
    private static final CommandError NO_KEYS = CommandError.of("ERR numkeys should be greater than 0");
    private static final CommandError NO_COUNT = CommandError.of("ERR count should be greater than 0");
    private static final Token COUNT = Token.of("COUNT");

    final int firstKey;
    final int endOfKeys;
    final End end;
    final long count;

    /** Reads arguments, of which the one at an index tells the number of keys. */
    PopRequest(Call call, int keysAt) {
        long keys = call.asLong(keysAt, 1, Long.MAX_VALUE, NO_KEYS);
        firstKey = keysAt + 1;
        if (keys >= call.count() - firstKey) {
            throw CommandError.SYNTAX.exception();
        }
        endOfKeys = firstKey + (int) keys;
        end = End.of(call, endOfKeys);
        int options = endOfKeys + 1;
        if (options == call.count()) {
            count = 1;
        } else if (options + 1 < call.count() && call.is(options, COUNT)) {
            count = call.asLong(options + 1, 1, Long.MAX_VALUE, NO_COUNT);
            if (options + 2 < call.count()) {
                throw CommandError.SYNTAX.exception();
            }
        } else {
            throw CommandError.SYNTAX.exception();
        }
    }
}
