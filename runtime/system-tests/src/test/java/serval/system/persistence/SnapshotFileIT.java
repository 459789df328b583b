package serval.system.persistence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import serval.system.RespConnection;
import serval.system.ServalProcess;
import serval.system.payload.Specimens;

/** The dataset is saved as it was at one moment, and is there again after the next start. */
class SnapshotFileIT {
    private static final String OK = "+OK\\r\\n";
    private static final String STARTED = "+Background saving started\\r\\n";

    private static ServalProcess restart(Path folder, String... more) {
        List<String> configuration = new java.util.ArrayList<>(List.of("enable-debug-command yes"));
        configuration.addAll(List.of(more));
        ServalProcess server =
                ServalProcess.launch(ServalProcess.distribution(), configuration, "--dir", folder.toString());
        server.awaitReady();
        return server;
    }

    private static boolean info(RespConnection client, String field) {
        return client.ask("INFO persistence").contains("\\r\\n" + field + "\\r\\n");
    }

    private static void awaitSaved(ServalProcess server, RespConnection client) {
        server.await("the end of BGSAVE", () -> info(client, "rdb_bgsave_in_progress:0"));
        assertTrue(info(client, "rdb_last_bgsave_status:ok"), server.log());
    }

    @Test
    void everythingIsThereAfterShutdown() {
        try (ServalProcess first = ServalProcess.start("enable-debug-command yes", "save 3600 1")) {
            String digest;
            try (RespConnection client = first.connect()) {
                Specimens.make(client);
                client.ask("SELECT 5");
                client.ask("SET other database EX 100000");
                digest = client.ask("DEBUG DIGEST");
                client.send(RespConnection.encode("SHUTDOWN".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
                assertEquals(0, first.awaitExit());
            }
            try (ServalProcess second = restart(first.folder());
                    RespConnection client = second.connect()) {
                assertEquals(digest, client.ask("DEBUG DIGEST"));
            }
        }
    }

    @Test
    void functionsAreThereAgain() {
        try (ServalProcess first = ServalProcess.start("enable-debug-command yes")) {
            try (RespConnection client = first.connect()) {
                String library = "#!lua name=lib\\nredis.register_function('f', function(k, a) return a[1] end)";
                assertEquals("$3\\r\\nlib\\r\\n", client.ask("FUNCTION LOAD \"" + library + "\""));
                assertEquals(OK, client.ask("DEBUG RELOAD"));
                assertEquals("$1\\r\\nx\\r\\n", client.ask("FCALL f 0 x"));
                assertEquals(OK, client.ask("SAVE"));
            }
            try (ServalProcess second = restart(first.folder());
                    RespConnection client = second.connect()) {
                assertEquals("$1\\r\\nx\\r\\n", client.ask("FCALL f 0 x"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "no"})
    void functionsAreInARewrittenAppendOnlyFile(String preamble) {
        try (ServalProcess server =
                        ServalProcess.start("enable-debug-command yes", "aof-use-rdb-preamble " + preamble);
                RespConnection client = server.connect()) {
            client.ask(
                    "FUNCTION LOAD \"#!lua name=lib\\nredis.register_function('f', function(k, a) return a[1] end)\"");
            client.ask("BGREWRITEAOF");
            server.await("the rewrite", () -> info(client, "aof_rewrite_in_progress:0"));
            client.ask("FUNCTION FLUSH");
            assertEquals(OK, client.ask("DEBUG LOADAOF"));
            assertEquals("$1\\r\\nx\\r\\n", client.ask("FCALL f 0 x"));
        }
    }

    @Test
    void backgroundSaveIsOfOneMoment() {
        try (ServalProcess server = ServalProcess.start("enable-debug-command yes", "rdb-key-save-delay 300");
                RespConnection client = server.connect()) {
            Specimens.make(client);
            client.ask("DEBUG POPULATE 2000 key 50");
            for (int i = 0; i < 20; i++) {
                client.ask("RPUSH biglist " + ("element" + i + " ").repeat(500));
                client.ask("DEBUG POPULATE 10 extra" + i);
            }
            StringBuilder members = new StringBuilder();
            for (int i = 0; i < 3000; i++) {
                members.append(' ').append(i).append(" member").append(i);
            }
            client.ask("ZADD bigzset" + members);
            String digest = client.ask("DEBUG DIGEST");
            assertEquals(STARTED, client.ask("BGSAVE"));
            assertEquals("-ERR Background save already in progress\\r\\n", client.ask("BGSAVE"));
            Random random = new Random(5);
            int changes = 0;
            while (info(client, "rdb_bgsave_in_progress:1")) {
                change(client, random);
                changes++;
            }
            assertTrue(changes > 100, "changes: " + changes);
            assertTrue(info(client, "rdb_last_bgsave_status:ok"), server.log());
            assertFalse(digest.equals(client.ask("DEBUG DIGEST")));
            assertEquals(OK, client.ask("DEBUG RELOAD NOSAVE"));
            assertEquals(digest, client.ask("DEBUG DIGEST"));
        }
    }

    private static void change(RespConnection client, Random random) {
        String key = "key:" + random.nextInt(2000);
        switch (random.nextInt(9)) {
            case 0 -> client.ask("DEL " + key);
            case 1 -> client.ask("SET " + key + " changed");
            case 2 -> client.ask("APPEND " + key + " more");
            case 3 -> client.ask("SET new" + random.nextInt(1000) + " new");
            case 4 -> client.ask("LPOP biglist 5");
            case 5 -> client.ask("ZINCRBY bigzset 1.5 member" + random.nextInt(3000));
            case 6 -> client.ask("ZREM bigzset member" + random.nextInt(3000));
            case 7 -> client.ask("RENAME " + key + " renamed" + random.nextInt(100));
            default -> client.ask("PEXPIRE " + key + " 100000");
        }
    }

    @Test
    void killedServerKeepsTheFileBefore() {
        try (ServalProcess server = ServalProcess.start("enable-debug-command yes");
                RespConnection client = server.connect()) {
            client.ask("DEBUG POPULATE 1000");
            assertEquals(OK, client.ask("SAVE"));
            byte[] before = RdbFile.read(server.folder());
            client.ask("DEBUG POPULATE 1000 other");
            client.ask("CONFIG SET rdb-key-save-delay 10000");
            assertEquals(STARTED, client.ask("BGSAVE"));
            server.await(
                    "a temporary file", () -> !temporaryFiles(server.folder()).isEmpty());
            server.signal("KILL");
            server.awaitExit();
            assertArrayEquals(before, RdbFile.read(server.folder()));
            try (ServalProcess second = restart(server.folder());
                    RespConnection connection = second.connect()) {
                assertEquals(":1000\\r\\n", connection.ask("DBSIZE"));
            }
        }
    }

    private static List<Path> temporaryFiles(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("temp-"))
                    .toList();
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    @Test
    void flushallWithSavePointsLeavesNothingToSave() {
        try (ServalProcess server = ServalProcess.start("save 3600 1 300 100");
                RespConnection client = server.connect()) {
            client.ask("SET key value");
            assertTrue(info(client, "rdb_changes_since_last_save:1"));
            assertEquals(OK, client.ask("FLUSHALL"));
            assertTrue(info(client, "rdb_changes_since_last_save:0"));
        }
    }

    @Test
    void savesCanBeCancelled() {
        try (ServalProcess server = ServalProcess.start("enable-debug-command yes", "rdb-key-save-delay 100000");
                RespConnection client = server.connect()) {
            client.ask("DEBUG POPULATE 1000");
            assertEquals(
                    "-ERR Background saving is currently not in progress or scheduled\\r\\n",
                    client.ask("BGSAVE CANCEL"));
            assertEquals(STARTED, client.ask("BGSAVE"));
            assertEquals("+Background saving cancelled\\r\\n", client.ask("BGSAVE CANCEL"));
            awaitSaved(server, client);
            assertFalse(Files.exists(server.folder().resolve("dump.rdb")));
            assertEquals(STARTED, client.ask("BGSAVE"));
            client.ask("FLUSHALL");
            awaitSaved(server, client);
            assertTrue(temporaryFiles(server.folder()).isEmpty());
            assertEquals(OK, client.ask("MULTI"));
            client.ask("BGSAVE");
            assertEquals("*1\\r\\n+Background saving scheduled\\r\\n", client.ask("EXEC"));
            server.await(
                    "the scheduled save", () -> Files.exists(server.folder().resolve("dump.rdb")));
        }
    }

    @Test
    void changesAreSavedByThemselves() {
        try (ServalProcess server = ServalProcess.start("save 1 2");
                RespConnection client = server.connect()) {
            client.ask("SET a 1");
            client.ask("SET b 1");
            server.awaitLog("2 changes in 1 seconds. Saving...");
            server.awaitLog("Background saving terminated with success");
            assertTrue(info(client, "rdb_changes_since_last_save:0"));
        }
    }

    @Test
    void failedSavesStopWrites() throws IOException {
        try (ServalProcess server = ServalProcess.start("save 3600 100", "enable-protected-configs yes");
                RespConnection client = server.connect()) {
            Path folder = Files.createDirectory(server.folder().resolve("gone"));
            assertEquals(OK, client.ask("SET a 1"));
            assertEquals(OK, client.ask("CONFIG SET dir " + folder));
            Files.delete(folder);
            assertEquals(STARTED, client.ask("BGSAVE"));
            server.await("the failure", () -> info(client, "rdb_last_bgsave_status:err"));
            assertTrue(client.ask("SET a 2").startsWith("-MISCONF Redis is configured to save RDB snapshots"));
            assertTrue(client.ask("PING").startsWith("-MISCONF"));
            // A script that says what it is does not begin, another comes as far as its first change.
            String begin = "-MISCONF Redis is configured to save RDB snapshots";
            assertTrue(client.ask("EVAL \"#!lua\\nreturn 1\" 0").startsWith(begin));
            assertEquals(":1\\r\\n", client.ask("EVAL \"#!lua flags=no-writes\\nreturn 1\" 0"));
            assertEquals(":1\\r\\n", client.ask("EVAL \"return 1\" 0"));
            String refused = client.ask("EVAL \"return redis.call('set', KEYS[1], 2)\" 1 a");
            assertTrue(refused.startsWith(begin) && refused.contains(" script: "), refused);
            assertEquals(
                    "$7\\r\\nMISCONF\\r\\n",
                    client.ask("EVAL \"return redis.pcall('del', KEYS[1]).err:sub(1, 7)\" 1 a"));
            assertEquals("+PONG\\r\\n", client.ask("EVAL \"return redis.call('ping')\" 0"));
            assertEquals("$1\\r\\n1\\r\\n", client.ask("GET a"));
            assertEquals("-ERR\\r\\n", client.ask("SAVE"));
            assertEquals(OK, client.ask("CONFIG SET stop-writes-on-bgsave-error no"));
            assertEquals(OK, client.ask("SET a 2"));
            assertEquals(OK, client.ask("CONFIG SET stop-writes-on-bgsave-error yes"));
            assertEquals(OK, client.ask("CONFIG SET dir " + server.folder()));
            assertEquals(STARTED, client.ask("BGSAVE"));
            awaitSaved(server, client);
            assertEquals(OK, client.ask("SET a 3"));
        }
    }

    @Test
    void clientsAreToldThatTheDatasetIsLoading() {
        try (ServalProcess first = ServalProcess.start("enable-debug-command yes");
                RespConnection client = first.connect()) {
            client.ask("DEBUG POPULATE 5000");
            assertEquals(OK, client.ask("SAVE"));
            ServalProcess second = ServalProcess.launch(
                    ServalProcess.distribution(),
                    List.of("key-load-delay 1000", "loading-process-events-interval-bytes 1024"),
                    "--dir",
                    first.folder().toString());
            try (second) {
                second.awaitLog("Server initialized");
                try (RespConnection early = second.connect()) {
                    // It waits a moment before it is turned away.
                    assertEquals("-LOADING Redis is loading the dataset in memory\\r\\n", early.ask("GET key:1"));
                    assertTrue(info(early, "loading:1"));
                    assertTrue(early.ask("INFO persistence").contains("loading_total_bytes:"));
                    assertEquals(OK, early.ask("CONFIG SET key-load-delay 0"));
                    assertFalse(second.log().contains("Ready to accept connections"));
                }
                assertEquals(0, shutDown(second));
            }
        }
    }

    @Test
    void clientsWaitForADatasetThatIsSmall() {
        try (ServalProcess first = ServalProcess.start();
                RespConnection client = first.connect()) {
            for (int i = 0; i < 500; i++) {
                client.ask("SET key:" + i + " value");
            }
            assertEquals(OK, client.ask("SAVE"));
            ServalProcess second = ServalProcess.launch(
                    ServalProcess.distribution(),
                    List.of("key-load-delay 1000"),
                    "--dir",
                    first.folder().toString());
            try (second) {
                second.awaitLog("Server initialized");
                try (RespConnection early = second.connect()) {
                    assertEquals("$5\\r\\nvalue\\r\\n", early.ask("GET key:1"));
                }
            }
        }
    }

    private static int shutDown(ServalProcess server) {
        server.signal("TERM");
        return server.awaitExit();
    }
}
