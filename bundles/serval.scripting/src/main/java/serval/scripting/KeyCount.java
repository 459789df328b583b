package serval.scripting;

import serval.sdk.command.Call;
import serval.sdk.reply.CommandError;

/** The number of keys that EVAL and FCALL are told. */
final class KeyCount {
    private KeyCount() {}

    static int of(Call call, CommandError noNumber) {
        long keys = call.asLong(2, Long.MIN_VALUE, Long.MAX_VALUE, noNumber);
        if (keys > call.count() - 3) {
            throw ScriptErrors.TOO_MANY_KEYS.exception();
        }
        if (keys < 0) {
            throw ScriptErrors.NEGATIVE_KEYS.exception();
        }
        return (int) keys;
    }
}
