package serval.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams where no oracle can be asked: what 7.2 and later versions brought, waiting, and corrupt payloads. */
class StreamIT {
    private static final String OK = "+OK\\r\\n";

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
    void empty() {
        client.ask("FLUSHALL");
        for (int i = 1; i <= 6; i++) {
            client.ask("XADD s " + i + "-0 n " + i);
        }
        client.ask("TEST.JOURNAL");
        client.ask("TEST.EVENTS");
    }

    private static void expect(String reply, String command) {
        assertEquals(reply, client.ask(command), command);
    }

    /** An array of numbers as RESP shows it. */
    private static String numbers(int... numbers) {
        StringBuilder reply = new StringBuilder("*" + numbers.length + "\\r\\n");
        for (int number : numbers) {
            reply.append(':').append(number).append("\\r\\n");
        }
        return reply.toString();
    }

    private static void expectJournal(String unit) {
        expect("*1\\r\\n$" + unit.length() + "\\r\\n" + unit + "\\r\\n", "TEST.JOURNAL");
    }

    // Deletion that looks at references

    @Test
    void xdelexKeepsReferences() {
        client.ask("XGROUP CREATE s g 0");
        client.ask("XREADGROUP GROUP g c STREAMS s >");
        client.ask("TEST.JOURNAL");
        expect(numbers(1, -1), "XDELEX s IDS 2 2 99");
        expectJournal("0: XDEL s 2-0");
        assertTrue(client.ask("XPENDING s g").startsWith("*4\\r\\n:6\\r\\n"));
        expect(numbers(-1), "XDELEX missing DELREF IDS 1 1");
    }

    @Test
    void xdelexTakesReferencesAlong() {
        client.ask("XGROUP CREATE s g 0");
        client.ask("XREADGROUP GROUP g c STREAMS s >");
        client.ask("TEST.JOURNAL");
        expect(numbers(1), "XDELEX s DELREF IDS 1 2");
        expectJournal("0: XDEL s 2-0 ; 0: XACK s g 2-0");
        assertTrue(client.ask("XPENDING s g").startsWith("*4\\r\\n:5\\r\\n"));
    }

    @Test
    void xdelexLeavesWhatIsNotAcknowledged() {
        client.ask("XGROUP CREATE s g 0");
        client.ask("XREADGROUP GROUP g c COUNT 2 STREAMS s >");
        client.ask("XACK s g 1");
        expect(numbers(1, 2, 2), "XDELEX s ACKED IDS 3 1 2 3");
        expect(":5\\r\\n", "XLEN s");
    }

    @Test
    void xackdelAcknowledgesAndDeletes() {
        client.ask("XGROUP CREATE s g 0");
        client.ask("XGROUP CREATE s h 0");
        client.ask("XREADGROUP GROUP g c COUNT 3 STREAMS s >");
        client.ask("TEST.JOURNAL");
        expect(numbers(1, -1), "XACKDEL s g IDS 2 1 5");
        expectJournal("0: XDEL s 1-0 ; 0: XACK s g 1-0");
        expect(numbers(2), "XACKDEL s g ACKED IDS 1 2");
        expect(numbers(1), "XACKDEL s g DELREF IDS 1 3");
        expect(":4\\r\\n", "XLEN s");
        expect(numbers(-1), "XACKDEL s none IDS 1 4");
    }

    @Test
    void referencesAreRefusedWhereTheyMakeNoSense() {
        expect("-ERR syntax error\\r\\n", "XDELEX s NONSENSE IDS 1 1");
        expect("-ERR syntax error\\r\\n", "XDELEX s KEEPREF DELREF IDS 1 1");
        expect("-ERR Number of IDs must be a positive integer\\r\\n", "XDELEX s IDS 0 1");
        expect("-ERR The `numids` parameter must match the number of arguments\\r\\n", "XDELEX s IDS 2 1");
        expect("-ERR Invalid stream ID specified as stream command argument\\r\\n", "XDELEX s IDS 1 x");
    }

    @Test
    void trimmingLooksAtReferences() {
        client.ask("XGROUP CREATE s g 0");
        client.ask("XREADGROUP GROUP g c COUNT 3 STREAMS s >");
        client.ask("XACK s g 2");
        client.ask("TEST.JOURNAL");
        expect(":1\\r\\n", "XTRIM s MAXLEN 3 ACKED");
        expectJournal("0: XDEL s 2-0");
        expect(":2\\r\\n", "XTRIM s MAXLEN 3 DELREF");
        expectJournal("0: XDEL s 1-0 3-0 ; 0: XACK s g 1-0 ; 0: XACK s g 3-0");
        expect("$3\\r\\n7-0\\r\\n", "XADD s KEEPREF MAXLEN 2 7-0 a b");
        expectJournal("0: XADD s MAXLEN 2 7-0 a b");
    }

    // Waiting

    @Test
    void xreadWaitsForWhatComesAfterItBegan() {
        try (RespConnection waiting = server.connect()) {
            waiting.send(RespConnection.encode(CommandLine.split("XREAD BLOCK 0 STREAMS none s $ $")));
            await(1);
            client.ask("XADD s 9 a b");
            String entry =
                    "*1\\r\\n*2\\r\\n$1\\r\\ns\\r\\n*1\\r\\n*2\\r\\n$3\\r\\n9-0\\r\\n*2\\r\\n$1\\r\\na\\r\\n$1\\r\\nb\\r\\n";
            assertEquals(entry, CommandLine.show(waiting.reply()));
        }
    }

    /** An entry that is gone again before the waiting call runs leaves it waiting, for the moment at which it began. */
    @Test
    void xreadStillKnowsWhenItBegan() {
        try (RespConnection waiting = server.connect()) {
            waiting.send(RespConnection.encode(CommandLine.split("XREAD BLOCK 0 STREAMS s $")));
            await(1);
            client.ask("MULTI");
            client.ask("XADD s 9 a b");
            client.ask("XDEL s 9");
            client.ask("EXEC");
            client.ask("XADD s 10 c d");
            assertTrue(CommandLine.show(waiting.reply()).contains("10-0"));
        }
    }

    @Test
    void xreadgroupIsToldOfTheEndOfKeyAndGroup() {
        for (String end : new String[] {"DEL s", "XGROUP DESTROY s g", "FLUSHALL", "RENAME s t"}) {
            empty();
            expect(OK, "XGROUP CREATE s g $");
            try (RespConnection waiting = server.connect()) {
                waiting.send(RespConnection.encode(CommandLine.split("XREADGROUP GROUP g c BLOCK 0 STREAMS s >")));
                await(1);
                client.ask(end);
                assertTrue(CommandLine.show(waiting.reply()).startsWith("-NOGROUP No such key 's'"), end);
            }
        }
        empty();
        expect(OK, "XGROUP CREATE s g $");
        try (RespConnection waiting = server.connect()) {
            waiting.send(RespConnection.encode(CommandLine.split("XREADGROUP GROUP g c BLOCK 0 STREAMS s >")));
            await(1);
            client.ask("SET s text");
            assertTrue(CommandLine.show(waiting.reply()).startsWith("-WRONGTYPE"));
        }
    }

    @Test
    void eachEntryGoesToTheConsumerThatWaitedLongest() {
        expect(OK, "XGROUP CREATE s g $");
        try (RespConnection first = server.connect();
                RespConnection second = server.connect()) {
            first.send(RespConnection.encode(CommandLine.split("XREADGROUP GROUP g a BLOCK 0 STREAMS s >")));
            await(1);
            second.send(RespConnection.encode(CommandLine.split("XREADGROUP GROUP g b BLOCK 0 STREAMS s >")));
            await(2);
            client.ask("XADD s 9 x y");
            assertTrue(CommandLine.show(first.reply()).contains("9-0"));
            client.ask("XADD s 10 x y");
            assertTrue(CommandLine.show(second.reply()).contains("10-0"));
        }
    }

    private static void await(int blocked) {
        while (!client.ask("INFO clients").contains("blocked_clients:" + blocked + "\\r\\n")) {
            Thread.onSpinWait();
        }
    }

    // What 7.2 tells

    @Test
    void consumersTellWhenTheyWereActive() {
        client.ask("XGROUP CREATE s g $");
        client.ask("XGROUP CREATECONSUMER s g c");
        String consumers = client.ask("XINFO CONSUMERS s g");
        assertTrue(consumers.endsWith("$8\\r\\ninactive\\r\\n:-1\\r\\n"), consumers);
        String full = client.ask("XINFO STREAM s FULL");
        assertTrue(full.contains("$11\\r\\nactive-time\\r\\n:-1\\r\\n"), full);
    }

    // Corrupt payloads

    /** Puts the right checksum under a payload: CRC-64 of Jones, the reflected one. */
    private static void seal(byte[] payload) {
        long crc = 0;
        for (int i = 0; i < payload.length - 8; i++) {
            crc ^= payload[i] & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? crc >>> 1 ^ 0x95AC9329AC4BC9B5L : crc >>> 1;
            }
        }
        for (int i = 0; i < 8; i++) {
            payload[payload.length - 8 + i] = (byte) (crc >>> 8 * i);
        }
    }

    /** Bits are turned in a sound payload: nothing but a value or an error may come of it. */
    @Test
    void corruptPayloadsAreRefused() {
        client.ask("XGROUP CREATE s g 0");
        client.ask("XREADGROUP GROUP g c COUNT 4 STREAMS s >");
        client.ask("XADD s 8 other fields a b");
        client.ask("XDEL s 3");
        client.ask("CONFIG SET sanitize-dump-payload yes");
        byte[] reply = client.call("DUMP s");
        int from = 1;
        while (reply[from - 1] != '\n') {
            from++;
        }
        byte[] payload = java.util.Arrays.copyOfRange(reply, from, reply.length - 2);
        long seed = RandomSeed.of(1);
        Random random = new Random(seed);
        byte[][] words = CommandLine.split("RESTORE r 0 payload REPLACE");
        for (int i = 0; i < 3000; i++) {
            byte[] bad = payload.clone();
            for (int n = random.nextInt(3); n >= 0; n--) {
                bad[random.nextInt(bad.length - 10)] ^= (byte) (1 << random.nextInt(8));
            }
            seal(bad);
            words[3] = bad;
            String answer = CommandLine.show(client.call(words));
            assertTrue(
                    answer.equals(OK) || answer.startsWith("-ERR Bad data format"),
                    "seed " + seed + ", step " + i + ": " + answer);
            if (answer.equals(OK)) {
                for (String command : new String[] {
                    "XRANGE r - +",
                    "XREVRANGE r + -",
                    "XINFO STREAM r FULL COUNT 0",
                    "XPENDING r g",
                    "XADD r * a b",
                    "XDEL r 2",
                    "XTRIM r MAXLEN 2",
                    "DUMP r"
                }) {
                    String after = client.ask(command);
                    assertTrue(
                            !after.startsWith("-ERR") || after.contains("exhausted"),
                            "seed " + seed + ", step " + i + ", " + command + ": " + after);
                }
            }
        }
    }
}
