package serval.system.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import serval.system.RedisProcess;
import serval.system.RespConnection;
import serval.system.ServalProcess;
import serval.system.ServerProcess;
import serval.system.payload.Specimens;

/** Snapshot files go both ways between Serval and a real redis-server, and both check tools find them sound. */
@Tag("oracle")
class SnapshotOracleIT {
    private static final String OK = "+OK\\r\\n";

    private static ServalProcess serval;
    private static RedisProcess redis;
    private static RespConnection ours;
    private static RespConnection theirs;

    @BeforeAll
    static void start() {
        serval = ServalProcess.start("rdb-compatibility 7.0", "enable-debug-command yes");
        redis = RedisProcess.start("enable-debug-command yes");
        ours = serval.connect();
        theirs = redis.connect();
    }

    @AfterAll
    static void stop() {
        ours.close();
        theirs.close();
        serval.close();
        redis.close();
    }

    private static void fill(RespConnection connection) {
        connection.ask("FLUSHALL");
        connection.ask("SELECT 0");
        assertEquals(
                "$3\\r\\nlib\\r\\n",
                connection.ask(
                        "FUNCTION LOAD REPLACE \"#!lua name=lib\\nredis.register_function('seven', function() return 7"
                                + " end)\""));
        Specimens.makeCommon(connection);
        connection.ask("SET expiring value PXAT 4000000000123");
        connection.ask("SET past value PX 1");
        connection.ask("RPUSH expiringlist a b c");
        connection.ask("PEXPIREAT expiringlist 4000000000124");
        connection.ask("SET '' empty");
        connection.ask("SET empty ''");
        connection.ask("SET long " + "0123456789abcdef".repeat(5000));
        connection.ask("SET -12345 -2147483648");
        connection.ask("SELECT 15");
        connection.ask("SET other database");
        connection.ask("SELECT 0");
        // Only the clock decides when this one is gone.
        connection.ask("DEL past");
    }

    private static void bring(ServerProcess from, ServerProcess to) throws IOException {
        Files.copy(
                from.folder().resolve("dump.rdb"),
                to.folder().resolve("dump.rdb"),
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static void check(Path tool, ServerProcess server) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        tool.toString(), server.folder().resolve("dump.rdb").toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        assertEquals(true, output.contains("\\o/ RDB looks OK! \\o/"), output);
    }

    private static void checkByBoth(ServerProcess server) throws IOException, InterruptedException {
        check(Path.of(System.getProperty("serval.oracle")).resolveSibling("redis-check-rdb"), server);
        check(ServalProcess.distribution().resolve("bin").resolve("serval-check-rdb"), server);
    }

    @Test
    void ourFilesAreReadByRedis() throws IOException, InterruptedException {
        fill(ours);
        String digest = ours.ask("DEBUG DIGEST");
        assertEquals(OK, ours.ask("SAVE"));
        checkByBoth(serval);
        bring(serval, redis);
        assertEquals(OK, theirs.ask("DEBUG RELOAD NOSAVE"));
        assertEquals(digest, theirs.ask("DEBUG DIGEST"));
        assertEquals(ours.ask("DBSIZE"), theirs.ask("DBSIZE"));
        assertEquals(":4000000000123\\r\\n", theirs.ask("PEXPIRETIME expiring"));
        assertEquals(":7\\r\\n", theirs.ask("FCALL seven 0"));
    }

    @Test
    void filesOfRedisAreRead() throws IOException, InterruptedException {
        fill(theirs);
        String digest = theirs.ask("DEBUG DIGEST");
        assertEquals(OK, theirs.ask("SAVE"));
        checkByBoth(redis);
        bring(redis, serval);
        assertEquals(OK, ours.ask("DEBUG RELOAD NOSAVE"));
        assertEquals(digest, ours.ask("DEBUG DIGEST"));
        assertEquals(theirs.ask("DBSIZE"), ours.ask("DBSIZE"));
        assertEquals(":4000000000124\\r\\n", ours.ask("PEXPIRETIME expiringlist"));
        assertEquals(":7\\r\\n", ours.ask("FCALL seven 0"));
    }
}
