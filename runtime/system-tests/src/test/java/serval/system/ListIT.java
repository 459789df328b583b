package serval.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists where no oracle can be asked: encodings of 7.2, what served calls leave behind, newer commands, corrupt payloads. */
class ListIT {
    @TempDir
    static Path folder;

    private static ServalProcess server;
    private static RespConnection client;

    @BeforeAll
    static void start() {
        server = TestServer.startWithTestBundle(folder, "enable-debug-command yes");
        client = server.connect();
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    @BeforeEach
    void empty() {
        client.ask("CONFIG SET list-max-listpack-size -2");
        client.ask("FLUSHALL");
        client.ask("TEST.JOURNAL");
        client.ask("TEST.EVENTS");
    }

    private static void expect(String reply, String command) {
        assertEquals(reply, client.ask(command), command);
    }

    private static String words(String... words) {
        StringBuilder reply = new StringBuilder("*" + words.length + "\\r\\n");
        for (String word : words) {
            reply.append('$')
                    .append(word.length())
                    .append("\\r\\n")
                    .append(word)
                    .append("\\r\\n");
        }
        return reply.toString();
    }

    private static void expectJournal(String... units) {
        expect(words(units), "TEST.JOURNAL");
    }

    private static void expectEncoding(String encoding, String key) {
        expect("$" + encoding.length() + "\\r\\n" + encoding + "\\r\\n", "OBJECT ENCODING " + key);
    }

    // Encodings

    @Test
    void aListGrowsOutOfItsListpack() {
        client.ask("CONFIG SET list-max-listpack-size 4");
        client.ask("RPUSH l a b c d");
        expectEncoding("listpack", "l");
        client.ask("LINSERT l BEFORE nothing x");
        expectEncoding("quicklist", "l");
        client.ask("LTRIM l 0 2");
        expectEncoding("quicklist", "l");
        client.ask("LPOP l");
        expectEncoding("listpack", "l");
        client.ask("LPOP l 2");
        expect(":0\\r\\n", "EXISTS l");
    }

    @Test
    void bytesCountToo() {
        String half = "x".repeat(4090);
        client.ask("RPUSH l " + half + " " + half);
        expectEncoding("listpack", "l");
        client.ask("LSET l 0 " + half + half);
        expectEncoding("quicklist", "l");
        client.ask("LSET l 0 a");
        expectEncoding("quicklist", "l");
        client.ask("LSET l 1 b");
        expectEncoding("listpack", "l");
        client.ask("RPUSH m " + "y".repeat(8200));
        expectEncoding("quicklist", "m");
        client.ask("COPY m n");
        expectEncoding("quicklist", "n");
        client.ask("DEBUG RELOAD");
        expectEncoding("quicklist", "m");
        expectEncoding("listpack", "l");
    }

    @Test
    void aReloadDecidesAnew() {
        client.ask("CONFIG SET list-max-listpack-size 4");
        client.ask("RPUSH l a b c d e");
        client.ask("LPOP l 2");
        expectEncoding("quicklist", "l");
        client.ask("DEBUG RELOAD");
        expectEncoding("quicklist", "l");
        client.ask("CONFIG SET list-max-listpack-size 10");
        client.ask("RPUSH m a b c d e f g h i j k");
        client.ask("LPOP m 3");
        expectEncoding("quicklist", "m");
        client.ask("RPOP m");
        expectEncoding("quicklist", "m");
        client.ask("RPOP m 2");
        expectEncoding("listpack", "m");
    }

    // Waiting

    private static void await(int blocked) {
        while (!client.ask("INFO clients").contains("blocked_clients:" + blocked + "\\r\\n")) {
            Thread.onSpinWait();
        }
    }

    private static RespConnection waiting(String command, int blocked) {
        RespConnection connection = server.connect();
        connection.send(RespConnection.encode(CommandLine.split(command)));
        await(blocked);
        return connection;
    }

    private static String served(RespConnection connection) {
        String reply = CommandLine.show(connection.reply());
        connection.close();
        return reply;
    }

    @Test
    void servedCallsLeaveWhatTheyCameTo() {
        RespConnection pop = waiting("BLPOP a l 0", 1);
        RespConnection move = waiting("BLMOVE l m LEFT right 0", 2);
        RespConnection old = waiting("BRPOPLPUSH l m 0", 3);
        RespConnection many = waiting("BLMPOP 0 2 a l RIGHT COUNT 5", 4);
        client.ask("RPUSH l 1 2 3 4 5");
        assertEquals(words("l", "1"), served(pop));
        assertEquals("$1\\r\\n2\\r\\n", served(move));
        assertEquals("$1\\r\\n5\\r\\n", served(old));
        assertEquals("*2\\r\\n$1\\r\\nl\\r\\n" + words("4", "3"), served(many));
        expectJournal(
                "0: RPUSH l 1 2 3 4 5", "0: LPOP l", "0: LMOVE l m LEFT right", "0: RPOPLPUSH l m", "0: RPOP l 2");
    }

    /** Between a push and what it sets off nothing else runs, not even what came in the same read. */
    @Test
    void servedBeforeTheNextCommandOfAPipeline() {
        RespConnection first = waiting("BLMOVE a b LEFT RIGHT 0", 1);
        RespConnection second = waiting("BLMOVE b a RIGHT LEFT 0", 2);
        client.send("SET x 1\r\nLPUSH a v\r\nSET y 2\r\n".getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < 3; i++) {
            client.reply();
        }
        served(first);
        served(second);
        expectJournal("0: SET x 1", "0: LPUSH a v", "0: LMOVE a b LEFT RIGHT", "0: LMOVE b a RIGHT LEFT", "0: SET y 2");
    }

    /** Which key became ready first does not matter. */
    @Test
    void keysAreLookedAtInTheOrderOfTheCall() {
        RespConnection pop = waiting("BLPOP a b 0", 1);
        client.ask("MULTI");
        client.ask("RPUSH b 1");
        client.ask("RPUSH a 2");
        client.ask("EXEC");
        assertEquals(words("a", "2"), served(pop));
        expect(words("1"), "LRANGE b 0 -1");
    }

    /** A call that is run again looks at its keys from the first on, as when it came. */
    @Test
    void anotherTypeBeforeTheReadyKeyIsAnError() {
        RespConnection pop = waiting("BLPOP a l 0", 1);
        client.ask("SET a text");
        await(1);
        client.ask("RPUSH l 1");
        assertTrue(served(pop).startsWith("-WRONGTYPE"));
        expect(":1\\r\\n", "LLEN l");
    }

    @Test
    void whatHasExpiredServesNobody() {
        client.ask("DEBUG SET-ACTIVE-EXPIRE 0");
        try {
            RespConnection pop = waiting("BRPOP k 0", 1);
            client.ask("MULTI");
            client.ask("RPUSH k hello");
            client.ask("PEXPIRE k 20");
            client.ask("DEBUG SLEEP 0.05");
            client.ask("EXEC");
            await(1);
            expect(":0\\r\\n", "EXISTS k");
            client.ask("RPUSH k again");
            assertEquals(words("k", "again"), served(pop));
        } finally {
            client.ask("DEBUG SET-ACTIVE-EXPIRE 1");
        }
    }

    @Test
    void restoredKeysServe() {
        client.ask("RPUSH l a b");
        byte[][] restore = CommandLine.split("RESTORE k 0 payload");
        restore[3] = bulk(client.call("DUMP l"));
        RespConnection pop = waiting("BLPOP k 0", 1);
        client.call(restore);
        assertEquals(words("k", "a"), served(pop));
    }

    // Several elements at once

    @Test
    void lmovemOneByOneOrInBulk() {
        client.ask("RPUSH l 1 2 3 4 5 6 7 8 9");
        client.ask("RPUSH m x");
        client.ask("TEST.JOURNAL");
        expect(words("2", "1"), "LMOVEM l m LEFT LEFT COUNT 2 OBO");
        expectJournal("0: LPOP l 2 ; 0: LPUSH m 1 2");
        expect(words("3", "4"), "LMOVEM l m LEFT LEFT COUNT 2 BULK");
        expectJournal("0: LPOP l 2 ; 0: LPUSH m 4 3");
        expect(words("9", "8"), "LMOVEM l m RIGHT RIGHT EXACTLY 2 OBO");
        expect(words("6", "7"), "LMOVEM l m RIGHT RIGHT EXACTLY 2 BULK");
        expect(words("3", "4", "2", "1", "x", "9", "8", "6", "7"), "LRANGE m 0 -1");
        expect(words("5"), "LMOVEM l m RIGHT LEFT");
        expect(":0\\r\\n", "EXISTS l");
        expect("*0\\r\\n", "LMOVEM l m RIGHT LEFT");
        expect("*-1\\r\\n", "LMOVEM l m RIGHT LEFT EXACTLY 1 BULK");
        expect("*-1\\r\\n", "LMOVEM m l RIGHT LEFT EXACTLY 11 BULK");
        expect(words("1", "x", "9", "8", "6", "7"), "LMOVEM m l RIGHT LEFT COUNT 6 OBO");
        expect(words("2", "4"), "LMOVEM m l RIGHT RIGHT COUNT 2 OBO");
        expect(words("1", "x", "9", "8", "6", "7", "2", "4"), "LRANGE l 0 -1");
    }

    @Test
    void lmovemWithinOneList() {
        client.ask("RPUSH l a b c");
        expect(words("b", "a"), "LMOVEM l l LEFT LEFT EXACTLY 2 OBO");
        expect(words("b", "a", "c"), "LRANGE l 0 -1");
        expect(words("b", "a"), "LMOVEM l l LEFT LEFT COUNT 2 BULK");
        expect(words("b", "a", "c"), "LRANGE l 0 -1");
        expect(words("b", "a"), "LMOVEM l l LEFT RIGHT COUNT 2 BULK");
        expect(words("c", "b", "a"), "LRANGE l 0 -1");
        client.ask("PEXPIREAT l 9999999999999");
        client.ask("TEST.JOURNAL");
        expect(words("a", "b", "c"), "LMOVEM l l RIGHT RIGHT COUNT 9 OBO");
        expectJournal("0: RPOP l 3 ; 0: RPUSH l a b c ; 0: PEXPIREAT l 9999999999999");
        expect(":9999999999999\\r\\n", "PEXPIRETIME l");
    }

    @Test
    void lmovemRefusesNonsense() {
        client.ask("RPUSH l a b c");
        client.ask("SET t text");
        for (String options :
                new String[] {"COUNT 1", "COUNT", "OBO", "COUNT 1 OBO x", "EXACTLY 1 COUNT 1 BULK", "SOME 1 OBO"}) {
            expect("-ERR syntax error\\r\\n", "LMOVEM l m LEFT LEFT " + options);
        }
        expect("-ERR count should be greater than 0\\r\\n", "LMOVEM l m LEFT LEFT COUNT 0 OBO");
        expect("-ERR syntax error\\r\\n", "LMOVEM l m LEFT MIDDLE");
        assertTrue(client.ask("LMOVEM l t LEFT LEFT").startsWith("-WRONGTYPE"));
        assertTrue(client.ask("LMOVEM t l LEFT LEFT").startsWith("-WRONGTYPE"));
        assertTrue(client.ask("LMOVEM l m LEFT").startsWith("-ERR wrong number of arguments"));
    }

    @Test
    void blmovemWaitsForEnough() {
        RespConnection exactly = waiting("BLMOVEM l m LEFT RIGHT 0 EXACTLY 3 BULK", 1);
        client.ask("RPUSH l 1 2");
        await(1);
        expect(":2\\r\\n", "LLEN l");
        client.ask("RPUSH l 3 4");
        assertEquals(words("1", "2", "3"), served(exactly));
        expect(words("4"), "BLMOVEM l m LEFT LEFT 0 COUNT 5 OBO");
        RespConnection some = waiting("BLMOVEM l m LEFT LEFT 0 COUNT 5 OBO", 1);
        client.ask("RPUSH l 8 9");
        assertEquals(words("9", "8"), served(some));
        expect("*-1\\r\\n", "BLMOVEM l m LEFT LEFT 0.01");
        expect("-ERR timeout is negative\\r\\n", "BLMOVEM l m LEFT LEFT -1");
    }

    // Corrupt payloads

    static byte[] bulk(byte[] reply) {
        int from = 1;
        while (reply[from - 1] != '\n') {
            from++;
        }
        return java.util.Arrays.copyOfRange(reply, from, reply.length - 2);
    }

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

    private static byte[] hex(String digits) {
        return java.util.HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    /** The body of a payload with version and checksum behind it. */
    private static byte[] payload(String body) {
        byte[] bytes = hex(body);
        byte[] payload = java.util.Arrays.copyOf(bytes, bytes.length + 10);
        payload[bytes.length] = 9;
        seal(payload);
        return payload;
    }

    private static String restore(byte[] payload) {
        byte[][] words = CommandLine.split("RESTORE r 0 payload REPLACE");
        words[3] = payload;
        return CommandLine.show(client.call(words));
    }

    @Test
    void formsOfOldVersionsAreRead() {
        // Three elements one by one: text, a number in one byte, empty.
        assertEquals("+OK\\r\\n", restore(payload("01 03 02 6162 c0 7b 00")));
        expect(words("ab", "123", ""), "LRANGE r 0 -1");
        expectEncoding("listpack", "r");
        // A ziplist: "ab", 5, 1000, -70000.
        String ziplist = "1a000000 14000000 0400 00 02 6162 04 f6 02 c0 e803 04 f0 90eefe ff";
        assertEquals("+OK\\r\\n", restore(payload("0a 1a" + ziplist)));
        expect(words("ab", "5", "1000", "-70000"), "LRANGE r 0 -1");
        expectEncoding("quicklist", "r");
        assertEquals("+OK\\r\\n", restore(payload("0e 02 1a" + ziplist + "1a" + ziplist)));
        expect(":8\\r\\n", "LLEN r");
        expectEncoding("quicklist", "r");
        assertEquals("+OK\\r\\n", restore(payload("0e 01 1a" + ziplist)));
        expectEncoding("listpack", "r");
        // A listpack and a large element.
        assertEquals("+OK\\r\\n", restore(payload("12 02 02 0a 0a0000000100 816102 ff 01 03 787878")));
        expect(words("a", "xxx"), "LRANGE r 0 -1");
        expect(":3\\r\\n", "RPUSH r y");
        expect(words("xxx", "y"), "LRANGE r 1 -1");
        expect("+OK\\r\\n", "DEBUG RELOAD");
        expect(words("a", "xxx", "y"), "LRANGE r 0 -1");
    }

    @Test
    void wrongOnesAreRefused() {
        for (String body : new String[] {
            "01 00",
            "01 8100000001000000",
            "01 02 00",
            "0e 00",
            "0e 01 0b 0b000000 0a000000 0000 ff",
            "0a 0b 0b000000 0a000000 0000 ff",
            "12 00",
            "12 01 03 03 787878",
            "12 01 01 00",
            "12 01 02 00",
            "12 01 02 07 07000000 0000 ff",
            "12 01 02 0a 0a000000 0200 816102 ff",
            "0a 1a 1a000000 13000000 0400 00 02 6162 04 f6 02 c0 e803 04 f0 90eefe ff",
            "0a 1a 1a000000 14000000 0500 00 02 6162 04 f6 02 c0 e803 04 f0 90eefe ff",
            "0a 1a 1a000000 14000000 0400 00 02 6162 05 f6 02 c0 e803 04 f0 90eefe ff",
            "0a 1a 1a000000 14000000 0400 00 20 6162 04 f6 02 c0 e803 04 f0 90eefe ff",
            "0a 1a 1b000000 14000000 0400 00 02 6162 04 f6 02 c0 e803 04 f0 90eefe ff",
        }) {
            assertTrue(restore(payload(body)).startsWith("-ERR Bad data format"), body);
        }
    }

    /** Bits are turned in a sound payload: nothing but a list or an error may come of it. */
    @Test
    void corruptPayloadsAreRefused() {
        client.ask("CONFIG SET sanitize-dump-payload yes");
        client.ask("CONFIG SET list-max-listpack-size 6");
        client.ask("RPUSH l a 1 200 -70000 " + "x".repeat(70) + " b c 5000000000 d " + "y".repeat(300) + " e f g h");
        byte[][] payloads = {
            bulk(client.call("DUMP l")),
            payload("0e 02 1a 1a000000 14000000 0400 00 02 6162 04 f6 02 c0 e803 04 f0 90eefe ff"
                    + "1a 1a000000 14000000 0400 00 02 6162 04 f6 02 c0 e803 04 f0 90eefe ff"),
            payload("12 02 02 0a 0a0000000100 816102 ff 01 03 787878"),
        };
        long seed = RandomSeed.of(1);
        Random random = new Random(seed);
        for (int i = 0; i < 6000; i++) {
            byte[] bad = payloads[random.nextInt(payloads.length)].clone();
            for (int n = random.nextInt(3); n >= 0; n--) {
                bad[random.nextInt(bad.length - 10)] ^= (byte) (1 << random.nextInt(8));
            }
            seal(bad);
            String answer = restore(bad);
            assertTrue(
                    answer.equals("+OK\\r\\n") || answer.startsWith("-ERR Bad data format"),
                    "seed " + seed + ", step " + i + ": " + answer);
            if (answer.equals("+OK\\r\\n") && client.ask("TYPE r").equals("+list\\r\\n")) {
                for (String command : new String[] {
                    "LRANGE r 0 -1",
                    "LPOS r x RANK -1",
                    "LINSERT r AFTER a new",
                    "LREM r -1 b",
                    "LPUSH r 1",
                    "RPOP r",
                    "DUMP r"
                }) {
                    String after = client.ask(command);
                    assertTrue(!after.startsWith("-"), "seed " + seed + ", step " + i + ", " + command + ": " + after);
                }
            }
        }
    }
}
