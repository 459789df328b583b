package serval.system.aof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import serval.system.RedisProcess;
import serval.system.RespConnection;
import serval.system.ServalProcess;
import serval.system.ServerProcess;

/** The same files, one after the other, by a Redis and a Serval. */
@Tag("oracle")
class AppendOnlyOracleIT {
    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"yes", "no"})
    void eachReadsWhatTheOtherWroteInTheMiddleOfItAndAfterARewrite(String preamble) throws Exception {
        AofFolder folder = new AofFolder(dir);
        String base = "aof-use-rdb-preamble " + preamble;
        String times = "aof-timestamp-enabled yes";
        String digest;
        try (RedisProcess redis = folder.redis(base, times)) {
            digest = fillAndKill(redis, false);
        }
        try (ServalProcess serval = folder.serval(base, times, "rdb-compatibility 7.0")) {
            assertDigest(digest, serval);
            digest = fillAndKill(serval, true);
        }
        assertChecked(folder);
        try (RedisProcess redis = folder.redis(base)) {
            assertDigest(digest, redis);
            digest = fillAndKill(redis, true);
        }
        try (ServalProcess serval = folder.serval(base, "rdb-compatibility 7.0")) {
            assertDigest(digest, serval);
        }
    }

    private static String fillAndKill(ServerProcess server, boolean rewritten) {
        try (RespConnection client = server.connect()) {
            AofDataset.fill(client);
            if (rewritten) {
                AofFolder.rewrite(client);
                AofDataset.fill(client);
            }
            String digest = client.ask("DEBUG DIGEST");
            server.signal("KILL");
            server.awaitExit();
            return digest;
        }
    }

    private static void assertDigest(String digest, ServerProcess server) {
        try (RespConnection client = server.connect()) {
            assertEquals(digest, client.ask("DEBUG DIGEST"), server.log());
            assertEquals(":7\\r\\n", client.ask("FCALL seven 0"));
        }
    }

    private static void assertChecked(AofFolder folder) throws Exception {
        Path tool = Path.of(System.getProperty("serval.oracle")).resolveSibling("redis-check-aof");
        Process process = new ProcessBuilder(
                        tool.toString(),
                        folder.files().resolve("appendonly.aof.manifest").toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertEquals(0, process.waitFor(), output);
        assertTrue(output.contains("All AOF files and manifest are valid"), output);
    }
}
