package serval.system.payload;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import serval.system.RespConnection;

/** A value of each type in each encoding, made by commands. */
public final class Specimens {
    private final RespConnection connection;
    private final List<String> keys = new ArrayList<>();

    private Specimens(RespConnection connection) {
        this.connection = connection;
    }

    /** Makes them all; returns the names of their keys. */
    public static List<String> make(RespConnection connection) {
        Specimens specimens = common(connection);
        specimens.timedHashes();
        return specimens.keys;
    }

    /** Makes those that any Redis since 7.0 knows of; returns the names of their keys. */
    public static List<String> makeCommon(RespConnection connection) {
        return common(connection).keys;
    }

    private static Specimens common(RespConnection connection) {
        Specimens specimens = new Specimens(connection);
        specimens.strings();
        specimens.lists();
        specimens.sets();
        specimens.sortedSets();
        specimens.hashes();
        specimens.streams();
        return specimens;
    }

    /** The payloads of all, and of values in forms that are written no more. */
    public static Map<String, byte[]> payloads(RespConnection connection) {
        Map<String, byte[]> payloads = new LinkedHashMap<>();
        for (String key : make(connection)) {
            payloads.put(key, Payloads.dump(connection, key));
        }
        payloads.putAll(OldForms.all());
        return payloads;
    }

    private void add(String key, String... commands) {
        for (String command : commands) {
            String answer = connection.ask(command.replace("@", key));
            if (answer.startsWith("-")) {
                throw new AssertionError(command + ": " + answer);
            }
        }
        keys.add(key);
    }

    private static String numbered(int from, int to, String word) {
        StringBuilder words = new StringBuilder();
        for (int i = from; i < to; i++) {
            words.append(' ').append(word.replace("#", Integer.toString(i)));
        }
        return words.toString();
    }

    private void strings() {
        add("string:int", "SET @ 12345");
        add("string:long", "SET @ -9223372036854775808");
        add("string:short", "SET @ hello");
        add("string:bytes", "SET @ \"\\x00\\xff\\r\\n\\xc3\"");
        add("string:empty", "SET @ ''");
        add("string:repeated", "SET @ " + "abcabc".repeat(60));
        add("string:raw", "SET @ " + numbered(0, 300, "#").replace(" ", ""));
        add("string:hll:sparse", "PFADD @" + numbered(0, 20, "e#"));
        add("string:hll:dense", "PFADD @" + numbered(0, 4000, "e#"));
    }

    private void lists() {
        add("list:small", "RPUSH @ a b 1 -2 300 70000 5000000000 -9000000000000 12345678");
        add("list:one", "RPUSH @ a");
        add("list:wide", "RPUSH @ " + "x".repeat(70) + " " + "y".repeat(5000));
        add("list:nodes", "RPUSH @" + numbered(0, 400, "element-#-" + "z".repeat(40)));
        add("list:numbers", "RPUSH @" + numbered(0, 3000, "#"));
        add("list:long", "RPUSH @ a " + "x1".repeat(5000) + " b " + "y".repeat(9000));
    }

    private void sets() {
        add("set:int16", "SADD @ 1 2 3 -5 300");
        add("set:int32", "SADD @ 1 70000 -70000");
        add("set:int64", "SADD @ 1 5000000000 -5000000000");
        add("set:packed", "SADD @ a b 1 -2 300 " + "x".repeat(40));
        add("set:numbers", "SADD @" + numbered(0, 600, "#"));
        add("set:table", "SADD @" + numbered(0, 200, "member#"));
        add("set:wide", "SADD @ a " + "x".repeat(100));
    }

    private void sortedSets() {
        add("zset:packed", "ZADD @ 1 a 2.5 b -3 c inf d -inf e 1e100 f 3 17");
        add("zset:equal", "ZADD @" + numbered(0, 30, "0 m#"));
        add("zset:tree", "ZADD @" + numbered(0, 200, "#.25 member#"));
        add("zset:wide", "ZADD @ inf a 2 " + "x".repeat(100) + " -inf b");
    }

    private void hashes() {
        add("hash:packed", "HSET @ a 1 b two 3 -300 d " + "x".repeat(60));
        add("hash:table", "HSET @" + numbered(0, 600, "field# value#"));
        add("hash:wide", "HSET @ a 1 " + "x".repeat(70) + " " + "y".repeat(200));
    }

    private void timedHashes() {
        add("hash:timed", "HSET @ a 1 b 2 c 3 d 4", "HEXPIRE @ 100000 FIELDS 2 a c", "HEXPIRE @ 5000000 FIELDS 1 d");
        add(
                "hash:timed:table",
                "HSET @" + numbered(0, 300, "field# value#"),
                "HEXPIRE @ 100000 FIELDS 100" + numbered(0, 100, "field#"));
    }

    private void streams() {
        add("stream:one", "XADD @ 1-1 a 1");
        add("stream:empty", "XADD @ 1-1 a 1", "XDEL @ 1-1");
        add(
                "stream:mixed",
                "XADD @ 1-1 a 1 b 2",
                "XADD @ 1-2 a 1 b 2",
                "XADD @ 5-0 c x",
                "XADD @ 6-1 a 3 b 4 c 5",
                "XADD @ 70000-1 a 5 b 6",
                "XDEL @ 5-0");
        for (int i = 0; i < 250; i++) {
            connection.ask("XADD stream:nodes " + (1000 + i) + "-1 field value" + i);
        }
        add("stream:nodes", "XTRIM @ MAXLEN 230", "XDEL @ 1100-1 1101-1");
        add(
                "stream:groups",
                "XADD @ 1-1 a 1",
                "XADD @ 2-1 b 2",
                "XADD @ 3-1 a 3",
                "XADD @ 4-1 a 4",
                "XGROUP CREATE @ g 0",
                "XGROUP CREATE @ h 2-1 ENTRIESREAD 2",
                "XGROUP CREATE @ none $",
                "XGROUP CREATECONSUMER @ g idle",
                "XREADGROUP GROUP g alice COUNT 2 STREAMS @ >",
                "XREADGROUP GROUP g bob STREAMS @ >",
                "XREADGROUP GROUP h alice STREAMS @ >",
                "XACK @ g 3-1",
                "XCLAIM @ g carol 0 1-1",
                "XDEL @ 2-1");
    }
}
