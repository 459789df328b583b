package serval.testkit.internal;

import java.nio.file.Path;
import java.util.List;

/** A server's framework, seen from the test's side. */
public interface Container {
    /**
     * Starts the server and returns when all of its bundles have started or failed to.
     *
     * @param home a folder that takes the place of the distribution's
     * @param arguments the command line
     */
    void start(Path home, List<String> startLevels, List<Path> jars, List<String> arguments) throws Exception;

    /** Installs a bundle, which is copied, without starting it; returns its number. */
    long install(Path jar) throws Exception;

    /**
     * Starts a bundle.
     *
     * @throws IllegalStateException saying why it does not start, or which of its components cannot
     */
    void start(long bundle) throws Exception;

    /** Stops a bundle. */
    void stop(long bundle) throws Exception;

    /** Uninstalls a bundle and forgets its classes. */
    void uninstall(long bundle) throws Exception;

    /** The number of the bundle of this symbolic name that was installed last, -1 if there is none. */
    long find(String symbolicName);

    /** The names of the data types that a bundle has published. */
    List<String> types(long bundle) throws Exception;

    /** Lets the timers run that are due now, and waits for them. */
    void runTimers() throws Exception;

    /** Stops everything and waits for it. */
    void close() throws Exception;
}
