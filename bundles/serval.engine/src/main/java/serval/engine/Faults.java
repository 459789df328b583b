package serval.engine;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.sdk.reply.CommandError;
import serval.spi.engine.CommandEntry;
import serval.spi.module.FaultListener;

/** What becomes of a handler's bug: a line in the log with its bundle, and an error for the client. */
final class Faults {
    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

    private final List<FaultListener> listeners = new CopyOnWriteArrayList<>();

    void add(FaultListener listener) {
        listeners.add(listener);
    }

    void remove(FaultListener listener) {
        listeners.remove(listener);
    }

    CommandError report(CommandEntry command, Throwable fault) {
        if (fault instanceof OutOfMemoryError) {
            LOG.error("Command '{}' of bundle {} ran out of memory", command.name(), command.owner());
            return CommandError.OUT_OF_MEMORY;
        }
        LOG.error("Command '{}' of bundle {} failed", command.name(), command.owner(), fault);
        for (FaultListener listener : listeners) {
            listener.fault(command.bundle(), command.name(), fault);
        }
        return CommandError.of("ERR internal error in command '" + command.name() + "': "
                + fault.getClass().getSimpleName());
    }
}
