package serval.launcher;

import org.apache.felix.framework.Logger;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.slf4j.LoggerFactory;

/** Puts what the framework itself has to say on the server's log. */
final class FrameworkLogger extends Logger {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger("org.apache.felix.framework");

    @Override
    protected void doLog(
            @Nullable Bundle bundle,
            @Nullable ServiceReference service,
            int level,
            String message,
            @Nullable Throwable fault) {
        String text = bundle == null ? message : bundle.getSymbolicName() + ": " + message;
        switch (level) {
            case LOG_ERROR -> LOG.error(text, fault);
            case LOG_WARNING -> LOG.warn(text, fault);
            case LOG_INFO -> LOG.info(text, fault);
            default -> LOG.debug(text, fault);
        }
    }

    @Override
    protected void doLog(int level, String message, @Nullable Throwable fault) {
        doLog(null, null, level, message, fault);
    }
}
