package serval.system.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import serval.system.CommandLine;
import serval.system.RedisProcess;
import serval.system.RespConnection;
import serval.system.ServalProcess;
import serval.system.payload.OldForms;
import serval.system.payload.Payloads;
import serval.system.payload.Specimens;

/** Values of every type and encoding have the digests they have in Redis, and payloads go both ways, in the format of 7.0 too. */
@Tag("oracle")
class PayloadOracleIT {
    /** The version that Redis 7.0 writes, and the newest that it reads. */
    private static final int VERSION = 10;

    private static final String OK = "+OK\\r\\n";

    private static ServalProcess serval;
    private static RedisProcess redis;
    private static RespConnection ours;
    private static RespConnection theirs;
    private static boolean isNewest;

    @BeforeAll
    static void start() {
        serval = ServalProcess.start("rdb-compatibility 7.0", "enable-debug-command yes");
        redis = RedisProcess.start("enable-debug-command yes");
        ours = serval.connect();
        theirs = redis.connect();
        // Redis 7.0 has no small sets other than of numbers, and writes scores with more digits than they need for a
        // digest.
        isNewest = !CommandLine.show(theirs.call("INFO server")).contains("redis_version:7.0.");
    }

    @AfterAll
    static void stop() {
        ours.close();
        theirs.close();
        serval.close();
        redis.close();
    }

    @BeforeEach
    void empty() {
        both("FLUSHALL");
        both("SELECT 0");
    }

    private static String both(String command) {
        String answer = theirs.ask(command);
        assertEquals(answer, ours.ask(command), command);
        return answer;
    }

    private static List<String> fill() {
        List<String> keys = Specimens.makeCommon(ours);
        assertEquals(keys, Specimens.makeCommon(theirs));
        return keys;
    }

    private static String restore(RespConnection connection, String key, byte[] value) {
        return CommandLine.show(connection.call(
                "RESTORE".getBytes(StandardCharsets.US_ASCII),
                key.getBytes(StandardCharsets.US_ASCII),
                new byte[] {'0'},
                Payloads.seal(value, VERSION),
                "REPLACE".getBytes(StandardCharsets.US_ASCII)));
    }

    private static void compare(String key) {
        both("DEBUG DIGEST-VALUE " + key);
        both("TYPE " + key);
        if (isNewest) {
            both("OBJECT ENCODING " + key);
        }
    }

    @Test
    void digestsAreTheSame() {
        for (String key : fill()) {
            compare(key);
        }
        both("DEBUG DIGEST");
        both("EXPIRE zset:tree 10000");
        both("DEBUG DIGEST-VALUE zset:tree");
        both("DEBUG DIGEST");
        both("SELECT 3");
        both("SET a 1");
        both("SET float 3.0");
        both("INCRBYFLOAT float 1.1");
        both("ZADD z -0 c -inf f 3.0 g 0.5 h");
        both("ZADD large 17.125 " + "x".repeat(100) + " inf b 17 c");
        if (isNewest) {
            both("ZADD z 1e300 a 0.1 b 1e-7 d 12345678901234567890 e");
            both("ZADD large 0.3 a");
        }
        both("HINCRBYFLOAT h f 10.5");
        both("RPUSH l '' 1 -0 01 1.0");
        both("PEXPIRE l 1000000");
        both("DEBUG DIGEST-VALUE a float z large h l none");
        both("DEBUG DIGEST");
        both("SELECT 15");
        both("SET a 1");
        both("DEBUG DIGEST");
        both("SWAPDB 3 15");
        both("DEBUG DIGEST");
        both("DEL a l");
        both("DEBUG DIGEST");
    }

    @Test
    void payloadsGoBothWays() {
        for (String key : new ArrayList<>(fill())) {
            String digest = both("DEBUG DIGEST-VALUE " + key);
            assertEquals(OK, restore(theirs, "copy", Payloads.dump(ours, key)), key);
            assertEquals(OK, restore(ours, "copy", Payloads.dump(theirs, key)), key);
            assertEquals(digest, both("DEBUG DIGEST-VALUE copy"), key);
            compare("copy");
        }
        restore(theirs, "groups", Payloads.dump(ours, "stream:groups"));
        restore(ours, "groups", Payloads.dump(theirs, "stream:groups"));
        both("XINFO GROUPS groups");
        for (String group : List.of("g", "h", "none")) {
            both("XPENDING groups " + group);
        }
        both("XREADGROUP GROUP g bob STREAMS groups 0");
        both("XREADGROUP GROUP h bob STREAMS groups >");
    }

    @Test
    void oldFormsAreReadAlike() {
        OldForms.all().forEach((name, value) -> {
            assertEquals(OK, restore(theirs, "old", value), name);
            assertEquals(OK, restore(ours, "old", value), name);
            compare("old");
            both("COPY old again REPLACE");
            compare("again");
        });
    }
}
