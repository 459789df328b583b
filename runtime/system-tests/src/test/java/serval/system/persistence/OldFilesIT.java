package serval.system.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import serval.system.RespConnection;
import serval.system.ServalProcess;
import serval.system.payload.OldForms;
import serval.system.payload.Payloads;

/** Files of every version of the format are read, as are all that a file may hold besides keys. */
class OldFilesIT {
    private static final String OK = "+OK\\r\\n";
    private static final long FUTURE = 4_000_000_000L;

    private static ServalProcess server;
    private static RespConnection client;

    @BeforeAll
    static void start() {
        server = ServalProcess.start("enable-debug-command yes");
        client = server.connect();
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    private static void load(byte[] file) {
        RdbFile.write(server.folder(), file);
        assertEquals(OK, client.ask("DEBUG RELOAD NOSAVE"));
    }

    @Test
    void everyVersionIsRead() {
        for (int version = 1; version <= 12; version++) {
            RdbFile file = new RdbFile(version);
            file.select(0).text("plain", "value").text("number", "12");
            file.expireSeconds(Math.min(FUTURE, Integer.MAX_VALUE)).text("seconds", "value");
            file.expireSeconds(1).text("past", "value");
            if (version >= 3) {
                file.expireMillis(FUTURE * 1000).text("millis", "value");
            }
            file.select(9).text("there", "value");
            load(file.end());
            assertEquals("$5\\r\\nvalue\\r\\n", client.ask("GET plain"), "version " + version);
            assertEquals(":2147483647\\r\\n", client.ask("EXPIRETIME seconds"));
            assertEquals(":0\\r\\n", client.ask("EXISTS past"));
            if (version >= 3) {
                assertEquals(":" + FUTURE * 1000 + "\\r\\n", client.ask("PEXPIRETIME millis"));
            }
            client.ask("SELECT 9");
            assertEquals(":1\\r\\n", client.ask("DBSIZE"));
            client.ask("SELECT 0");
            assertEquals(":" + (version >= 3 ? 4 : 3) + "\\r\\n", client.ask("DBSIZE"));
        }
    }

    @Test
    void everyOldFormIsRead() {
        RdbFile file = new RdbFile(10).select(0);
        Map<String, byte[]> forms = OldForms.all();
        forms.forEach(file::key);
        load(file.end());
        forms.forEach((name, value) -> {
            String restored = name + " restored";
            assertEquals(
                    OK,
                    serval.system.CommandLine.show(client.call(
                            "RESTORE".getBytes(StandardCharsets.US_ASCII),
                            restored.getBytes(StandardCharsets.US_ASCII),
                            new byte[] {'0'},
                            Payloads.seal(value))));
            assertEquals(
                    client.ask("DEBUG DIGEST-VALUE '" + restored + "'"),
                    client.ask("DEBUG DIGEST-VALUE '" + name + "'"),
                    name);
        });
    }

    @Test
    void stringsOfEveryEncodingAreRead() {
        RdbFile file = new RdbFile(9).select(0);
        file.raw(0).raw(RdbFile.text("int8")).raw(0xc0, 0x85);
        file.raw(0).raw(RdbFile.text("int16")).raw(0xc1, 0x39, 0x30);
        file.raw(0).raw(RdbFile.text("int32")).raw(0xc2, 0x15, 0xcd, 0x5b, 0x07);
        // "aaaaaaaaaa...": a literal and a back reference.
        file.raw(0).raw(RdbFile.text("lzf")).raw(0xc3, 5, 20, 0, 'a', 0xe0, 10, 0);
        file.raw(0).raw(RdbFile.text("length14")).raw(0x41, 0).raw(new byte[256]);
        file.raw(0).raw(RdbFile.text("length32")).raw(0x80, 0, 0, 0, 2, 'h', 'i');
        file.raw(0).raw(RdbFile.text("length64")).raw(0x81, 0, 0, 0, 0, 0, 0, 0, 2, 'h', 'o');
        load(file.end());
        assertEquals("$4\\r\\n-123\\r\\n", client.ask("GET int8"));
        assertEquals("$5\\r\\n12345\\r\\n", client.ask("GET int16"));
        assertEquals("$9\\r\\n123456789\\r\\n", client.ask("GET int32"));
        assertEquals("$20\\r\\n" + "a".repeat(20) + "\\r\\n", client.ask("GET lzf"));
        assertEquals(":256\\r\\n", client.ask("STRLEN length14"));
        assertEquals("$2\\r\\nhi\\r\\n", client.ask("GET length32"));
        assertEquals("$2\\r\\nho\\r\\n", client.ask("GET length64"));
    }

    @Test
    void whatIsNoKeyIsSteppedOver() {
        RdbFile file = new RdbFile(12);
        file.aux("redis-ver", "8.0.0").aux("unheard-of", "x").select(0);
        file.raw(251).raw(Payloads.length(2)).raw(Payloads.length(1));
        file.raw(244).raw(Payloads.length(1), Payloads.length(2), Payloads.length(0));
        file.raw(249, 77).text("frequent", "v");
        file.raw(248).raw(Payloads.length(1000)).text("idle", "v");
        load(file.end());
        assertEquals(":2\\r\\n", client.ask("DBSIZE"));
        assertEquals(":1000\\r\\n", client.ask("OBJECT IDLETIME idle"));
    }

    @Test
    void emptyCollectionsAreLeftOut() {
        RdbFile file = new RdbFile(9).select(0);
        for (int code : new int[] {1, 2, 3, 4, 5, 14}) {
            file.key("empty" + code, new byte[] {(byte) code, 0});
        }
        file.text("there", "v");
        load(file.end());
        assertEquals(":1\\r\\n", client.ask("DBSIZE"));
    }

    @Test
    void valuesOfUnknownModulesSurvive() {
        // "unknown-x" with encoding version 3: a number, a float, a double and a string, each with its opcode.
        long id = 0;
        String characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        for (char one : "unknown-x".toCharArray()) {
            id = id << 6 | characters.indexOf(one);
        }
        id = id << 10 | 3;
        byte[] value = Payloads.join(
                Payloads.length(id),
                new byte[] {2, 5, 3, 1, 2, 3, 4, 4, 1, 2, 3, 4, 5, 6, 7, 8, 5},
                RdbFile.text("text of it"),
                new byte[] {0});
        byte[] aux =
                Payloads.join(Payloads.length(id), new byte[] {2, 1, 5}, RdbFile.text("of no key"), new byte[] {0});
        RdbFile file = new RdbFile(9);
        file.raw(247).raw(aux).select(0);
        file.key("parked", Payloads.join(new byte[] {7}, value));
        file.expireMillis(FUTURE * 1000).key("expiring", Payloads.join(new byte[] {7}, value));
        load(file.end());
        for (int round = 0; round < 2; round++) {
            assertEquals(":" + FUTURE * 1000 + "\\r\\n", client.ask("PEXPIRETIME expiring"));
            assertEquals("+unknown-x\\r\\n", client.ask("TYPE parked"));
            assertEquals(OK, client.ask("DEBUG RELOAD"));
            byte[] saved = RdbFile.read(server.folder());
            byte[] key = Payloads.join(new byte[] {7}, RdbFile.text("parked"), value);
            assertTrue(contains(saved, key));
            assertTrue(contains(saved, aux));
        }
    }

    private static boolean contains(byte[] all, byte[] part) {
        for (int i = 0; i + part.length <= all.length; i++) {
            if (Arrays.equals(all, i, i + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }
}
