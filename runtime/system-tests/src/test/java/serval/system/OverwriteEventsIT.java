package serval.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The events {@code overwritten} and {@code type_changed} of Redis 8.2, which no older Redis can tell. */
class OverwriteEventsIT {
    private static final String END = "end";

    private static ServalProcess server;

    private RespConnection client;
    private RespConnection subscriber;

    @BeforeAll
    static void start() {
        server = ServalProcess.start("notify-keyspace-events EAoc");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void connect() {
        client = server.connect();
        client.ask("FLUSHALL");
        subscriber = server.connect();
        subscriber.ask("PSUBSCRIBE *");
    }

    @AfterEach
    void disconnect() {
        client.close();
        subscriber.close();
    }

    /** Runs commands; returns the events that the last of them causes. */
    private List<String> events(String... commands) {
        for (int i = 0; i < commands.length; i++) {
            if (i == commands.length - 1) {
                told();
            }
            String reply = client.ask(commands[i]);
            assertEquals(-1, reply.indexOf("-ERR"), reply);
        }
        return told();
    }

    private List<String> told() {
        client.ask("PUBLISH " + END + " now");
        List<String> events = new ArrayList<>();
        while (true) {
            String[] words = CommandLine.show(subscriber.reply()).split("\\\\r\\\\n");
            String channel = words[6];
            if (channel.equals(END)) {
                return events;
            }
            events.add(channel.substring(channel.indexOf(':') + 1) + " " + words[8]);
        }
    }

    private static byte[] word(String text) {
        return text.getBytes(ISO_8859_1);
    }

    @Test
    void stringsThatAreSetAsAWhole() {
        assertEquals(List.of("set k"), events("SET k v"));
        assertEquals(List.of("overwritten k", "set k"), events("SET k w"));
        assertEquals(List.of("overwritten k", "set k"), events("SET k longer-than-before KEEPTTL"));
        assertEquals(List.of("overwritten k", "set k"), events("GETSET k x"));
        assertEquals(List.of("overwritten k", "set k", "expire k"), events("SET k x EX 100"));
        String large = "l".repeat(100_000);
        assertEquals(List.of("overwritten k", "set k"), events("SET k " + large));
        assertEquals(List.of("overwritten k", "set k"), events("SET k " + large));
        assertEquals(List.of("overwritten l", "type_changed l", "set l"), events("LPUSH l a", "SET l v"));
        assertEquals(
                List.of("overwritten h", "type_changed h", "set h", "set n"), events("HSET h f v", "MSET h 1 n 2"));
        assertEquals(List.of("overwritten b", "set b"), events("SET a 1", "SET b 2", "BITOP AND b a a"));
    }

    @Test
    void editsOverwriteNothing() {
        assertEquals(List.of("append k"), events("SET k v", "APPEND k more"));
        assertEquals(List.of("setrange k"), events("SETRANGE k 1 x"));
        assertEquals(List.of("setbit k"), events("SETBIT k 0 1"));
        assertEquals(List.of("incrby n"), events("SET n 1", "INCR n"));
        assertEquals(List.of("incrbyfloat n"), events("INCRBYFLOAT n 1.5"));
        assertEquals(List.of("rpush l"), events("RPUSH l a", "RPUSH l b"));
        assertEquals(List.of("sadd s"), events("SADD s 1", "SADD s word"));
        assertEquals(List.of("zadd z"), events("ZADD z 1 a", "ZADD z 2 a"));
        assertEquals(List.of("pfadd p"), events("PFADD p a", "PFADD p b c d"));
        assertEquals(List.of(), events("SETNX k other"));
    }

    @Test
    void resultsThatAreStored() {
        assertEquals(List.of("sunionstore d"), events("SADD s a b", "SUNIONSTORE d s"));
        assertEquals(List.of("overwritten d", "sdiffstore d"), events("SDIFFSTORE d s none"));
        assertEquals(
                List.of("overwritten d", "type_changed d", "zunionstore d"), events("ZADD z 1 a", "ZUNIONSTORE d 1 z"));
        assertEquals(List.of("overwritten d", "zrangestore d"), events("ZRANGESTORE d z 0 -1"));
        assertEquals(
                List.of("overwritten d", "type_changed d", "sortstore d"), events("RPUSH l 2 1", "SORT l STORE d"));
        assertEquals(
                List.of("overwritten d", "type_changed d", "geosearchstore d"),
                events("GEOADD g 1 1 a", "GEOSEARCHSTORE d g FROMLONLAT 1 1 BYRADIUS 1 km"));
        assertEquals(List.of("del d"), events("SINTERSTORE d none other"));
    }

    @Test
    void keysInThePlaceOfOthers() {
        assertEquals(List.of("rename_from a", "rename_to c"), events("SET a 1", "RPUSH b 1", "RENAME a c"));
        assertEquals(List.of("rename_from c", "rename_to b", "overwritten b", "type_changed b"), events("RENAME c b"));
        assertEquals(List.of("copy_to d"), events("COPY b d"));
        assertEquals(List.of("copy_to d", "overwritten d"), events("COPY b d REPLACE"));
        assertEquals(List.of(), events("COPY b d"));
        assertEquals(List.of("rename_from b", "rename_to d", "overwritten d"), events("RENAME b d"));
        byte[] reply = client.call("DUMP d");
        int from = new String(reply, ISO_8859_1).indexOf('\n') + 1;
        byte[] payload = Arrays.copyOfRange(reply, from, reply.length - 2);
        client.ask("RPUSH s v");
        told();
        client.call(word("RESTORE"), word("s"), word("0"), payload, word("REPLACE"));
        assertEquals(List.of("overwritten s", "type_changed s", "restore s"), told());
        client.call(word("RESTORE"), word("t"), word("0"), payload);
        assertEquals(List.of("restore t"), told());
    }
}
