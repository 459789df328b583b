package serval.system;

import java.nio.file.Path;
import java.util.List;

/** A real {@code redis-server}: what ours is compared with. */
public final class RedisProcess extends ServerProcess {
    private RedisProcess(List<String> configuration) {
        super(Path.of(System.getProperty("serval.oracle")), configuration);
    }

    /** Starts a server and waits until it accepts connections. */
    public static RedisProcess start(String... configuration) {
        RedisProcess server = new RedisProcess(List.of(configuration));
        server.awaitReady();
        return server;
    }
}
