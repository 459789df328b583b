package serval.system.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import serval.system.RespConnection;
import serval.system.ServalProcess;

/** The filters' values: what is kept of them by DUMP, COPY and SCANDUMP, and that both versions keep the same. */
class FiltersIT {
    private static final int ITEMS = 3000;
    private static final List<String> DEBUG = List.of("enable-debug-command yes");

    /** Fills a Bloom filter and a cuckoo filter, both of which grow while it is done. */
    private static void fill(RespConnection client) {
        client.ask("BF.RESERVE bloom 0.001 1000");
        client.ask("CF.RESERVE cuckoo 512 BUCKETSIZE 4 EXPANSION 2");
        for (int i = 0; i < ITEMS; i += 100) {
            client.call(words("BF.MADD bloom", i));
            client.call(words("CF.INSERT cuckoo ITEMS", i));
        }
    }

    private static byte[][] words(String command, int from) {
        List<byte[]> words = new ArrayList<>();
        for (String word : command.split(" ")) {
            words.add(word.getBytes(StandardCharsets.US_ASCII));
        }
        for (int i = from; i < from + 100; i++) {
            words.add(("item" + i).getBytes(StandardCharsets.US_ASCII));
        }
        return words.toArray(byte[][]::new);
    }

    private static void assertHaveAll(RespConnection client, String bloom, String cuckoo) {
        String all = "*100\\r\\n" + ":1\\r\\n".repeat(100);
        for (int i = 0; i < ITEMS; i += 100) {
            assertEquals(all, show(client.call(words("BF.MEXISTS " + bloom, i))), bloom);
            assertEquals(all, show(client.call(words("CF.MEXISTS " + cuckoo, i))), cuckoo);
        }
    }

    private static String show(byte[] reply) {
        return serval.system.CommandLine.show(reply);
    }

    private static double memory(RespConnection client, String key) {
        String usage = client.ask("MEMORY USAGE " + key);
        return Double.parseDouble(usage.substring(1, usage.indexOf('\\')));
    }

    private static byte[] bulk(byte[] reply) {
        int start = 0;
        while (reply[start] != '\n') {
            start++;
        }
        return java.util.Arrays.copyOfRange(reply, start + 1, reply.length - 2);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void filtersSurviveDumpRestoreAndCopy(@TempDir Path folder) {
        try (ServalProcess server = ExampleJars.start(folder, DEBUG, ExampleJars.filters());
                RespConnection client = server.connect()) {
            fill(client);
            assertHaveAll(client, "bloom", "cuckoo");
            assertEquals("+exBloom-1\\r\\n", client.ask("TYPE bloom"));
            assertEquals("+exCuckoo1\\r\\n", client.ask("TYPE cuckoo"));
            assertEquals("$6\\r\\narrays\\r\\n", client.ask("OBJECT ENCODING bloom"));
            for (String key : List.of("bloom", "cuckoo")) {
                byte[] payload = bulk(client.call("DUMP " + key));
                assertEquals("+OK\\r\\n", show(client.call(bytes("RESTORE"), bytes(key + "2"), bytes("0"), payload)));
                assertEquals(":1\\r\\n", client.ask("COPY " + key + " " + key + "3"));
                for (String other : List.of("2", "3")) {
                    assertArrayEquals(payload, bulk(client.call("DUMP " + key + other)));
                    assertEquals(
                            client.ask("DEBUG DIGEST-VALUE " + key), client.ask("DEBUG DIGEST-VALUE " + key + other));
                    assertEquals(memory(client, key), memory(client, key + other), 100.0);
                }
            }
            assertHaveAll(client, "bloom2", "cuckoo2");
            assertHaveAll(client, "bloom3", "cuckoo3");
            assertEquals(client.ask("BF.INFO bloom"), client.ask("BF.INFO bloom2"));
            assertEquals(client.ask("CF.INFO cuckoo"), client.ask("CF.INFO cuckoo2"));
            client.ask("CF.DEL cuckoo3 item1");
            assertNotEquals(client.ask("DEBUG DIGEST-VALUE cuckoo"), client.ask("DEBUG DIGEST-VALUE cuckoo3"));
            assertEquals("+OK\\r\\n", client.ask("DEBUG RELOAD"));
            assertHaveAll(client, "bloom", "cuckoo");
        }
    }

    @Test
    void bothVersionsDumpTheSame(@TempDir Path folder, @TempDir Path folder2) {
        try (ServalProcess server = ExampleJars.start(folder, DEBUG, ExampleJars.filters());
                RespConnection client = server.connect();
                ServalProcess server2 = ExampleJars.start(folder2, DEBUG, ExampleJars.filtersVersion2());
                RespConnection client2 = server2.connect()) {
            fill(client);
            fill(client2);
            assertEquals("$5\\r\\npages\\r\\n", client2.ask("OBJECT ENCODING bloom"));
            for (String key : List.of("bloom", "cuckoo")) {
                byte[] payload = client.call("DUMP " + key);
                assertArrayEquals(payload, client2.call("DUMP " + key));
                assertEquals(client.ask("DEBUG DIGEST-VALUE " + key), client2.ask("DEBUG DIGEST-VALUE " + key));
                client2.call(bytes("RESTORE"), bytes(key), bytes("0"), bulk(payload), bytes("REPLACE"));
            }
            assertHaveAll(client2, "bloom", "cuckoo");
        }
    }

    @Test
    void filtersGoOverPieceByPiece(@TempDir Path folder) {
        try (ServalProcess server = ExampleJars.start(folder, DEBUG, ExampleJars.filters());
                RespConnection client = server.connect()) {
            fill(client);
            for (String key : List.of("bloom", "cuckoo")) {
                String group = key.equals("bloom") ? "BF" : "CF";
                String iterator = "0";
                int pieces = 0;
                while (true) {
                    byte[] reply = client.call(group + ".SCANDUMP " + key + " " + iterator);
                    String shown = show(reply);
                    iterator = shown.substring(shown.indexOf(':') + 1, shown.indexOf("\\r", 5));
                    if (iterator.equals("0")) {
                        break;
                    }
                    int at = new String(reply, StandardCharsets.ISO_8859_1).indexOf('$');
                    byte[] piece = bulk(java.util.Arrays.copyOfRange(reply, at, reply.length));
                    assertEquals(
                            "+OK\\r\\n",
                            show(client.call(bytes(group + ".LOADCHUNK"), bytes(key + "2"), bytes(iterator), piece)));
                    pieces++;
                }
                assertTrue(pieces > 2, key + " in " + pieces);
                assertArrayEquals(client.call("DUMP " + key), client.call("DUMP " + key + "2"));
            }
            assertHaveAll(client, "bloom2", "cuckoo2");
        }
    }

    @Test
    void payloadsThatMakeNoSenseAreRefused(@TempDir Path folder) {
        try (ServalProcess server = ExampleJars.start(folder, DEBUG, ExampleJars.filters());
                RespConnection client = server.connect()) {
            assertEquals("-ERR received bad data\\r\\n", client.ask("BF.LOADCHUNK b 1 12345678"));
            assertEquals("-ERR received bad data\\r\\n", client.ask("BF.LOADCHUNK b 1 x"));
            assertEquals("-ERR not found\\r\\n", client.ask("BF.LOADCHUNK b 5 x"));
            assertEquals("-ERR Second argument must be numeric\\r\\n", client.ask("BF.LOADCHUNK b x x"));
            client.ask("BF.RESERVE b 0.01 100");
            assertEquals("-Second argument must be numeric\\r\\n", client.ask("BF.SCANDUMP b x"));
            assertEquals("-ERR invalid offset - no link found\\r\\n", client.ask("BF.LOADCHUNK b 100000 x"));
            assertEquals("-ERR invalid offset - no link found\\r\\n", client.ask("BF.LOADCHUNK b 2 123456"));
            assertEquals(
                    "-ERR invalid chunk - Too big for current filter\\r\\n",
                    client.ask("BF.LOADCHUNK b 150 123456789"));
            assertEquals("-Invalid header\\r\\n", client.ask("CF.LOADCHUNK c 1 12345678"));
            assertEquals("-Invalid position\\r\\n", client.ask("CF.LOADCHUNK c 0 x"));
            assertEquals("*2\\r\\n:0\\r\\n$0\\r\\n\\r\\n", client.ask("BF.SCANDUMP b 100000"));
        }
    }
}
