package serval.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the server process.
 *
 * <p>Reads the system property {@code serval.home}, the folder of the distribution. Exit status 0 means that the server
 * was asked to stop and did, 1 that it could not start.
 */
public final class Main {
    /** The first Java release the bundles run on. */
    static final int JAVA = 25;
    /** The system property that names the folder of the distribution. */
    static final String HOME = "serval.home";

    private Main() {}

    /**
     * Runs the server until it is told to stop.
     *
     * @param arguments what {@code redis-server} takes: a file or options, or both, and {@code -} for standard input
     * @throws Exception if the framework cannot be started at all
     */
    public static void main(String[] arguments) throws Exception {
        if (Runtime.version().feature() < JAVA) {
            System.err.println("serval-server: Java " + JAVA + " or newer is needed, this is Java " + Runtime.version()
                    + " in " + System.getProperty("java.home"));
            System.exit(1);
        }
        if (System.getProperty(HOME) == null) {
            System.setProperty(HOME, ".");
        }
        int status = QuickArguments.answer(arguments);
        if (status >= 0) {
            System.exit(status);
        }
        String input = QuickArguments.readsInput(arguments) ? readInput() : null;
        if (Daemon.wanted(arguments, input)) {
            System.exit(Daemon.spawn(home(), arguments, input));
        }
        System.exit(run(arguments, input));
    }

    private static int run(String[] arguments, @Nullable String input) {
        Logger log = LoggerFactory.getLogger(Main.class);
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, fault) -> log.error("Thread {} died", thread.getName(), fault));
        try (Storage storage = Storage.create()) {
            Launch launch = new Launch(home(), storage, arguments, input);
            launch.start();
            launch.await();
            return 0;
        } catch (IOException | BundleException | RuntimeException failed) {
            log.error("The server cannot start: {}", Bundles.reason(failed), failed);
            return 1;
        }
    }

    /** The folder that holds {@code bin}, {@code lib} and {@code bundles}. */
    static Path home() {
        return Path.of(System.getProperty(HOME, ".")).toAbsolutePath().normalize();
    }

    /** One char per byte, so that the bytes of a configuration survive whatever their encoding is. */
    private static String readInput() throws IOException {
        return new String(System.in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
}
