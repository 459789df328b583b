package serval.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands on keys leave in the journal, and the events they raise. */
class KeyEffectsIT {
    @TempDir
    static Path folder;

    private static ServalProcess server;
    private static RespConnection client;

    @BeforeAll
    static void start() {
        server = TestServer.startWithTestBundle(folder);
        client = server.connect();
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    @BeforeEach
    void begin() {
        client.call("FLUSHALL");
        client.call("SET k v");
        client.call("SET l w");
        forget();
    }

    private static void forget() {
        client.call("TEST.JOURNAL");
        client.call("TEST.EVENTS");
    }

    private static void assertJournal(String... units) {
        byte[][] all = Arrays.stream(units)
                .map(unit -> unit.getBytes(StandardCharsets.US_ASCII))
                .toArray(byte[][]::new);
        assertEquals(CommandLine.show(RespConnection.encode(all)), client.ask("TEST.JOURNAL"));
    }

    @Test
    void messagesAreForReplicasOnly() {
        client.call("PUBLISH c m");
        client.call("SPUBLISH c m");
        client.call("MULTI");
        client.call("SET k w");
        client.call("PUBLISH c n");
        client.call("EXEC");
        client.call("PUBSUB CHANNELS");
        assertJournal("0: PUBLISH c m >replicas", "0: SPUBLISH c m >replicas", "0: SET k w ; 0: PUBLISH c n >replicas");
    }

    @Test
    void whatChangesNothingLeavesNothing() {
        for (String command : new String[] {
            "DEL x",
            "EXPIRE x 10",
            "EXPIRE k 10 XX",
            "PERSIST k",
            "RENAME k k",
            "RENAMENX k l",
            "COPY k l",
            "COPY x y",
            "MOVE x 1",
            "TOUCH k",
            "RESTORE k 0 x"
        }) {
            client.call(command);
        }
        assertEquals("*0\\r\\n", client.ask("TEST.JOURNAL"));
    }

    @Test
    void removalsAreAsSent() {
        client.call("DEL k x");
        client.call("UNLINK l");
        assertJournal("0: DEL k x", "0: UNLINK l");
        String events = client.ask("TEST.EVENTS");
        assertTrue(events.contains("g del 0 k") && events.contains("g del 0 l"), events);
    }

    @Test
    void timesBecomeAbsolute() {
        client.call("EXPIREAT k 33177117420");
        client.call("PEXPIREAT k 33177117420001 GT");
        client.call("PERSIST k");
        assertJournal("0: PEXPIREAT k 33177117420000", "0: PEXPIREAT k 33177117420001 GT", "0: PERSIST k");
        client.call("EXPIRE k 1000");
        String time = client.ask("PEXPIRETIME k").replaceAll("\\D", "");
        assertJournal("0: PEXPIREAT k " + time);
        String events = client.ask("TEST.EVENTS");
        assertTrue(events.contains("g expire 0 k") && events.contains("g persist 0 k"), events);
    }

    @Test
    void timesInThePastRemove() {
        client.call("EXPIRE k -1");
        assertJournal("0: DEL k");
        assertTrue(client.ask("TEST.EVENTS").contains("g del 0 k"));
        client.call("CONFIG SET lazyfree-lazy-expire yes");
        client.call("EXPIREAT l 1");
        client.call("CONFIG SET lazyfree-lazy-expire no");
        assertJournal("0: UNLINK l");
    }

    @Test
    void placesAreAsSent() {
        client.call("RENAME k m");
        client.call("MOVE m 1");
        client.call("COPY l n DB 2 REPLACE");
        assertJournal("0: RENAME k m", "0: MOVE m 1", "0: COPY l n DB 2 REPLACE");
        String events = client.ask("TEST.EVENTS");
        for (String event : new String[] {
            "g rename_from 0 k", "g rename_to 0 m", "g move_from 0 m", "g move_to 1 m", "g copy_to 2 n"
        }) {
            assertTrue(events.contains(event), events);
        }
    }

    @Test
    void restoredKeysHaveAbsoluteTimes() {
        byte[] reply = client.call("DUMP k");
        int from = new String(reply, StandardCharsets.ISO_8859_1).indexOf('\n') + 1;
        byte[] payload = Arrays.copyOfRange(reply, from, reply.length - 2);
        client.call(word("RESTORE"), word("r"), word("1000000"), payload, word("REPLACE"));
        String time = client.ask("PEXPIRETIME r").replaceAll("\\D", "");
        String journal = client.ask("TEST.JOURNAL");
        assertTrue(journal.contains("0: RESTORE r " + time + " "), journal);
        assertTrue(journal.contains(" REPLACE ABSTTL"), journal);
        assertTrue(client.ask("TEST.EVENTS").contains("g restore 0 r"));
        client.call(word("RESTORE"), word("r"), word("1"), payload, word("REPLACE"), word("ABSTTL"));
        assertJournal("0: DEL r");
        client.call(word("RESTORE"), word("r"), word("1"), payload, word("ABSTTL"));
        assertEquals("*0\\r\\n", client.ask("TEST.JOURNAL"));
    }

    private static byte[] word(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
