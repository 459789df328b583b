package serval.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands and options of strings and bitmaps that came after Redis 7.2, so that no oracle knows them. */
class NewerStringCommandsIT {
    private static final String WRONG_TYPE = "-WRONGTYPE Operation against a key holding the wrong kind of value\\r\\n";

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
        client.ask("TEST.JOURNAL");
        client.ask("TEST.EVENTS");
    }

    private static void expect(String reply, String command) {
        assertEquals(reply, client.ask(command), command);
    }

    /** Expects one unit in the journal since the last time. */
    private static void expectJournal(String unit) {
        expect("*1\\r\\n$" + unit.length() + "\\r\\n" + unit + "\\r\\n", "TEST.JOURNAL");
    }

    private static void expectNoJournal() {
        expect("*0\\r\\n", "TEST.JOURNAL");
    }

    private static final String OK = "+OK\\r\\n";
    private static final String NIL = "$-1\\r\\n";
    private static final String ZERO = ":0\\r\\n";
    private static final String ONE = ":1\\r\\n";
    private static final String SYNTAX = "-ERR syntax error\\r\\n";

    @Test
    void digestIsXxh3InSixteenDigits() {
        expect(NIL, "DIGEST k");
        client.ask("SET k hello");
        expect("$16\\r\\n9555e8555c62dcfd\\r\\n", "DIGEST k");
        client.ask(
                "SET k v8lf0c11xh8ymlqztfd3eeq16kfn4sspw7fqmnuuq3k3t75em5wdizgcdw7uc26nnf961u2jkfzkjytls2kwlj7626sd");
        expect("$16\\r\\n00006c38adf31777\\r\\n", "DIGEST k");
        client.ask("TEST.PUSH lines one");
        expect(WRONG_TYPE, "DIGEST lines");
    }

    @Test
    void setComparesValues() {
        expect(NIL, "SET k v IFEQ x");
        expect(ZERO, "EXISTS k");
        expectNoJournal();
        expect(OK, "SET k v IFNE x");
        expectJournal("0: SET k v");
        expect(NIL, "SET k w IFEQ x");
        expect(NIL, "SET k w IFNE v");
        expect("$1\\r\\nv\\r\\n", "SET k w IFEQ x GET");
        expectNoJournal();
        expect("$1\\r\\nv\\r\\n", "SET k w GET IFEQ v PXAT 9999999999999");
        expectJournal("0: SET k w PXAT 9999999999999");
        expect(OK, "SET k x ifeq w KEEPTTL");
        expectJournal("0: SET k x KEEPTTL");
        expect(":9999999999999\\r\\n", "PEXPIRETIME k");
        expect(SYNTAX, "SET k x IFEQ");
        expect(SYNTAX, "SET k x IFEQ a IFNE b");
        expect(SYNTAX, "SET k x NX IFEQ a");
        expect(SYNTAX, "SET k x IFEQ a XX");
    }

    @Test
    void setComparesDigests() {
        client.ask("SET k hello");
        expect(NIL, "SET k w IFDEQ 0000000000000000");
        expect(NIL, "SET k w IFDNE 9555e8555c62dcfd");
        expect(OK, "SET k w IFDEQ 9555E8555C62DCFD");
        expect(OK, "SET k v IFDNE 0000000000000000");
        expect(NIL, "SET missing v IFDEQ 9555e8555c62dcfd");
        expect(OK, "SET missing v IFDNE 9555e8555c62dcfd");
        expect("-ERR digest must be exactly 16 hexadecimal characters\\r\\n", "SET k v IFDEQ 9555e8555c62dcf");
        client.ask("TEST.PUSH lines one");
        expect(WRONG_TYPE, "SET lines v IFEQ x");
        expect(WRONG_TYPE, "SET lines v IFDNE 9555e8555c62dcfd");
    }

    @Test
    void delexDeletesOnCondition() {
        expect(ZERO, "DELEX k");
        expect(ZERO, "DELEX k IFNE x");
        client.ask("MSET a hello b hello c hello d hello e hello");
        client.ask("TEST.JOURNAL");
        expect(ZERO, "DELEX a IFEQ x");
        expect(ZERO, "DELEX a IFNE hello");
        expect(ZERO, "DELEX a IFDEQ 0000000000000000");
        expect(ZERO, "DELEX a IFDNE 9555e8555c62dcfd");
        expectNoJournal();
        expect(ONE, "DELEX a IFEQ hello");
        expectJournal("0: DEL a");
        expect(ONE, "DELEX b IFNE x");
        expect(ONE, "DELEX c IFDEQ 9555e8555c62dcfd");
        expect(ONE, "DELEX d IFDNE 0000000000000000");
        expect(ONE, "DELEX e");
        expect(ZERO, "DBSIZE");
        client.ask("TEST.PUSH lines one");
        expect(WRONG_TYPE, "DELEX lines IFEQ x");
        expect(ONE, "DELEX lines");
        expect(SYNTAX, "DELEX k NX x");
        expect("-ERR wrong number of arguments for 'delex' command\\r\\n", "DELEX k IFEQ");
    }

    @Test
    void delifeqDeletesEqualString() {
        client.ask("SET k v");
        client.ask("TEST.JOURNAL");
        expect(ZERO, "DELIFEQ k x");
        expect(ZERO, "DELIFEQ missing x");
        expect(ONE, "DELIFEQ k v");
        expectJournal("0: DEL k");
        client.ask("TEST.PUSH lines one");
        expect(WRONG_TYPE, "DELIFEQ lines one");
    }

    @Test
    void msetexSetsAllOrNone() {
        expect(ONE, "MSETEX 2 a 1 b 2");
        expectJournal("0: SET a 1 ; 0: SET b 2");
        expect(ZERO, "MSETEX 2 b 3 c 4 NX");
        expect(ZERO, "MSETEX 2 b 3 c 4 XX");
        expectNoJournal();
        client.ask("TEST.EVENTS");
        expect(ONE, "MSETEX 2 a 3 b 4 XX PXAT 9999999999999");
        expectJournal("0: SET a 3 PXAT 9999999999999 ; 0: SET b 4 PXAT 9999999999999");
        expect(
                "*4\\r\\n$9\\r\\n$ set 0 a\\r\\n$12\\r\\ng expire 0 a\\r\\n$9\\r\\n$ set 0 b\\r\\n$12\\r\\ng expire 0 b\\r\\n",
                "TEST.EVENTS");
        expect(ONE, "MSETEX 1 a 5 KEEPTTL");
        expect(":9999999999999\\r\\n", "PEXPIRETIME a");
        expect(ONE, "MSETEX 2 x 1 y 2 EX 100 NX");
        expect(":100\\r\\n", "TTL x");
        expect("-ERR invalid numkeys value\\r\\n", "MSETEX 0 a 1");
        expect("-ERR invalid numkeys value\\r\\n", "MSETEX x a 1");
        expect("-ERR wrong number of key-value pairs\\r\\n", "MSETEX 2 a 1");
        expect(SYNTAX, "MSETEX 1 a 1 NX XX");
        expect(SYNTAX, "MSETEX 1 a 1 EX 1 PX 1");
        expect(SYNTAX, "MSETEX 1 a 1 b 2");
        expect("-ERR invalid expire time in 'msetex' command\\r\\n", "MSETEX 1 a 1 EX 0");
        expect("*2\\r\\n$1\\r\\na\\r\\n$1\\r\\nb\\r\\n", "COMMAND GETKEYS MSETEX 2 a 1 b 2 EX 10");
    }

    private static String pair(String value, String applied) {
        return "*2\\r\\n:" + value + "\\r\\n:" + applied + "\\r\\n";
    }

    @Test
    void increxAddsWithinBounds() {
        expect(pair("1", "1"), "INCREX k");
        expectJournal("0: SET k 1 KEEPTTL");
        expect(pair("11", "10"), "INCREX k BYINT 10 UBOUND 11");
        client.ask("TEST.JOURNAL");
        expect(pair("11", "0"), "INCREX k UBOUND 11 EX 100");
        expect(":-1\\r\\n", "TTL k");
        expectNoJournal();
        expect(pair("12", "1"), "INCREX k BYINT 10 UBOUND 12 SATURATE PXAT 9999999999999");
        expectJournal("0: SET k 12 PXAT 9999999999999");
        expect(pair("-5", "-17"), "INCREX k BYINT -100 LBOUND -5 SATURATE");
        expect(pair("-4", "1"), "INCREX k EX 100 ENX");
        expect(":9999999999999\\r\\n", "PEXPIRETIME k");
        client.ask("TEST.JOURNAL");
        client.ask("TEST.EVENTS");
        expect(pair("-3", "1"), "INCREX k PERSIST");
        expectJournal("0: SET k -3");
        expect("*2\\r\\n$12\\r\\n$ incrby 0 k\\r\\n$13\\r\\ng persist 0 k\\r\\n", "TEST.EVENTS");
        client.ask("SET k 9223372036854775807");
        expect(pair("9223372036854775807", "0"), "INCREX k");
        expect(pair("9223372036854775807", "0"), "INCREX k BYINT 5 SATURATE");
        expect(pair("0", "0"), "INCREX missing UBOUND -1 BYINT 0");
        expect(ZERO, "EXISTS missing");
    }

    @Test
    void increxAddsFloats() {
        expect("*2\\r\\n$3\\r\\n1.5\\r\\n$3\\r\\n1.5\\r\\n", "INCREX k BYFLOAT 1.5");
        expectJournal("0: SET k 1.5 KEEPTTL");
        expect("*2\\r\\n$3\\r\\n1.5\\r\\n$1\\r\\n0\\r\\n", "INCREX k BYFLOAT 1 UBOUND 2");
        expect("*2\\r\\n$1\\r\\n2\\r\\n$3\\r\\n0.5\\r\\n", "INCREX k BYFLOAT 1 UBOUND 2 SATURATE");
        client.ask("HELLO 3");
        expect("*2\\r\\n,2.25\\r\\n,0.25\\r\\n", "INCREX k BYFLOAT 0.25");
        client.ask("HELLO 2");
        expect("-ERR value is not an integer or out of range\\r\\n", "INCREX k");
        expect("-ERR value is not a valid float\\r\\n", "INCREX k BYFLOAT inf");
        expect("-ERR value is not a valid float\\r\\n", "INCREX k BYFLOAT 1 UBOUND inf");
    }

    @Test
    void increxRefusesContradictions() {
        expect("-ERR LBOUND can't be greater than UBOUND\\r\\n", "INCREX k LBOUND 2 UBOUND 1");
        expect("-ERR ENX flag requires an expiration\\r\\n", "INCREX k ENX");
        expect(SYNTAX, "INCREX k ENX PERSIST");
        expect(SYNTAX, "INCREX k BYINT 1 BYFLOAT 1");
        expect(SYNTAX, "INCREX k EX 10 PERSIST");
        expect(SYNTAX, "INCREX k LBOUND");
        expect("-ERR value is not an integer or out of range\\r\\n", "INCREX k BYINT 1.5");
        expect("-ERR value is not an integer or out of range\\r\\n", "INCREX k UBOUND 1.5");
        expect("-ERR invalid expire time in 'increx' command\\r\\n", "INCREX k EX 0");
        expect(ZERO, "EXISTS k");
        client.ask("TEST.PUSH lines one");
        expect(WRONG_TYPE, "INCREX lines");
    }

    @Test
    void bitopCombinesOneStringWithTheRest() {
        client.ask("SET x \"\\xf0\\xff\"");
        client.ask("SET y \"\\xcc\"");
        client.ask("SET z \"\\xaa\\x0f\\x01\"");
        client.ask("TEST.JOURNAL");
        expect(":3\\r\\n", "BITOP DIFF d x y z");
        expect("$3\\r\\n\\x10\\xf0\\x00\\r\\n", "GET d");
        expect(":3\\r\\n", "BITOP DIFF1 d x y z");
        expect("$3\\r\\n\\x0e\\x00\\x01\\r\\n", "GET d");
        expect(":3\\r\\n", "BITOP ANDOR d x y z");
        expect("$3\\r\\n\\xe0\\x0f\\x00\\r\\n", "GET d");
        expect(":3\\r\\n", "BITOP ONE d x y z");
        expect("$3\\r\\n\\x16\\xf0\\x01\\r\\n", "GET d");
        client.ask("TEST.JOURNAL");
        expect(":1\\r\\n", "BITOP ONE d y");
        expect("*1\\r\\n$10\\r\\n0: SET d \\xcc\\r\\n", "TEST.JOURNAL");
        expect(ZERO, "BITOP DIFF d missing other");
        expectJournal("0: DEL d");
        expect("-ERR BITOP DIFF must be called with at least two source keys.\\r\\n", "BITOP DIFF d x");
    }

    @Test
    void otherTypesAreRefusedAndLeftAlone() {
        client.ask("TEST.PUSH lines one");
        for (String command : new String[] {
            "GET lines",
            "STRLEN lines",
            "GETRANGE lines 0 1",
            "APPEND lines x",
            "SETRANGE lines 0 x",
            "GETSET lines x",
            "GETDEL lines",
            "GETEX lines EX 10",
            "SET lines x GET",
            "INCR lines",
            "INCRBYFLOAT lines 1",
            "SETBIT lines 0 1",
            "GETBIT lines 0",
            "BITCOUNT lines",
            "BITPOS lines 1",
            "BITOP AND d lines",
            "BITFIELD lines GET u8 0",
            "BITFIELD lines SET u8 0 1",
            "PFADD lines x",
            "PFCOUNT lines",
            "PFCOUNT lines lines",
            "PFMERGE d lines",
            "PFMERGE lines d",
            "PFDEBUG ENCODING lines"
        }) {
            expect(WRONG_TYPE, command);
        }
        expect("-ERR The specified keys must contain string values\\r\\n", "LCS lines missing");
        expect("*2\\r\\n$-1\\r\\n$-1\\r\\n", "MGET lines missing");
        expect(ZERO, "SETNX lines x");
        expect(ZERO, "MSETNX lines x");
        expect(ONE, "TEST.LEN lines");
        client.ask("SET s v");
        expect(":1\\r\\n", "BITOP OR lines s");
        expect("$1\\r\\nv\\r\\n", "GET lines");
    }
}
