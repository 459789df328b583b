package serval.testkit.internal;

import java.lang.ref.WeakReference;
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

    /** The class loader of the bundle of this symbolic name that was installed last and has started, held weakly. */
    WeakReference<ClassLoader> classLoader(String symbolicName);

    /** The names of the data types that the bundle of this symbolic name has published. */
    List<String> types(String symbolicName) throws Exception;

    /** Lets the timers run that are due now, and waits for them. */
    void runTimers() throws Exception;

    /** Stops everything and waits for it. */
    void close() throws Exception;
}
