package serval.system.persistence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import serval.system.RespConnection;
import serval.system.ServalProcess;

/** The dataset's files are encrypted if that is wanted, and damage and missing keys are told. */
class EncryptionIT {
    private static final String OK = "+OK\\r\\n";
    private static final String FIRST = "0123456789abcdef".repeat(4);
    private static final String SECOND = "fedcba9876543210".repeat(4);

    @TempDir
    Path dir;

    private Path keys;

    @BeforeEach
    void writeKey() throws IOException {
        keys = Files.writeString(dir.resolve("keys"), FIRST);
    }

    private List<String> configuration(String... more) {
        List<String> lines = new ArrayList<>(List.of(
                "dir " + dir,
                "enable-debug-command yes",
                "enable-protected-configs yes",
                "encryption-at-rest yes",
                "encryption-key-file " + keys));
        lines.addAll(List.of(more));
        return lines;
    }

    private ServalProcess start(String... more) {
        return ServalProcess.start(configuration(more).toArray(String[]::new));
    }

    private static String begin(Path file) throws IOException {
        return new String(Arrays.copyOf(Files.readAllBytes(file), 8), StandardCharsets.ISO_8859_1);
    }

    private Path increment() throws IOException {
        Path files = dir.resolve("appendonlydir");
        List<String> lines = Files.readAllLines(files.resolve("appendonly.aof.manifest"), StandardCharsets.ISO_8859_1);
        return files.resolve(lines.getLast().split(" ")[1]);
    }

    private Path base() throws IOException {
        Path files = dir.resolve("appendonlydir");
        List<String> lines = Files.readAllLines(files.resolve("appendonly.aof.manifest"), StandardCharsets.ISO_8859_1);
        return files.resolve(lines.getFirst().split(" ")[1]);
    }

    /** Runs a tool, says yes to what it asks, and returns its exit code. */
    private static int check(String tool, String key, Path file, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(ServalProcess.distribution().resolve("bin").resolve(tool).toString());
        command.addAll(List.of(options));
        command.add(file.toString());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("SERVAL_ENCRYPTION_KEY", key);
        Process process = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectInput(
                        Files.writeString(file.resolveSibling("answer"), "y\n").toFile())
                .start();
        return process.waitFor();
    }

    /** The server's clock in whole seconds. */
    private static String second(RespConnection client) {
        return client.ask("TIME").split("\\\\r\\\\n")[2];
    }

    @Test
    void snapshotIsEncryptedAndItsKeyExchanged() throws IOException, InterruptedException {
        Path file = dir.resolve("dump.rdb");
        try (ServalProcess server = start();
                RespConnection client = server.connect()) {
            client.ask("SET secret " + "known".repeat(20));
            client.ask("RPUSH list a b c");
            String digest = client.ask("DEBUG DIGEST");
            assertEquals(OK, client.ask("SAVE"));
            assertEquals("SERVALE1", begin(file));
            assertFalse(Files.readString(file, StandardCharsets.ISO_8859_1).contains("secret"));
            assertEquals(0, check("serval-check-rdb", FIRST, file));
            assertEquals(1, check("serval-check-rdb", SECOND, file));
            // A new key in front of the old one: what is there can be read, and what is written is of the new one.
            Files.writeString(keys, SECOND + "\n" + FIRST);
            assertEquals(OK, client.ask("DEBUG RELOAD NOSAVE"));
            assertEquals(digest, client.ask("DEBUG DIGEST"));
            assertEquals("+Background saving started\\r\\n", client.ask("BGSAVE"));
            server.await("the save", () -> client.ask("INFO persistence").contains("rdb_bgsave_in_progress:0\\r\\n"));
            Files.writeString(keys, SECOND);
            assertEquals(1, check("serval-check-rdb", FIRST, file));
        }
        try (ServalProcess server = start();
                RespConnection client = server.connect()) {
            assertEquals("*3\\r\\n$1\\r\\na\\r\\n$1\\r\\nb\\r\\n$1\\r\\nc\\r\\n", client.ask("LRANGE list 0 -1"));
            assertEquals(OK, client.ask("CONFIG SET encryption-at-rest no"));
            assertEquals(OK, client.ask("SAVE"));
            assertEquals(
                    "REDIS0011",
                    Files.readString(file, StandardCharsets.ISO_8859_1).substring(0, 9));
            Files.writeString(keys, "# none");
            assertEquals(OK, client.ask("CONFIG SET encryption-at-rest yes"));
            assertTrue(client.ask("SAVE").startsWith("-ERR"));
            assertTrue(server.log().contains("there is no key to encrypt with"), server.log());
            assertEquals(
                    "REDIS0011",
                    Files.readString(file, StandardCharsets.ISO_8859_1).substring(0, 9));
        }
    }

    @Test
    void damageAndMissingKeysEndTheServer() throws IOException {
        Path file = dir.resolve("dump.rdb");
        byte[] whole;
        try (ServalProcess server = start();
                RespConnection client = server.connect()) {
            client.ask("SET a 1");
            assertEquals(OK, client.ask("SAVE"));
            whole = Files.readAllBytes(file);
            for (int at = 0; at < whole.length; at += 5) {
                byte[] changed = whole.clone();
                changed[at] ^= 16;
                Files.write(file, changed);
                assertNotEquals(OK, client.ask("DEBUG RELOAD NOSAVE"), "at " + at);
                Files.write(file, Arrays.copyOf(whole, at));
                assertNotEquals(OK, client.ask("DEBUG RELOAD NOSAVE"), "to " + at);
            }
            Files.write(file, whole);
            assertEquals(OK, client.ask("DEBUG RELOAD NOSAVE"));
            assertEquals("$1\\r\\n1\\r\\n", client.ask("GET a"));
        }
        Files.writeString(keys, SECOND);
        try (ServalProcess server = ServalProcess.launch(ServalProcess.distribution(), configuration())) {
            assertEquals(1, server.awaitExit());
            assertTrue(server.log().contains("which is not among those that are known"), server.log());
        }
        assertEquals(whole.length, Files.size(file));
    }

    @Test
    void bundleStaysWhileEncryptionIsOn() throws IOException {
        try (ServalProcess server = start("enable-module-command yes");
                RespConnection client = server.connect()) {
            client.ask("SET secret known");
            assertEquals(
                    "-ERR Error unloading module: encryption-at-rest is on, and without serval.encryption the dataset's"
                            + " files would be written in plain\\r\\n",
                    client.ask("MODULE UNLOAD serval.encryption"));
            assertEquals(OK, client.ask("SAVE"));
            assertEquals("SERVALE1", begin(dir.resolve("dump.rdb")));
            assertEquals(OK, client.ask("CONFIG SET encryption-at-rest no"));
            assertEquals(OK, client.ask("MODULE UNLOAD serval.encryption"));
            assertEquals(OK, client.ask("SAVE"));
            assertEquals("REDIS001", begin(dir.resolve("dump.rdb")));
        }
    }

    @Test
    void appendOnlyFileIsEncryptedTornAndRewritten() throws IOException, InterruptedException {
        try (ServalProcess server = start("appendonly yes");
                RespConnection client = server.connect()) {
            for (int i = 0; i < 50; i++) {
                client.ask("SET secret" + i + " value");
            }
            server.signal("KILL");
            server.awaitExit();
        }
        assertEquals("SERVALE1", begin(base()));
        assertFalse(Files.readString(increment(), StandardCharsets.ISO_8859_1).contains("secret"));
        Path manifest = dir.resolve("appendonlydir").resolve("appendonly.aof.manifest");
        assertEquals(0, check("serval-check-aof", FIRST, manifest));
        assertEquals(1, check("serval-check-aof", SECOND, manifest));
        byte[] whole = Files.readAllBytes(increment());
        Files.write(increment(), Arrays.copyOf(whole, whole.length - 3));
        assertEquals(1, check("serval-check-aof", FIRST, manifest));
        try (ServalProcess server = start("appendonly yes");
                RespConnection client = server.connect()) {
            assertEquals(":49\\r\\n", client.ask("DBSIZE"));
            client.ask("SET more value");
            assertEquals(OK, client.ask("DEBUG LOADAOF"));
            assertEquals(":50\\r\\n", client.ask("DBSIZE"));
            for (int length = whole.length - 90; length < whole.length; length += 7) {
                byte[] changed = whole.clone();
                changed[length] ^= 1;
                Path damaged = increment();
                byte[] sound = Files.readAllBytes(damaged);
                Files.write(damaged, changed);
                String reply = client.ask("DEBUG LOADAOF");
                // A length that became too long is a torn block; anything else is an error.
                assertTrue(!reply.equals(OK) || !client.ask("DBSIZE").equals(":50\\r\\n"), "at " + length);
                Files.write(damaged, sound);
            }
            assertEquals(OK, client.ask("DEBUG LOADAOF"));
            Files.writeString(keys, SECOND + " " + FIRST);
            client.ask("BGREWRITEAOF");
            server.await(
                    "the rewrite", () -> client.ask("INFO persistence").contains("aof_rewrite_in_progress:0\\r\\n"));
            client.ask("SET after rewrite");
            Files.writeString(keys, SECOND);
        }
        assertEquals(0, check("serval-check-aof", SECOND, manifest));
        try (ServalProcess server = start("appendonly yes", "encryption-at-rest no");
                RespConnection client = server.connect()) {
            assertEquals(":51\\r\\n", client.ask("DBSIZE"));
        }
    }

    @Test
    void appendOnlyFileIsMendedAndCutBackInTimeByTheTool() throws IOException, InterruptedException {
        String early;
        try (ServalProcess server = start("appendonly yes", "aof-timestamp-enabled yes");
                RespConnection client = server.connect()) {
            client.ask("SET early value");
            early = second(client);
            server.await("the next second", () -> !second(client).equals(early));
            client.ask("SET late value");
            client.ask("SET last value");
            server.signal("KILL");
            server.awaitExit();
        }
        Path manifest = dir.resolve("appendonlydir").resolve("appendonly.aof.manifest");
        byte[] whole = Files.readAllBytes(increment());
        byte[] torn = Arrays.copyOf(whole, whole.length - 3);
        Files.write(increment(), torn);
        assertEquals(1, check("serval-check-aof", SECOND, manifest, "--fix"));
        assertArrayEquals(torn, Files.readAllBytes(increment()), "without its key a file stays as it is");
        assertEquals(1, check("serval-check-aof", FIRST, manifest));
        assertEquals(0, check("serval-check-aof", FIRST, manifest, "--fix"));
        assertEquals(0, check("serval-check-aof", FIRST, manifest));
        assertEquals("SERVALE1", begin(increment()));
        assertKeys("early", "late");
        assertEquals(0, check("serval-check-aof", FIRST, manifest, "--truncate-to-timestamp", early));
        assertEquals(0, check("serval-check-aof", FIRST, manifest));
        assertKeys("early");
    }

    private void assertKeys(String... keys) {
        try (ServalProcess server = start("appendonly yes", "appendfsync always");
                RespConnection client = server.connect()) {
            assertEquals(":" + keys.length + "\\r\\n", client.ask("DBSIZE"));
            assertEquals(":" + keys.length + "\\r\\n", client.ask("EXISTS " + String.join(" ", keys)));
        }
    }
}
