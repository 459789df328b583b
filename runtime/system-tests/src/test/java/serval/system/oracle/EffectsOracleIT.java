package serval.system.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import serval.system.RedisProcess;
import serval.system.RespConnection;
import serval.system.ServalProcess;
import serval.system.TestServer;

/**
 * What commands leave behind: the journal against a real server's append-only file, key events against its notifications.
 *
 * <p>Times in milliseconds that follow from the clock are compared as {@code now}.
 */
@Tag("oracle")
class EffectsOracleIT {
    private static final Pattern ANSWERED = Pattern.compile("\\$[0-9]+\\\\r\\\\n(.*?)\\\\r\\\\n(?=[$*]|$)");

    @TempDir
    static Path folder;

    private static ServalProcess serval;
    private static RedisProcess redis;
    private static RespConnection ours;
    private static RespConnection theirs;
    private static RespConnection events;
    private static int read;

    @BeforeAll
    static void start() {
        serval = TestServer.startWithTestBundle(folder);
        redis = RedisProcess.start("appendonly yes", "appendfsync always", "notify-keyspace-events KEA");
        ours = serval.connect();
        theirs = redis.connect();
        events = redis.connect();
        events.call("PSUBSCRIBE __keyevent@0__:*");
    }

    @AfterAll
    static void stop() {
        redis.close();
        serval.close();
    }

    private static void compare(String... commands) {
        ours.call("FLUSHALL");
        theirs.call("FLUSHALL");
        ourLines("TEST.JOURNAL");
        ourLines("TEST.EVENTS");
        theirEffects();
        theirEvents();
        for (String command : commands) {
            assertEquals(theirs.ask(command), ours.ask(command), command);
            assertEquals(theirEffects(), timeless(ourLines("TEST.JOURNAL")), "journalled of " + command);
            assertEquals(theirEvents(), withoutClass(ourLines("TEST.EVENTS")), "events of " + command);
        }
    }

    private static List<String> ourLines(String command) {
        List<String> lines = new ArrayList<>();
        Matcher line = ANSWERED.matcher(ours.ask(command));
        while (line.find()) {
            lines.add(line.group(1));
        }
        return lines;
    }

    /** Units as the recorder tells them, each effect without its database. */
    private static List<String> timeless(List<String> units) {
        List<String> effects = new ArrayList<>();
        for (String unit : units) {
            for (String effect : unit.split(" ; ")) {
                effects.add(timeless(effect.substring(effect.indexOf(':') + 2)));
            }
        }
        return effects;
    }

    private static String timeless(String effect) {
        return effect.replaceAll("\\b1[0-9]{12}\\b", "now");
    }

    /** Events as the recorder tells them, without class and database. */
    private static List<String> withoutClass(List<String> lines) {
        return lines.stream()
                .map(line -> line.replaceAll("^. (\\S+) \\d+ ", "$1 "))
                .toList();
    }

    /** The commands that came to the append-only file since the last call. */
    private static List<String> theirEffects() {
        try {
            byte[] file =
                    Files.readAllBytes(redis.folder().resolve("appendonlydir").resolve("appendonly.aof.1.incr.aof"));
            String added = new String(file, read, file.length - read, StandardCharsets.ISO_8859_1);
            read = file.length;
            List<String> effects = new ArrayList<>();
            int at = 0;
            while (at < added.length()) {
                int end = added.indexOf("\r\n", at);
                int words = Integer.parseInt(added.substring(at + 1, end));
                at = end + 2;
                List<String> command = new ArrayList<>();
                for (int i = 0; i < words; i++) {
                    end = added.indexOf("\r\n", at);
                    int length = Integer.parseInt(added.substring(at + 1, end));
                    command.add(added.substring(end + 2, end + 2 + length));
                    at = end + 2 + length + 2;
                }
                // A unit is one thing in our journal, whatever it takes to keep it together in a file.
                if (!Set.of("SELECT", "MULTI", "EXEC").contains(command.getFirst())) {
                    effects.add(timeless(String.join(" ", command)));
                }
            }
            return effects;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The events published since the last call: all that lie before the answer to a PING. */
    private static List<String> theirEvents() {
        List<String> lines = new ArrayList<>();
        events.send(RespConnection.encode("PING".getBytes(StandardCharsets.US_ASCII)));
        while (true) {
            String message = new String(events.reply(), StandardCharsets.ISO_8859_1);
            String[] parts = message.split("\r\n");
            if (parts.length < 9) {
                return lines;
            }
            lines.add(parts[6].substring(parts[6].indexOf(':') + 1) + " " + parts[8]);
        }
    }

    @Test
    void bothSidesAreHeard() {
        compare("SET k v");
        ours.call("SET k v EX 100");
        theirs.call("SET k v EX 100");
        assertEquals(List.of("SET k v PXAT now"), theirEffects());
        assertEquals(List.of("SET k v PXAT now"), timeless(ourLines("TEST.JOURNAL")));
        assertEquals(List.of("set k", "expire k"), theirEvents());
        assertEquals(List.of("set k", "expire k"), withoutClass(ourLines("TEST.EVENTS")));
    }

    @Test
    void set() {
        compare(
                "SET k v",
                "SET k v EX 100",
                "SET k v PX 100000",
                "SET k v EXAT 9999999999",
                "SET k v PXAT 9999999999999",
                "SET k v KEEPTTL",
                "SET k v NX",
                "SET k v XX",
                "SET k v XX EX 100",
                "SET k v GET",
                "SET k v GET KEEPTTL",
                "SET k v get XX",
                "SET k v GET EX 100",
                "SETEX k 100 v",
                "PSETEX k 100000 v",
                "SETNX k v",
                "SETNX n v",
                "GETSET k w",
                "SET k v EX 0",
                "SET k");
    }

    @Test
    void hashes() {
        compare(
                "HSET h a 1 b 2",
                "HSET h a 1",
                "HMSET h c 3",
                "HSETNX h a 2",
                "HSETNX h d 4",
                "HINCRBY h n 5",
                "HINCRBY h n x",
                "HINCRBYFLOAT h n 0.5",
                "HINCRBYFLOAT h f 3.0e3",
                "HGET h a",
                "HDEL h missing",
                "HDEL h a missing b",
                "HDEL h c d n f x",
                "HDEL h c");
    }

    @Test
    void strings() {
        compare(
                "APPEND k v",
                "APPEND k \"\"",
                "SETRANGE k 3 x",
                "SETRANGE k 3 \"\"",
                "SETRANGE missing 3 \"\"",
                "GETDEL missing",
                "GETDEL k",
                "GET k",
                "MSET a 1 b 2",
                "MSET a 1 a 2",
                "MSETNX a 1 c 2",
                "MSETNX c 1 d 2",
                "STRLEN a",
                "MGET a b",
                "LCS a b",
                "GETRANGE a 0 1");
    }

    @Test
    void getex() {
        compare(
                "SET k v",
                "GETEX k",
                "GETEX k PERSIST",
                "GETEX k EX 100",
                "GETEX k PERSIST",
                "GETEX k PX 100000",
                "GETEX k EXAT 9999999999",
                "GETEX k PXAT 9999999999999",
                "GETEX k EXAT 1",
                "GETEX k PXAT 1");
    }

    @Test
    void counters() {
        compare(
                "INCR k",
                "DECR k",
                "INCRBY k 5",
                "DECRBY k 2",
                "INCRBY k 0",
                "INCRBYFLOAT k 1.5",
                "INCRBYFLOAT k 0",
                "INCR k");
    }

    @Test
    void bitmaps() {
        compare(
                "SETBIT k 5 1",
                "SETBIT k 5 1",
                "SETBIT k 5 0",
                "SETBIT k 50 0",
                "GETBIT k 5",
                "BITCOUNT k",
                "BITPOS k 1",
                "BITOP AND d k missing",
                "BITOP NOT d d",
                "BITOP OR d missing",
                "BITOP OR d missing",
                "BITFIELD k GET u8 0",
                "BITFIELD k SET u8 0 7 SET u8 8 9",
                "BITFIELD k SET u8 0 7",
                "BITFIELD k OVERFLOW FAIL SET u8 0 256",
                "BITFIELD k INCRBY u8 0 1 INCRBY u8 0 -1",
                "BITFIELD_RO k GET u8 0");
    }

    @Test
    void hyperLogLogs() {
        compare(
                "PFADD k",
                "PFADD k",
                "PFADD k a b c",
                "PFADD k a",
                "PFCOUNT k",
                "PFCOUNT k",
                "PFCOUNT k missing",
                "PFMERGE d k",
                "PFMERGE d",
                "PFMERGE d d",
                "PFDEBUG ENCODING k",
                "PFDEBUG TODENSE k",
                "PFDEBUG TODENSE k",
                "PFADD k a",
                "PFADD k x y",
                "PFCOUNT missing");
    }

    @Test
    void streams() {
        compare(
                "XADD s 1-1 a b",
                "XADD s 1-* a b",
                "XADD s NOMKSTREAM 3 a b",
                "XADD s MAXLEN ~ 1 4 a b",
                "XADD s MAXLEN 2 5-* a b",
                "XADD s MINID ~ 1 6 a b",
                "XADD missing NOMKSTREAM 1 a b",
                "XDEL s 6",
                "XDEL s 6",
                "XTRIM s MAXLEN ~ 0 LIMIT 1",
                "XTRIM s MAXLEN 1",
                "XTRIM s MAXLEN ~ 0",
                "XSETID s 7",
                "DEL s",
                "XGROUP CREATE s g $ MKSTREAM",
                "XGROUP CREATECONSUMER s g c",
                "XGROUP CREATECONSUMER s g c",
                "XADD s 8 a b",
                "XADD s 9 a b",
                "XADD s 10 a b",
                "XREADGROUP GROUP g c COUNT 1 STREAMS s >",
                "XREADGROUP GROUP g d COUNT 1 NOACK STREAMS s >",
                "XREADGROUP GROUP g e COUNT 1 STREAMS s >",
                "XREADGROUP GROUP g e STREAMS s >",
                "XREADGROUP GROUP g e STREAMS s 0",
                "XCLAIM s g d 0 8-0 10-0",
                "XCLAIM s g d 1000000 8",
                "XCLAIM s g d 0 99 LASTID 11",
                "XAUTOCLAIM s g f 0 -",
                "XDEL s 8",
                "XCLAIM s g d 0 8-0",
                "XACK s g 10 11",
                "XACK s g 10",
                "XGROUP SETID s g 3",
                "XGROUP DELCONSUMER s g d",
                "XGROUP DESTROY s g",
                "XGROUP DESTROY s g");
    }

    @Test
    void sortedSets() {
        compare(
                "ZADD z 1 a 2 b",
                "ZADD z 1 a",
                "ZADD z XX 1 x",
                "ZADD z INCR 3 a",
                "ZADD z INCR GT 0 a",
                "ZINCRBY z 2 a",
                "ZINCRBY z 0 a",
                "ZREM z a x",
                "ZREM z x",
                "ZREM z b",
                "ZADD z 1 a 2 b 3 c 4 d 5 e 6 f 7 g 8 h 9 i",
                "ZREMRANGEBYRANK z 0 0",
                "ZREMRANGEBYSCORE z 2 2",
                "ZREMRANGEBYSCORE z 2 2",
                "ZREMRANGEBYLEX z [c [c",
                "ZPOPMIN z",
                "ZPOPMAX z 1",
                "ZPOPMAX z 0",
                "ZMPOP 2 missing z MIN COUNT 1",
                "ZMPOP 1 missing MIN",
                "BZPOPMIN missing z 0",
                "BZPOPMAX z 0",
                "BZMPOP 0 2 missing z MAX COUNT 10",
                "ZPOPMIN z",
                "ZADD z 1 a 2 b",
                "BZMPOP 0 1 z MIN COUNT 10",
                "ZADD z 1 a 2 b",
                "ZUNIONSTORE u 1 z",
                "ZINTERSTORE u 2 z missing",
                "ZINTERSTORE u 2 z missing",
                "ZDIFFSTORE u 1 z",
                "ZINTERSTORE u 1 z",
                "ZRANGESTORE u z 0 0",
                "ZRANGESTORE u z 9 10",
                "ZREMRANGEBYRANK z 0 -1",
                "ZADD z 1 a",
                "ZPOPMAX z 5",
                "ZRANDMEMBER z");
    }

    @Test
    void lists() {
        compare(
                "RPUSH l a b c d",
                "LPUSH l 1 2",
                "LPUSHX missing a",
                "RPUSHX l a",
                "LINSERT l BEFORE a x",
                "LINSERT l BEFORE nothing x",
                "LSET l 0 first",
                "LSET l 99 first",
                "LREM l 0 x",
                "LREM l 0 nothing",
                "LPOP l",
                "RPOP l 2",
                "LPOP l 0",
                "LPOP missing 2",
                "LTRIM l 1 -1",
                "LTRIM l 0 -1",
                "RPUSH l a b c d e f g",
                "LMOVE l m LEFT RIGHT",
                "LMOVE l l LEFT RIGHT",
                "LMOVE missing m LEFT RIGHT",
                "RPOPLPUSH l m",
                "BLMOVE l m left RIGHT 0",
                "BRPOPLPUSH l m 0",
                "BLPOP l 0",
                "BRPOP missing l 0",
                "LMPOP 2 missing l LEFT COUNT 2",
                "BLMPOP 0 1 m RIGHT",
                "BLMPOP 0 1 m RIGHT COUNT 99",
                "LMPOP 1 missing LEFT",
                "BLPOP missing 0.01",
                "RPUSH l a",
                "LTRIM l 1 0",
                "RPUSH l a a",
                "LREM l 0 a",
                "RPUSH l a",
                "LMOVE l l LEFT LEFT",
                "LMOVE l m LEFT LEFT");
    }

    @Test
    void sets() {
        compare(
                "SADD s a b a",
                "SADD s a",
                "SREM s x",
                "SREM s a x",
                "SPOP s",
                "SPOP s",
                "SADD s a b c",
                "SPOP s 0",
                "SMOVE s t a",
                "SMOVE s t a",
                "SMOVE t t a",
                "SMOVE t s a",
                "SINTERSTORE d s missing",
                "SINTERSTORE d s s",
                "SINTERSTORE d s missing",
                "SUNIONSTORE d s missing",
                "SDIFFSTORE d s s",
                "SRANDMEMBER t",
                "SADD one a",
                "SPOP one 1",
                "SADD one a",
                "SPOP one 9",
                "SADD one a b",
                "SREM one b a x");
    }

    @Test
    void places() {
        compare(
                "GEOADD g 1 2 a 3 4 b",
                "GEOADD g 1 2 a",
                "GEOADD g NX CH 1 2 a 5 6 c",
                "GEOADD g XX 9 9 x",
                "GEOSEARCHSTORE to g FROMLONLAT 1 2 BYRADIUS 1000 km",
                "GEOSEARCHSTORE to g FROMLONLAT 100 2 BYRADIUS 1 km",
                "GEORADIUS g 1 2 1000 km STORE to",
                "GEORADIUS g 1 2 1000 km",
                "GEORADIUSBYMEMBER g a 1000 km STORE to COUNT 1",
                "GEORADIUS g 100 2 1 km STORE to");
    }
}
