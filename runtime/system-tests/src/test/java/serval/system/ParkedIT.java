package serval.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values whose type is absent are kept, can be handled as a whole, and live again when the type is there. */
class ParkedIT {
    private static final int LINES = 300;

    private static byte[] word(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The bytes of a bulk reply. */
    private static byte[] bulk(byte[] reply) {
        int from = 1;
        while (reply[from - 1] != '\n') {
            from++;
        }
        return Arrays.copyOfRange(reply, from, reply.length - 2);
    }

    private static byte[] dump(RespConnection client, String key) {
        return bulk(client.call(word("DUMP"), word(key)));
    }

    private static void restore(RespConnection client, String key, String ttl, byte[] payload) {
        assertEquals(
                "+OK\\r\\n",
                CommandLine.show(client.call(word("RESTORE"), word(key), word(ttl), payload, word("REPLACE"))));
    }

    @Test
    void payloadOfAnAbsentTypeParksAndRevives(@TempDir Path folder) throws IOException {
        Path comeBack = folder.resolve("come-back");
        try (ServalProcess server =
                        TestServer.startWithTestBundle(folder.resolve("serval"), "enable-debug-command yes");
                RespConnection client = server.connect()) {
            for (int i = 0; i < LINES; i++) {
                client.ask("TEST.PUSH q line" + i);
            }
            byte[] payload = dump(client, "q");
            client.ask("DEL q");
            client.send(RespConnection.encode(CommandLine.split("TEST.BUNDLE stop serval.testbundle " + comeBack)));
            client.reply();
            server.await("the commands' leaving", () -> client.ask("TEST.LEN q").startsWith("-ERR unknown command"));
            server.await("the type's leaving", () -> {
                restore(client, "p", "100000000", payload);
                return client.ask("OBJECT ENCODING p").equals("$6\\r\\nparked\\r\\n");
            });
            handleAsAWhole(client, payload);

            Files.createFile(comeBack);
            server.await("the bundle's return", () -> !client.ask("TEST.LEN p").startsWith("-ERR unknown"));
            assertEquals(":" + LINES + "\\r\\n", client.ask("TEST.LEN p"));
            assertEquals("$5\\r\\ndeque\\r\\n", client.ask("OBJECT ENCODING p"));
            assertTrue(client.ask("PTTL p").length() > 8);
            assertArrayEquals(payload, dump(client, "p"));
            assertEquals("*2\\r\\n$1\\r\\np\\r\\n$5\\r\\nline0\\r\\n", client.ask("TEST.POP p 0"));
            // A copy that was made of the parked value is not the same value.
            assertEquals(":" + LINES + "\\r\\n", client.ask("TEST.LEN copy"));
        }
    }

    private static void handleAsAWhole(RespConnection client, byte[] payload) {
        assertEquals("+testlines\\r\\n", client.ask("TYPE p"));
        assertEquals("$6\\r\\nparked\\r\\n", client.ask("OBJECT ENCODING p"));
        assertArrayEquals(payload, dump(client, "p"));
        assertTrue(client.ask("GET p").startsWith("-WRONGTYPE "));
        assertTrue(client.ask("APPEND p x").startsWith("-WRONGTYPE "));
        assertTrue(client.ask("PFCOUNT p").startsWith("-WRONGTYPE "));
        int bytes = Integer.parseInt(client.ask("MEMORY USAGE p").replaceAll("\\D", ""));
        assertTrue(bytes > payload.length, "bytes: " + bytes);
        assertEquals(":1\\r\\n", client.ask("COPY p copy"));
        assertEquals(client.ask("DEBUG DIGEST-VALUE p"), client.ask("DEBUG DIGEST-VALUE p"));
        String digest = client.ask("DEBUG DIGEST");
        assertEquals("+OK\\r\\n", client.ask("DEBUG RELOAD"));
        assertEquals(digest, client.ask("DEBUG DIGEST"));
        assertEquals("+OK\\r\\n", client.ask("RENAME p r"));
        assertNotEquals(digest, client.ask("DEBUG DIGEST"));
        assertEquals(":1\\r\\n", client.ask("MOVE r 3"));
        client.ask("SELECT 3");
        assertTrue(client.ask("PTTL r").length() > 8);
        assertEquals(":1\\r\\n", client.ask("COPY r p DB 0"));
        assertEquals(":1\\r\\n", client.ask("PEXPIRE r 1"));
        client.ask("SELECT 0");
        assertEquals("+OK\\r\\n", client.ask("RENAME p s"));
        assertEquals("+OK\\r\\n", client.ask("RENAME s p"));
        assertEquals(":1\\r\\n", client.ask("PEXPIRE p 100000000"));
        restore(client, "gone", "0", payload);
        assertEquals(":1\\r\\n", client.ask("DEL gone"));
        assertEquals("$-1\\r\\n", client.ask("DUMP gone"));
    }

    @Test
    void aServerThatNeverHadTheTypeKeepsWhatItIsGiven(@TempDir Path folder) {
        byte[] payload;
        try (ServalProcess server = TestServer.startWithTestBundle(folder.resolve("with"));
                RespConnection client = server.connect()) {
            client.ask("TEST.PUSH q one two three");
            payload = dump(client, "q");
        }
        try (ServalProcess server = ServalProcess.start("enable-debug-command yes");
                RespConnection client = server.connect()) {
            restore(client, "q", "0", payload);
            assertEquals("+testlines\\r\\n", client.ask("TYPE q"));
            assertEquals("+OK\\r\\n", client.ask("DEBUG RELOAD"));
            assertArrayEquals(payload, dump(client, "q"));
            payload[payload.length / 2]++;
            assertTrue(CommandLine.show(client.call(word("RESTORE"), word("x"), word("0"), payload))
                    .startsWith("-ERR DUMP payload version or checksum"));
        }
    }
}
