package serval.sdk.block;

import serval.bytes.ByteSlice;
import serval.bytes.LongDouble;
import serval.sdk.command.Call;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.CommandException;

/** Timeouts of blocking commands, given in seconds with a fraction. */
final class Timeouts {
    private static final CommandError OUT_OF_RANGE = CommandError.of("ERR timeout is out of range");

    private Timeouts() {}

    static long millis(Call call, int index) {
        double seconds;
        try {
            seconds = call.asDouble(index);
        } catch (CommandException none) {
            seconds = beyondDoubles(call.slice(index));
        }
        double millis = Math.ceil(seconds * 1000);
        if (millis > Long.MAX_VALUE - call.now()) {
            throw OUT_OF_RANGE.exception();
        }
        if (millis < 0) {
            throw CommandError.TIMEOUT_NEGATIVE.exception();
        }
        return (long) millis;
    }

    /** A number that is none as a double but is one as a long double, which is what Redis reads: about infinity, or nothing. */
    private static double beyondDoubles(ByteSlice word) {
        LongDouble exact = LongDouble.parse(word.array(), word.offset(), word.length());
        if (exact == null) {
            throw CommandError.TIMEOUT_NOT_A_FLOAT.exception();
        }
        double near = exact.doubleValue();
        return near == 0 ? exact.signum() * Double.MIN_VALUE : near;
    }
}
