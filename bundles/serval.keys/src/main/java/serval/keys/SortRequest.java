package serval.keys;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import serval.sdk.command.Call;
import serval.sdk.command.Token;
import serval.sdk.reply.CommandError;

/** The options of one SORT. */
final class SortRequest {
    private static final Token ASC = Token.of("ASC");
    private static final Token DESC = Token.of("DESC");
    private static final Token ALPHA = Token.of("ALPHA");
    private static final Token LIMIT = Token.of("LIMIT");
    private static final Token STORE = Token.of("STORE");
    private static final Token BY = Token.of("BY");
    private static final Token GET = Token.of("GET");

    boolean isDescending;
    boolean isAlpha;
    long offset;
    /** Below zero for all. */
    long count = -1;

    /** The pattern of the keys to sort by, or null for the elements themselves. */
    byte @Nullable [] by;
    /** A BY without an asterisk was given last: the elements stay in the order they are in. */
    private boolean isConstant;

    final List<byte[]> gets = new ArrayList<>(2);
    /** The argument that names the key to store to, or 0. */
    int destination;

    private SortRequest() {}

    static SortRequest of(Call call, boolean mayStore) {
        SortRequest request = new SortRequest();
        for (int i = 2; i < call.count(); i++) {
            int left = call.count() - i - 1;
            if (call.is(i, ASC)) {
                request.isDescending = false;
            } else if (call.is(i, DESC)) {
                request.isDescending = true;
            } else if (call.is(i, ALPHA)) {
                request.isAlpha = true;
            } else if (call.is(i, LIMIT) && left >= 2) {
                request.offset = call.asLong(i + 1);
                request.count = call.asLong(i + 2);
                i += 2;
            } else if (mayStore && call.is(i, STORE) && left >= 1) {
                request.destination = ++i;
            } else if (call.is(i, BY) && left >= 1) {
                byte[] pattern = call.copy(++i);
                request.by = pattern;
                // Once constant, always: a later pattern does not bring the sorting back.
                request.isConstant |= SortPatterns.asterisk(pattern) < 0;
            } else if (call.is(i, GET) && left >= 1) {
                request.gets.add(call.copy(++i));
            } else {
                throw CommandError.SYNTAX.exception();
            }
        }
        return request;
    }

    /** Whether there is an order to bring the elements into. */
    boolean isSorted() {
        return !isConstant;
    }
}
