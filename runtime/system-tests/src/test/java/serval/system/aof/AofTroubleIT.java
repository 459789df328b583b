package serval.system.aof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import serval.system.RespConnection;
import serval.system.ServalProcess;

/** Slow, full and damaged disks, and what clients and operators are told of them. */
class AofTroubleIT {
    @TempDir
    Path dir;

    @Test
    void slowWritesAreEventsOfLatency() {
        AofFolder folder = new AofFolder(dir);
        try (ServalProcess server = folder.serval("latency-monitor-threshold 5", "appendfsync always");
                RespConnection client = server.connect()) {
            client.call("LATENCY RESET");
            assertEquals("+OK\\r\\n", client.ask("DEBUG AOF-FLUSH-SLEEP 10000"));
            client.call("SET a 1");
            server.await("events", () -> {
                String latest = client.ask("LATENCY LATEST");
                return latest.contains("aof-write\\r\\n") && latest.contains("aof-write-alone\\r\\n");
            });
            assertEquals("+OK\\r\\n", client.ask("DEBUG AOF-FLUSH-SLEEP 0"));
            AofFolder.rewrite(client);
            assertEquals("1", AofFolder.info(client, "aof_rewrites"));
            client.call("CONFIG RESETSTAT");
            assertEquals("0", AofFolder.info(client, "aof_rewrites"));
        }
    }

    @Test
    void waitingForTheFileIsWaitingForOnesOwnWrites() {
        AofFolder folder = new AofFolder(dir);
        try (ServalProcess server = folder.serval("appendfsync no");
                RespConnection writer = server.connect();
                RespConnection reader = server.connect()) {
            writer.call("SET a 1");
            assertEquals("*2\\r\\n:0\\r\\n:0\\r\\n", writer.ask("WAITAOF 1 0 1"), "nothing syncs");
            assertEquals("$1\\r\\n1\\r\\n", reader.ask("GET a"));
            assertEquals("*2\\r\\n:1\\r\\n:0\\r\\n", reader.ask("WAITAOF 1 0 0"), "it wrote nothing");
            writer.call("MULTI");
            writer.call("SET b 1");
            writer.call("EXEC");
            writer.call("CONFIG SET appendfsync everysec");
            assertEquals("*2\\r\\n:1\\r\\n:0\\r\\n", writer.ask("WAITAOF 1 0 0"));
        }
    }

    @Test
    void underAlwaysAFullDiskEndsTheServerBeforeTheWriteIsAcknowledged() throws Exception {
        AofFolder folder = new AofFolder(dir);
        try (ServalProcess server = folder.serval("appendfsync always", "auto-aof-rewrite-percentage 0", "save \"\"");
                RespConnection client = server.connect()) {
            for (int i = 0; i < 100; i++) {
                client.call("SET a " + i);
            }
            long limit = Files.size(folder.increment()) + 10;
            new ProcessBuilder("prlimit", "--pid", Long.toString(server.pid()), "--fsize=" + limit + ":unlimited")
                    .start()
                    .waitFor();
            assertThrows(UncheckedIOException.class, () -> client.call("SET lost " + "x".repeat(100)));
            assertEquals(1, server.awaitExit());
            assertTrue(
                    server.log()
                            .contains(
                                    "Can't recover from AOF write error when the AOF fsync policy is 'always'. Exiting..."),
                    server.log());
        }
        try (ServalProcess server = folder.serval();
                RespConnection client = server.connect()) {
            assertEquals("$2\\r\\n99\\r\\n", client.ask("GET a"));
            assertEquals(":0\\r\\n", client.ask("EXISTS lost"));
        }
    }

    @Test
    void aBitThatFlipsInTheBaseIsAnErrorWhereverItIs() throws Exception {
        AofFolder folder = new AofFolder(dir);
        try (ServalProcess server = folder.serval();
                RespConnection client = server.connect()) {
            client.call("SET a 1");
            client.call("RPUSH l a b c");
            AofFolder.rewrite(client);
        }
        Path base = folder.files().resolve(folder.manifest().getFirst().split(" ")[1]);
        byte[] whole = Files.readAllBytes(base);
        try (ServalProcess server = folder.serval("appendonly no");
                RespConnection client = server.connect()) {
            for (int at = 0; at < whole.length; at++) {
                byte[] damaged = whole.clone();
                damaged[at] ^= (byte) (1 << at % 8);
                Files.write(base, damaged);
                assertTrue(client.ask("DEBUG LOADAOF").startsWith("-"), "at " + at);
            }
            for (int length = 1; length < whole.length; length++) {
                Files.write(base, java.util.Arrays.copyOf(whole, length));
                assertTrue(client.ask("DEBUG LOADAOF").startsWith("-"), "cut off at " + length);
            }
            Files.write(base, whole);
            assertEquals("+OK\\r\\n", client.ask("DEBUG LOADAOF"));
            assertEquals(":2\\r\\n", client.ask("EXISTS a l"));
        }
    }

    @Test
    void aManifestThatLacksItsLastLineIsAnError() throws Exception {
        AofFolder folder = new AofFolder(dir);
        try (ServalProcess server = folder.serval();
                RespConnection client = server.connect()) {
            client.call("SET a 1");
        }
        Path manifest = folder.files().resolve("appendonly.aof.manifest");
        String whole = Files.readString(manifest);
        Files.writeString(manifest, whole.substring(0, whole.indexOf('\n') + 1));
        try (ServalProcess server = folder.launch()) {
            assertEquals(1, server.awaitExit());
            assertTrue(server.log().contains("The manifest does not name appendonly.aof.1.incr.aof"), server.log());
        }
        Files.writeString(manifest, whole);
        try (ServalProcess server = folder.serval();
                RespConnection client = server.connect()) {
            assertEquals("$1\\r\\n1\\r\\n", client.ask("GET a"));
        }
    }
}
