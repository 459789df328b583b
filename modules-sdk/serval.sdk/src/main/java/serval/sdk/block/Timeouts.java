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
            ByteSlice text = call.slice(index);
            // Numbers may be as large as long doubles are, before they are found to be too large.
            LongDouble huge = LongDouble.parse(text.array(), text.offset(), text.length());
            if (huge == null) {
                throw CommandError.TIMEOUT_NOT_A_FLOAT.exception();
            }
            throw (huge.signum() < 0 ? CommandError.TIMEOUT_NEGATIVE : OUT_OF_RANGE).exception();
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
}
