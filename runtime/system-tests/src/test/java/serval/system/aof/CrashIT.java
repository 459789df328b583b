package serval.system.aof;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import serval.system.RespConnection;
import serval.system.ServalProcess;

/**
 * Kills the server under load, again and again. {@code serval.crashes} is how often for each policy; 2 unless given.
 */
class CrashIT {
    private static final int CRASHES = Integer.getInteger("serval.crashes", 2);

    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"always", "everysec", "no"})
    void nothingThatWasAcknowledgedIsLost(String policy) throws Exception {
        AofFolder folder = new AofFolder(dir);
        Random random = new Random(CRASHES);
        List<CrashLoad.Told> told = new ArrayList<>();
        for (int i = 0; i <= CRASHES; i++) {
            String[] configuration = {
                "appendfsync " + policy,
                "aof-use-rdb-preamble " + (random.nextBoolean() ? "yes" : "no"),
                "auto-aof-rewrite-min-size 100kb",
                "auto-aof-rewrite-percentage 20"
            };
            try (ServalProcess server = folder.serval(configuration);
                    RespConnection client = server.connect()) {
                for (CrashLoad.Told one : told) {
                    assertEquals("", one.missing(client), "after crash " + i + ": " + server.log());
                }
                if (i == CRASHES) {
                    return;
                }
                told.clear();
                List<CrashLoad> loads = new ArrayList<>();
                for (int writer = 0; writer < 4; writer++) {
                    loads.add(new CrashLoad(server, writer, random.nextLong()));
                }
                int enough = 300 + random.nextInt(1500);
                for (CrashLoad load : loads) {
                    load.await(enough);
                }
                switch (random.nextInt(4)) {
                    case 0 -> client.call("BGREWRITEAOF");
                    case 1 -> client.call("BGSAVE");
                    case 2 -> {
                        client.call("BGSAVE");
                        client.call("BGREWRITEAOF");
                    }
                    default -> {}
                }
                loads.getFirst().await(enough + random.nextInt(800));
                server.signal("KILL");
                server.awaitExit();
                for (CrashLoad load : loads) {
                    told.add(load.end());
                }
            }
        }
    }
}
