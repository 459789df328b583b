package serval.system.aof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import serval.system.CommandLine;
import serval.system.RespConnection;
import serval.system.ServalProcess;

/** What is in the append-only file, and what a server makes of it. */
class AppendOnlyIT {
    @TempDir
    Path dir;

    @Test
    void theDatasetSurvivesAKillWithBothKindsOfBase() {
        AofFolder folder = new AofFolder(dir);
        String digest;
        try (ServalProcess server = folder.serval("aof-use-rdb-preamble no");
                RespConnection client = server.connect()) {
            AofDataset.fill(client);
            AofFolder.rewrite(client);
            assertEquals(
                    List.of(
                            "file appendonly.aof.2.base.aof seq 2 type b",
                            "file appendonly.aof.2.incr.aof seq 2 type i"),
                    folder.manifest());
            client.call("SET after 1");
            digest = client.ask("DEBUG DIGEST");
            server.signal("KILL");
            server.awaitExit();
        }
        try (ServalProcess server = folder.serval();
                RespConnection client = server.connect()) {
            assertEquals(digest, client.ask("DEBUG DIGEST"));
            assertTrue(server.log().contains("DB loaded from append only file"), server.log());
            AofFolder.rewrite(client);
            assertEquals(
                    List.of(
                            "file appendonly.aof.3.base.rdb seq 3 type b",
                            "file appendonly.aof.3.incr.aof seq 3 type i"),
                    folder.manifest());
            client.call("DEL after");
            client.call("RPUSH big more");
            digest = client.ask("DEBUG DIGEST");
            assertEquals("+OK\\r\\n", client.ask("DEBUG LOADAOF"));
            assertEquals(digest, client.ask("DEBUG DIGEST"));
            server.signal("KILL");
            server.awaitExit();
        }
        try (ServalProcess server = folder.serval();
                RespConnection client = server.connect()) {
            assertEquals(digest, client.ask("DEBUG DIGEST"));
        }
    }

    @Test
    void largeValuesAreSaidAsTheyWereWhileTheyChange() {
        AofFolder folder = new AofFolder(dir);
        String digest;
        try (ServalProcess server = folder.serval("aof-use-rdb-preamble no");
                RespConnection client = server.connect();
                RespConnection other = server.connect()) {
            client.call("SELECT 3");
            for (int from = 0; from < 30_000; from += 1000) {
                String words = IntStream.range(from, from + 1000)
                        .mapToObj(i -> i + " member:" + i)
                        .collect(Collectors.joining(" "));
                for (String add : new String[] {"ZADD z ", "HSET h ", "SADD s ", "RPUSH l "}) {
                    client.call(add + words);
                }
            }
            client.call("SADD numbers "
                    + IntStream.range(0, 400).mapToObj(Integer::toString).collect(Collectors.joining(" ")));
            client.call("PEXPIREAT z 9999999999999");
            client.call("PEXPIREAT l 9999999999999");
            client.call("BGREWRITEAOF");
            int changes = 0;
            while (AofFolder.info(other, "aof_rewrite_in_progress").equals("1") || changes < 3) {
                int i = changes++;
                client.call("ZADD z " + -i + " member:" + i * 7);
                client.call("ZREM z member:" + (29_999 - i));
                client.call("HSET h " + i * 3 + " changed new" + i + " v");
                client.call("HDEL h " + (29_999 - i));
                client.call("SADD s new" + i);
                client.call("SREM s member:" + i * 5);
                client.call("LSET l " + (59_999 - i) + " changed");
                client.call("LPUSH l first");
                other.call("SET other" + i + " in another database");
            }
            AofFolder.awaitRewritten(client);
            String base = new String(
                    Files.readAllBytes(folder.files().resolve("appendonly.aof.2.base.aof")),
                    StandardCharsets.ISO_8859_1);
            assertFalse(base.contains("RESTORE"), "values with commands of their own are said by them");
            digest = client.ask("DEBUG DIGEST");
            server.signal("KILL");
            server.awaitExit();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        try (ServalProcess server = folder.serval();
                RespConnection client = server.connect()) {
            assertEquals(digest, client.ask("DEBUG DIGEST"));
            client.call("SELECT 3");
            assertEquals(":9999999999999\\r\\n", client.ask("PEXPIRETIME z"));
            assertEquals(":9999999999999\\r\\n", client.ask("PEXPIRETIME l"));
        }
    }

    @Test
    void aFileIsSwitchedOnAndOffWhileClientsWrite() throws Exception {
        AofFolder folder = new AofFolder(dir);
        long acknowledged;
        try (ServalProcess server = folder.serval("appendonly no");
                RespConnection client = server.connect();
                Counting counting = new Counting(server)) {
            for (int i = 0; i < 3; i++) {
                client.call("CONFIG SET appendonly yes");
                AofFolder.awaitRewritten(client);
                assertEquals("1", AofFolder.info(client, "aof_enabled"));
                if (i < 2) {
                    client.call("CONFIG SET appendonly no");
                    assertEquals("0", AofFolder.info(client, "aof_enabled"));
                }
            }
            counting.awaitMore(1000);
            server.signal("KILL");
            server.awaitExit();
            acknowledged = counting.acknowledged();
        }
        try (ServalProcess server = folder.serval();
                RespConnection client = server.connect()) {
            assertTrue(Counting.counted(client) >= acknowledged);
        }
    }

    @Test
    void whoSendsNoMoreIsToldThatItsWriteIsOnTheDisk() throws Exception {
        AofFolder folder = new AofFolder(dir);
        try (ServalProcess server = folder.serval("appendfsync always")) {
            for (int i = 0; i < 50; i++) {
                try (Socket socket = new Socket("127.0.0.1", server.port())) {
                    socket.getOutputStream().write(("SET a " + i + "\r\n").getBytes(StandardCharsets.US_ASCII));
                    socket.shutdownOutput();
                    assertEquals(
                            "+OK\r\n", new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
                }
            }
        }
    }

    @Test
    void whoWaitsForTheFileIsToldThatItWasSwitchedOff() throws Exception {
        AofFolder folder = new AofFolder(dir);
        try (ServalProcess server = folder.serval("appendfsync no");
                RespConnection client = server.connect();
                RespConnection other = server.connect()) {
            other.ask("SET a 1");
            other.send("WAITAOF 1 0 0\r\n".getBytes(StandardCharsets.US_ASCII));
            server.await("the client to wait", () -> client.ask("INFO clients").contains("blocked_clients:1\\r\\n"));
            assertEquals("+OK\\r\\n", client.ask("CONFIG SET appendonly no"));
            assertEquals(
                    "-ERR WAITAOF cannot be used when numlocal is set but appendonly is disabled.\\r\\n",
                    CommandLine.show(other.reply()));
        }
    }

    @Test
    void everyTruncationIsRepairedToAWholeUnit() throws IOException {
        AofFolder folder = new AofFolder(dir);
        try (ServalProcess server = folder.serval();
                RespConnection client = server.connect()) {
            client.call("SET a 1");
            client.call("MULTI");
            client.call("INCR a");
            client.call("INCR a");
            client.call("EXEC");
            client.call("SELECT 7");
            client.call("SET b 1");
        }
        byte[] whole = Files.readAllBytes(folder.increment());
        try (ServalProcess server = folder.serval("appendonly no");
                RespConnection client = server.connect()) {
            for (int length = 1; length <= whole.length; length++) {
                Files.write(folder.increment(), Arrays.copyOf(whole, length));
                assertEquals("+OK\\r\\n", client.ask("DEBUG LOADAOF"), "at " + length);
                byte[] repaired = Files.readAllBytes(folder.increment());
                assertTrue(repaired.length <= length, "at " + length);
                String text = new String(repaired, StandardCharsets.ISO_8859_1);
                assertEquals(text.contains("MULTI"), text.contains("EXEC"), "at " + length);
                String a = client.ask("GET a");
                String expected = text.contains("EXEC")
                        ? "$1\\r\\n3\\r\\n"
                        : text.contains("SET") ? "$1\\r\\n1\\r\\n" : "$-1\\r\\n";
                assertEquals(expected, a, "at " + length);
                client.call("SELECT 7");
                assertEquals(length == whole.length ? ":1\\r\\n" : ":0\\r\\n", client.ask("EXISTS b"), "at " + length);
                client.call("SELECT 0");
            }
            client.call("CONFIG SET aof-load-truncated no");
            for (int length : new int[] {1, 10, whole.length - 1, whole.length - 30}) {
                Files.write(folder.increment(), Arrays.copyOf(whole, length));
                assertNotEquals("+OK\\r\\n", client.ask("DEBUG LOADAOF"), "at " + length);
                assertEquals(
                        length, Files.size(folder.increment()), "a file that is not to be truncated stays as it is");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "no"})
    void aRewriteMayFollowACancelledOneAtOnce(String preamble) {
        AofFolder folder = new AofFolder(dir);
        try (ServalProcess server = folder.serval(
                        "enable-debug-command yes", "aof-use-rdb-preamble " + preamble, "rdb-key-save-delay 10000");
                RespConnection client = server.connect()) {
            client.call("DEBUG POPULATE 1000");
            String started = "+Background append only file rewriting started\\r\\n";
            assertEquals(started, client.ask("BGREWRITEAOF"));
            // One after the other before the thread that writes can tell that it has ended.
            client.send("CONFIG SET appendonly no\r\nBGREWRITEAOF\r\n".getBytes(StandardCharsets.US_ASCII));
            assertEquals("+OK\\r\\n", CommandLine.show(client.reply()));
            assertEquals(started, CommandLine.show(client.reply()));
            assertEquals(
                    "-ERR Background append only file rewriting already in progress\\r\\n", client.ask("BGREWRITEAOF"));
            client.call("CONFIG SET rdb-key-save-delay 0");
            AofFolder.awaitRewritten(client);
            server.awaitLog("Background AOF rewrite finished successfully");
        }
    }

    @Test
    void damageInTheFrameIsAnErrorAndNeverAnotherDataset() throws IOException {
        AofFolder folder = new AofFolder(dir);
        try (ServalProcess server = folder.serval();
                RespConnection client = server.connect()) {
            client.call("SET a 1");
            client.call("SET b 2");
        }
        byte[] whole = Files.readAllBytes(folder.increment());
        String frame = new String(whole, StandardCharsets.ISO_8859_1);
        try (ServalProcess server = folder.serval("appendonly no");
                RespConnection client = server.connect()) {
            for (int at = 0; at < whole.length; at++) {
                if ("*$\r\n".indexOf(frame.charAt(at)) < 0) {
                    continue;
                }
                byte[] damaged = whole.clone();
                damaged[at] ^= (byte) (1 << at % 8);
                Files.write(folder.increment(), damaged);
                assertTrue(client.ask("DEBUG LOADAOF").startsWith("-"), "at " + at);
            }
        }
    }

    @Test
    void aDamagedFileEndsTheStartWithARemedy() throws IOException {
        AofFolder folder = new AofFolder(dir);
        try (ServalProcess server = folder.serval();
                RespConnection client = server.connect()) {
            client.call("SET a 1");
        }
        byte[] whole = Files.readAllBytes(folder.increment());
        Files.write(folder.increment(), "!".getBytes(StandardCharsets.US_ASCII));
        Path pid = dir.resolve("pid");
        try (ServalProcess server = folder.launch("pidfile " + pid)) {
            assertEquals(1, server.awaitExit());
            assertTrue(
                    server.log()
                            .stripTrailing()
                            .lines()
                            .toList()
                            .getLast()
                            .contains("Bad file format reading the append only file"),
                    server.log());
            assertTrue(!server.log().contains("Ready to accept"), server.log());
            assertTrue(Files.exists(pid));
        }
        Files.write(folder.increment(), Arrays.copyOf(whole, whole.length - 3));
        try (ServalProcess server = folder.launch("aof-load-truncated no")) {
            assertEquals(1, server.awaitExit());
            assertTrue(server.log().contains("Unexpected end of file reading the append only file"), server.log());
        }
        Files.write(folder.files().resolve("appendonly.aof.manifest"), new byte[0]);
        try (ServalProcess server = folder.launch()) {
            assertEquals(1, server.awaitExit());
            assertTrue(server.log().contains("Found an empty AOF manifest"), server.log());
        }
    }

    @Test
    void anOldSingleFileIsTakenOver() throws IOException {
        AofFolder folder = new AofFolder(dir);
        Files.writeString(
                dir.resolve("appendonly.aof"), "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nv\r\n", StandardCharsets.US_ASCII);
        try (ServalProcess server = folder.serval();
                RespConnection client = server.connect()) {
            assertEquals("$1\\r\\nv\\r\\n", client.ask("GET k"));
            assertEquals(
                    List.of("file appendonly.aof seq 1 type b", "file appendonly.aof.1.incr.aof seq 1 type i"),
                    folder.manifest());
            assertTrue(Files.notExists(dir.resolve("appendonly.aof")));
            assertTrue(server.log().contains("Successfully migrated an old-style AOF file"), server.log());
        }
    }

    @Test
    void aFileMayBeginWithATransaction() throws IOException {
        AofFolder folder = new AofFolder(dir);
        Files.createDirectory(folder.files());
        Files.writeString(
                folder.files().resolve("appendonly.aof.manifest"), "file appendonly.aof.1.incr.aof seq 1 type i\n");
        Files.writeString(
                folder.files().resolve("appendonly.aof.1.incr.aof"),
                "*1\r\n$5\r\nMULTI\r\n*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nv\r\n*1\r\n$4\r\nEXEC\r\n",
                StandardCharsets.US_ASCII);
        try (ServalProcess server = folder.serval();
                RespConnection client = server.connect()) {
            assertEquals("$1\\r\\nv\\r\\n", client.ask("GET k"));
        }
    }

    @Test
    void theDatasetIsBroughtBackToAMoment() throws IOException {
        AofFolder folder = new AofFolder(dir);
        try (ServalProcess server = folder.serval("aof-timestamp-enabled yes");
                RespConnection client = server.connect()) {
            client.call("SET a early");
        }
        // Not by waiting: a later moment is written into the file.
        byte[] late =
                "#TS:33000000000\r\n*3\r\n$3\r\nSET\r\n$1\r\na\r\n$4\r\nlate\r\n".getBytes(StandardCharsets.US_ASCII);
        Files.write(folder.increment(), late, java.nio.file.StandardOpenOption.APPEND);
        long now = System.currentTimeMillis() / 1000;
        try (ServalProcess server = folder.serval("restore-to " + (now + 1000));
                RespConnection client = server.connect()) {
            assertEquals("$5\\r\\nearly\\r\\n", client.ask("GET a"));
            client.call("SET b after");
        }
        try (ServalProcess server = folder.serval();
                RespConnection client = server.connect()) {
            assertEquals("$5\\r\\nearly\\r\\n", client.ask("GET a"));
            assertEquals(":1\\r\\n", client.ask("EXISTS b"));
        }
        try (java.util.stream.Stream<Path> files = Files.list(dir)) {
            assertEquals(
                    1,
                    files.filter(path -> path.getFileName().toString().startsWith("appendonlydir.before-"))
                            .count());
        }
        try (ServalProcess server = folder.launch("restore-to 1000")) {
            assertEquals(1, server.awaitExit());
        }
    }

    @Test
    void writesAreRefusedWhileTheDiskIsFullAndNothingIsLostWhenItIsNotAnyMore() throws Exception {
        AofFolder folder = new AofFolder(dir);
        try (ServalProcess server = folder.serval("auto-aof-rewrite-percentage 0");
                RespConnection client = server.connect()) {
            client.call("SET a 1");
            limitFiles(server, Files.size(folder.increment()) + 10);
            // This one is done, and answered, and kept until there is room.
            client.call("SET b " + "x".repeat(100));
            server.await("refusal", () -> client.ask("SET c 1").startsWith("-MISCONF Errors writing to the AOF file:"));
            assertTrue(client.ask("PING").startsWith("-MISCONF"));
            assertEquals("$1\\r\\n1\\r\\n", client.ask("GET a"));
            assertEquals("err", AofFolder.info(client, "aof_last_write_status"));
            limitFiles(server, -1);
            server.await("recovery", () -> client.ask("SET d 1").equals("+OK\\r\\n"));
            assertTrue(server.log().contains("AOF write error looks solved"), server.log());
            server.signal("KILL");
            server.awaitExit();
        }
        try (ServalProcess server = folder.serval();
                RespConnection client = server.connect()) {
            assertEquals(":3\\r\\n", client.ask("EXISTS a b d"));
        }
    }

    private static void limitFiles(ServalProcess server, long bytes) throws Exception {
        String limit = bytes < 0 ? "unlimited" : bytes + ":unlimited";
        new ProcessBuilder(
                        "prlimit",
                        "--pid",
                        Long.toString(server.pid()),
                        "--fsize=" + (bytes < 0 ? limit + ":" + limit : limit))
                .start()
                .waitFor();
    }
}
