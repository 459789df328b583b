package serval.system.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import serval.system.RespConnection;
import serval.system.ServalProcess;
import serval.system.payload.Specimens;

/** A damaged file is refused with an error wherever the damage is, and never becomes another dataset. */
class DamagedFilesIT {
    private static ServalProcess server;
    private static RespConnection client;
    private static byte[] sound;
    private static String digest;

    @BeforeAll
    static void start() {
        server = ServalProcess.start("enable-debug-command yes", "rdbcompression no");
        client = server.connect();
        client.ask("SET string value");
        client.ask("SET expiring value PX 100000000");
        client.ask("RPUSH list a 1 2");
        client.ask("SADD set a b");
        client.ask("SADD numbers 1 2 3");
        client.ask("HSET hash f v");
        client.ask("ZADD zset 1 a");
        client.ask("XADD stream 1-1 f v");
        client.ask("XGROUP CREATE stream g 0");
        digest = client.ask("DEBUG DIGEST");
        assertEquals("+OK\\r\\n", client.ask("SAVE"));
        sound = RdbFile.read(server.folder());
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    private static String load(byte[] file) {
        RdbFile.write(server.folder(), file);
        return client.ask("DEBUG RELOAD NOSAVE");
    }

    @Test
    void truncatedFilesAreRefused() {
        for (int length = 0; length < sound.length; length++) {
            String reply = load(Arrays.copyOf(sound, length));
            assertTrue(reply.startsWith("-ERR Error trying to load the RDB dump"), "cut at " + length + ": " + reply);
        }
        assertEquals("+OK\\r\\n", load(sound));
        assertEquals(digest, client.ask("DEBUG DIGEST"));
    }

    @Test
    void filesWithOneWrongBitAreRefused() {
        for (int i = 0; i < sound.length; i++) {
            byte[] damaged = sound.clone();
            damaged[i] ^= (byte) (1 << i % 8);
            String reply = load(damaged);
            assertTrue(reply.startsWith("-ERR Error trying to load the RDB dump"), "wrong at " + i + ": " + reply);
        }
        assertEquals("+OK\\r\\n", load(sound));
        assertEquals(digest, client.ask("DEBUG DIGEST"));
    }

    @Test
    void payloadThatIsNoValueIsRefusedAndTheLogTellsWhy() {
        // A list that is no ziplist, without a checksum.
        String restore = "RESTORE damaged 0 \"\\x0a\\x03abc\\x0b\\x00" + "\\x00".repeat(8) + "\"";
        assertEquals("-ERR DUMP payload version or checksum are wrong\\r\\n", client.ask(restore));
        assertEquals("+OK\\r\\n", client.ask("DEBUG SET-SKIP-CHECKSUM-VALIDATION 1"));
        assertEquals("-ERR Bad data format\\r\\n", client.ask(restore));
        assertEquals("+OK\\r\\n", client.ask("DEBUG SET-SKIP-CHECKSUM-VALIDATION 0"));
        server.awaitLog("Ziplist integrity check failed");
    }

    @Test
    void serverWithDamagedFileDoesNotStart() {
        ServalProcess other = ServalProcess.start("save 3600 1");
        try (other) {
            try (RespConnection connection = other.connect()) {
                Specimens.make(connection);
                assertEquals("+OK\\r\\n", connection.ask("SAVE"));
            }
            byte[] file = RdbFile.read(other.folder());
            file[file.length / 2] ^= 1;
            RdbFile.write(server.folder(), file);
            ServalProcess failing = ServalProcess.launch(
                    ServalProcess.distribution(),
                    java.util.List.of(),
                    "--dir",
                    server.folder().toString());
            try (failing) {
                assertEquals(1, failing.awaitExit());
                assertTrue(failing.log().contains("Fatal error loading the DB"), failing.log());
            }
        }
    }
}
