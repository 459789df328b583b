package serval.hash;

import serval.sdk.command.Call;
import serval.sdk.command.Token;
import serval.sdk.reply.CommandError;

/** The end of commands that name fields: {@code FIELDS}, their number, and the fields. */
final class FieldWords {
    static final Token FIELDS = Token.of("FIELDS");

    static final CommandError MISSING =
            CommandError.of("ERR Mandatory argument FIELDS is missing or not at the right position");
    static final CommandError NOT_POSITIVE = CommandError.of("ERR Number of fields must be a positive integer");
    static final CommandError NOT_ABOVE_ZERO = CommandError.of("ERR Parameter `numFields` should be greater than 0");
    private static final CommandError MISMATCH =
            CommandError.of("ERR The `numfields` parameter must match the number of arguments");

    private FieldWords() {}

    /** Reads from the word {@code FIELDS} on to the end of the call; returns where the first field stands. */
    static int read(Call call, int at, CommandError notANumber) {
        if (at >= call.count() || !call.is(at, FIELDS)) {
            throw MISSING.exception();
        }
        if (at + 1 >= call.count()) {
            throw MISMATCH.exception();
        }
        long count = call.asLong(at + 1, 1, Long.MAX_VALUE, notANumber);
        if (count != call.count() - at - 2) {
            throw MISMATCH.exception();
        }
        return at + 2;
    }

    /** Writes a number once for each field. */
    static void all(Call call, int first, long answer) {
        call.reply().array(call.count() - first);
        for (int i = first; i < call.count(); i++) {
            call.reply().integer(answer);
        }
    }

    /** Makes an array of what a list has gathered. */
    static byte[][] array(java.util.List<byte[]> words) {
        return words.toArray(new byte[0][]);
    }
}
