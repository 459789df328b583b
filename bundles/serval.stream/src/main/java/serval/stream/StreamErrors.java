package serval.stream;

import serval.sdk.reply.CommandError;

/** Errors that several of the families share. */
final class StreamErrors {
    private StreamErrors() {}

    static CommandError arity(String command) {
        return CommandError.of("ERR wrong number of arguments for '" + command + "' command");
    }
}
