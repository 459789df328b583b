package serval.engine;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.sdk.reply.CommandError;
import serval.spi.engine.CommandEntry;

/** What becomes of a handler's bug: a line in the log with its bundle, and an error for the client. */
final class Faults {
    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

    private Faults() {}

    static CommandError report(CommandEntry command, Throwable fault) {
        if (fault instanceof OutOfMemoryError) {
            LOG.error("Command '{}' of bundle {} ran out of memory", command.name(), command.owner());
            return CommandError.OUT_OF_MEMORY;
        }
        LOG.error("Command '{}' of bundle {} failed", command.name(), command.owner(), fault);
        return CommandError.of("ERR internal error in command '" + command.name() + "': "
                + fault.getClass().getSimpleName());
    }
}
