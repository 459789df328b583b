package serval.system;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The server of the assembled distribution, started by its own script. */
public final class ServalProcess extends ServerProcess {
    private ServalProcess(Path distribution, List<String> configuration, String... arguments) {
        super(distribution.resolve("bin").resolve("serval-server"), configuration, arguments);
    }

    private ServalProcess(Map<String, String> environment, List<String> configuration) {
        super(distribution().resolve("bin").resolve("serval-server"), environment, configuration);
    }

    /** The folder of the distribution under test. */
    public static Path distribution() {
        return Path.of(System.getProperty("serval.distribution"));
    }

    /** Starts a server and waits until it accepts connections. */
    public static ServalProcess start(String... configuration) {
        return awaited(() -> launch(distribution(), List.of(configuration)));
    }

    /** Starts a server whose JVM is given these options and waits until it accepts connections. */
    public static ServalProcess startWithOptions(String options, String... configuration) {
        return awaited(() -> launchWithOptions(options, configuration));
    }

    private static ServalProcess awaited(Supplier<ServalProcess> launch) {
        while (true) {
            ServalProcess server = launch.get();
            try {
                server.awaitReady();
                return server;
            } catch (AssertionError unready) {
                boolean again = server.lostItsPort();
                server.close();
                if (!again) {
                    throw unready;
                }
            }
        }
    }

    /** Starts a server whose JVM is given these options without waiting for it. */
    public static ServalProcess launchWithOptions(String options, String... configuration) {
        return new ServalProcess(Map.of("SERVAL_JAVA_OPTS", options), List.of(configuration));
    }

    /** Starts a server of some distribution without waiting for it. */
    public static ServalProcess launch(Path distribution, List<String> configuration, String... arguments) {
        return new ServalProcess(distribution, configuration, arguments);
    }
}
