package serval.set;

import serval.sdk.reply.CommandError;

/** The errors of set commands. */
final class SetErrors {
    static final CommandError NUMKEYS = CommandError.of("ERR numkeys should be greater than 0");
    static final CommandError MORE_KEYS_THAN_WORDS =
            CommandError.of("ERR Number of keys can't be greater than number of args");
    static final CommandError NEGATIVE_LIMIT = CommandError.of("ERR LIMIT can't be negative");
    static final CommandError INVALID_CURSOR = CommandError.of("ERR invalid cursor");
    static final CommandError COUNT_RANGE = CommandError.of(
            "ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807");

    private SetErrors() {}
}
