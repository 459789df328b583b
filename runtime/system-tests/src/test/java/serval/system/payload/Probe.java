package serval.system.payload;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import serval.system.CommandLine;
import serval.system.RespConnection;

/** Asks a value everything: each must be answered, if only with an error that says what is wrong with the question. */
final class Probe {
    /** What every value is asked first. These change nothing, so the answers can be compared. */
    private static final List<String> ALL = List.of(
            "OBJECT ENCODING @",
            "MEMORY USAGE @ SAMPLES 0",
            "DEBUG DIGEST-VALUE @",
            "COPY @ @copy REPLACE",
            "DEBUG DIGEST-VALUE @copy",
            "DUMP @",
            "SORT @ BY nosort LIMIT 0 5",
            "SORT @ ALPHA LIMIT 0 5");

    private static final List<String> LAST = List.of("DUMP @", "OBJECT ENCODING @", "MEMORY USAGE @", "RENAME @ @2");

    private static final Map<String, List<String>> OF_TYPE = Map.of(
            "string",
            List.of(
                    "GET @",
                    "STRLEN @",
                    "PFCOUNT @",
                    "PFADD @ x y",
                    "PFMERGE @ @copy",
                    "GETRANGE @ 0 10",
                    "BITCOUNT @",
                    "BITPOS @ 1",
                    "INCR @",
                    "INCRBYFLOAT @ 1.5",
                    "APPEND @ x",
                    "SETRANGE @ # x",
                    "SETBIT @ # 1",
                    "BITFIELD @ INCRBY u8 # 1",
                    "PFDEBUG GETREG @",
                    "PFDEBUG DECODE @",
                    "GETSET @ x"),
            "list",
            List.of(
                    "LLEN @",
                    "LRANGE @ 0 -1",
                    "LRANGE @ -3 -1",
                    "LINDEX @ #",
                    "LINDEX @ -1",
                    "LPOS @ % RANK -1",
                    "LPOS @ % COUNT 0",
                    "LPUSH @ % 1",
                    "RPUSH @ %",
                    "LINSERT @ BEFORE % x",
                    "LINSERT @ AFTER % x",
                    "LSET @ # y",
                    "LSET @ -# 17",
                    "LREM @ 0 %",
                    "LREM @ -1 %",
                    "LPOP @",
                    "RPOP @ 2",
                    "LMOVE @ @ LEFT RIGHT",
                    "LTRIM @ 1 -2",
                    "LRANGE @ 0 -1",
                    "LPOP @ #"),
            "set",
            List.of(
                    "SCARD @",
                    "SMEMBERS @",
                    "SISMEMBER @ %",
                    "SMISMEMBER @ % 1 x",
                    "SRANDMEMBER @ 3",
                    "SRANDMEMBER @ -3",
                    "SSCAN @ 0 COUNT 100",
                    "SINTER @ @copy",
                    "SUNION @ @copy",
                    "SDIFF @ @copy",
                    "SADD @ % 5 x",
                    "SREM @ %",
                    "SMOVE @ @copy %",
                    "SPOP @",
                    "SPOP @ 2",
                    "SUNIONSTORE @s @ @copy",
                    "SADD @ 123456789012",
                    "SMEMBERS @"),
            "zset",
            List.of(
                    "ZCARD @",
                    "ZRANGE @ 0 -1 WITHSCORES",
                    "ZRANGE @ 0 -1 REV",
                    "ZRANGEBYSCORE @ -inf +inf",
                    "ZSCORE @ %",
                    "ZRANK @ %",
                    "ZREVRANK @ %",
                    "ZCOUNT @ -inf (#",
                    "ZLEXCOUNT @ - +",
                    "ZRANGEBYLEX @ [a +",
                    "ZRANDMEMBER @ 3",
                    "ZSCAN @ 0 COUNT 100",
                    "ZADD @ # % 2 x",
                    "ZADD @ INCR 1 %",
                    "ZINCRBY @ 1 x",
                    "ZREM @ %",
                    "ZPOPMIN @",
                    "ZPOPMAX @ 2",
                    "ZUNIONSTORE @s 2 @ @copy WEIGHTS 1 -1",
                    "ZINTER 2 @ @copy",
                    "ZREMRANGEBYRANK @ # #",
                    "ZREMRANGEBYSCORE @ # #",
                    "GEOHASH @ %",
                    "GEOPOS @ %",
                    "ZRANGE @ 0 -1 WITHSCORES"),
            "hash",
            List.of(
                    "HLEN @",
                    "HGETALL @",
                    "HKEYS @",
                    "HVALS @",
                    "HGET @ %",
                    "HMGET @ % x",
                    "HSTRLEN @ %",
                    "HEXISTS @ %",
                    "HRANDFIELD @ 3 WITHVALUES",
                    "HRANDFIELD @ -3",
                    "HSCAN @ 0 COUNT 100",
                    "HTTL @ FIELDS 1 %",
                    "HEXPIRE @ 1000 FIELDS 1 %",
                    "HPERSIST @ FIELDS 1 %",
                    "HSET @ % 5 x y",
                    "HINCRBY @ % 1",
                    "HINCRBYFLOAT @ n 1.5",
                    "HGETEX @ EX 100 FIELDS 1 %",
                    "HDEL @ %",
                    "HGETDEL @ FIELDS 1 %",
                    "HPEXPIRE @ 0 FIELDS 1 x",
                    "HGETALL @"),
            "stream",
            List.of(
                    "XLEN @",
                    "XRANGE @ - +",
                    "XREVRANGE @ + -",
                    "XRANGE @ #-# + COUNT 2",
                    "XINFO STREAM @",
                    "XINFO STREAM @ FULL",
                    "XINFO GROUPS @",
                    "XINFO CONSUMERS @ g",
                    "XREAD STREAMS @ 0",
                    "XREADGROUP GROUP g alice STREAMS @ 0",
                    "XREADGROUP GROUP g alice STREAMS @ >",
                    "XPENDING @ g",
                    "XPENDING @ g - + 10",
                    "XPENDING @ h - + 10 alice",
                    "XCLAIM @ g dave 0 1-1 2-1",
                    "XAUTOCLAIM @ g erin 0 0",
                    "XACK @ g 1-1",
                    "XADD @ * a 1 b 2",
                    "XADD @ * z 1",
                    "XDEL @ 1-1",
                    "XDEL @ #-1",
                    "XTRIM @ MAXLEN 5",
                    "XGROUP SETID @ g 0",
                    "XGROUP DELCONSUMER @ g bob",
                    "XGROUP CREATE @ new 0",
                    "XGROUP DESTROY @ h",
                    "XSETID @ 90000-1",
                    "XTRIM @ MINID 1100",
                    "XDELEX @ ACKED IDS 1 4-1",
                    "XACKDEL @ g DELREF IDS 1 4-1",
                    "XRANGE @ - +"));

    private static final List<String> WORDS = List.of(
            "a",
            "b",
            "x",
            "1",
            "-2",
            "300",
            "70000",
            "element-5-",
            "member7",
            "field9",
            "m",
            "m3",
            "12",
            "d",
            "''",
            "17",
            "two");

    private final RespConnection connection;
    private final Random random;

    Probe(RespConnection connection, Random random) {
        this.connection = connection;
        this.random = random;
    }

    /** Sends all of these at once and returns the answers. */
    List<String> ask(List<byte[]> requests) {
        connection.send(Payloads.join(requests.toArray(byte[][]::new)));
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            answers.add(CommandLine.show(connection.reply()));
        }
        return answers;
    }

    static byte[] restore(String key, byte[] payload) {
        return RespConnection.encode(
                OldForms.bytes("RESTORE"),
                OldForms.bytes(key),
                OldForms.bytes("0"),
                payload,
                OldForms.bytes("REPLACE"));
    }

    /** Asks the value of a key; returns what was wrong with the answers, or an empty text. */
    String ask(String key) {
        String type = connection.ask("TYPE " + key).replace("+", "").replace("\\r\\n", "");
        String wrong = copied(key);
        if (!wrong.isEmpty()) {
            return wrong;
        }
        List<String> commands = new ArrayList<>(ALL);
        List<String> own = new ArrayList<>(OF_TYPE.getOrDefault(type, List.of()));
        commands.addAll(own);
        for (int i = 0; i < own.size() / 2; i++) {
            commands.add(own.get(random.nextInt(own.size())));
        }
        commands.addAll(LAST);
        List<byte[]> requests = new ArrayList<>();
        commands.replaceAll(command -> filled(command, key));
        commands.forEach(command -> requests.add(RespConnection.encode(CommandLine.split(command))));
        List<String> answers = ask(requests);
        for (int i = 0; i < answers.size(); i++) {
            if (isFault(answers.get(i))) {
                return commands.get(i) + " -> " + answers.get(i);
            }
        }
        return "";
    }

    /** What the value is saved as has to be the same value again. */
    private String copied(String key) {
        String digest = connection.ask("DEBUG DIGEST-VALUE " + key);
        String answer = CommandLine.show(reply(restore(key + "again", Payloads.seal(Payloads.dump(connection, key)))));
        if (!answer.equals("+OK\\r\\n")) {
            return "its own payload -> " + answer;
        }
        String again = connection.ask("DEBUG DIGEST-VALUE " + key + "again");
        return digest.equals(again) ? "" : "its own payload has another digest";
    }

    private byte[] reply(byte[] request) {
        connection.send(request);
        return connection.reply();
    }

    private String filled(String command, String key) {
        return command.replace("@", key)
                .replace("%", WORDS.get(random.nextInt(WORDS.size())))
                .replace("#", Integer.toString(random.nextInt(random.nextInt(3) == 0 ? 300 : 6)));
    }

    static boolean isFault(String answer) {
        return answer.startsWith("-ERR internal error")
                || answer.startsWith("-OOM")
                || answer.contains("out of memory");
    }
}
