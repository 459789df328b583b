package serval.keys;

import serval.sdk.command.Call;
import serval.sdk.reply.CommandError;

/** Numbers of a smaller range than 64 bits, with Redis' errors for those outside it. */
final class Numbers {
    private Numbers() {}

    /** An argument as a signed 32-bit number. */
    static int asInt(Call call, int index) {
        return (int) between(call, index, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /** An argument as a number within bounds, both included. */
    static long between(Call call, int index, long least, long most) {
        long value = call.asLong(index);
        if (value < least || value > most) {
            throw CommandError.of("ERR value is out of range, value must between " + least + " and " + most)
                    .exception();
        }
        return value;
    }

    /**
     * An argument as a timeout in whole milliseconds; 0 for none.
     */
    static long timeout(Call call, int index) {
        long millis = call.asLong(
                index,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                CommandError.of("ERR timeout is not an integer or out of range"));
        if (millis < 0) {
            throw CommandError.TIMEOUT_NEGATIVE.exception();
        }
        if (millis > Long.MAX_VALUE - call.now()) {
            throw CommandError.of("ERR timeout is out of range").exception();
        }
        return millis;
    }
}
