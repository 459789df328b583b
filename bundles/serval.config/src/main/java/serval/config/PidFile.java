package serval.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that holds the process' number until the server is shut down; as in Redis it stays when the process ends otherwise. Not being
 * able to write it is no reason not to start.
 */
final class PidFile {
    private static final Logger LOG = LoggerFactory.getLogger(PidFile.class);
    private static final String BY_DEFAULT = "/var/run/redis.pid";

    private final @Nullable Path path;
    private boolean written;

    /** Names the file: the one configured, or the default one for a server in the background. */
    PidFile(String configured, boolean background, WorkingDirectory working) {
        String name = configured.isEmpty() && background ? BY_DEFAULT : configured;
        path = name.isEmpty() ? null : working.resolve(name);
    }

    void write() {
        if (path == null) {
            return;
        }
        try {
            Files.writeString(path, ProcessHandle.current().pid() + "\n");
            written = true;
        } catch (IOException failure) {
            LOG.info("Failed to write PID file: {}", Loader.reason(failure));
        }
    }

    void remove() {
        if (path == null || !written) {
            return;
        }
        LOG.info("Removing the pid file.");
        try {
            Files.deleteIfExists(path);
        } catch (IOException failure) {
            LOG.warn("Failed to remove PID file: {}", Loader.reason(failure));
        }
    }
}
