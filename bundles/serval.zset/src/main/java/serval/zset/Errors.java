package serval.zset;

import serval.sdk.reply.CommandError;

/** Errors that several of the families share. */
final class Errors {
    static final CommandError NO_SCORE_RANGE = CommandError.of("ERR min or max is not a float");
    static final CommandError NO_LEX_RANGE = CommandError.of("ERR min or max not valid string range item");
    static final CommandError NAN = CommandError.of("ERR resulting score is not a number (NaN)");

    private Errors() {}

    static CommandError arity(String command) {
        return CommandError.of("ERR wrong number of arguments for '" + command + "' command");
    }
}
