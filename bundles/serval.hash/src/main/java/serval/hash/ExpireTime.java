package serval.hash;

import serval.sdk.command.Call;
import serval.sdk.reply.CommandError;

/** Reads when fields are to expire. */
final class ExpireTime {
    private static final CommandError NEGATIVE = CommandError.of("ERR invalid expire time, must be >= 0");

    private ExpireTime() {}

    /**
     * A time in milliseconds since 1970, from an argument.
     *
     * @param unit the milliseconds in the argument's unit
     * @param base what the argument counts from
     */
    static long read(Call call, int index, long unit, long base) {
        long time = call.asLong(index);
        if (time < 0) {
            throw NEGATIVE.exception();
        }
        if (time > Expiries.LATEST / unit || time * unit > Expiries.LATEST - base) {
            throw CommandError.of("ERR invalid expire time in '" + call.spec().name() + "' command")
                    .exception();
        }
        return time * unit + base;
    }
}
