package serval.system;

import java.nio.file.Path;
import java.util.List;

/** The server of the assembled distribution, started by its own script. */
public final class ServalProcess extends ServerProcess {
    private ServalProcess(Path distribution, List<String> configuration, String... arguments) {
        super(distribution.resolve("bin").resolve("serval-server"), configuration, arguments);
    }

    /** The folder of the distribution under test. */
    public static Path distribution() {
        return Path.of(System.getProperty("serval.distribution"));
    }

    /** Starts a server and waits until it accepts connections. */
    public static ServalProcess start(String... configuration) {
        ServalProcess server = launch(distribution(), List.of(configuration));
        try {
            server.awaitReady();
            return server;
        } catch (AssertionError unready) {
            server.close();
            throw unready;
        }
    }

    /** Starts a server of some distribution without waiting for it. */
    public static ServalProcess launch(Path distribution, List<String> configuration, String... arguments) {
        return new ServalProcess(distribution, configuration, arguments);
    }
}
