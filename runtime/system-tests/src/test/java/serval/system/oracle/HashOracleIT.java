package serval.system.oracle;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The commands of hashes, in both encodings. */
class HashOracleIT extends OracleTest {
    /** A value too long for a packed hash. */
    private static final String LONG = "x".repeat(65);

    @Test
    void setting() {
        compare(
                "HSET h a 1 b 2 a 3",
                "HSET h a 4 c 5",
                "HSET h \"\" \"\"",
                "HSET h",
                "HSET h a",
                "HSET h a 1 b",
                "HMSET h",
                "HMSET h a 1 b",
                "HMSET h d 1 e 2",
                "HMSET n a b",
                "HGETALL h",
                "HSETNX h a 9",
                "HSETNX h new 9",
                "HSETNX made a b",
                "HSETNX h a",
                "HSETNX h a b c",
                "OBJECT ENCODING h",
                "HSET h " + "f".repeat(64) + " " + "v".repeat(64),
                "OBJECT ENCODING h",
                "HSETNX h a " + LONG,
                "OBJECT ENCODING h",
                "HSETNX h z " + LONG,
                "OBJECT ENCODING h",
                "HLEN h",
                "HSET big f " + LONG,
                "OBJECT ENCODING big",
                "HSET big2 " + LONG + " v",
                "OBJECT ENCODING big2",
                "SET text v",
                "HSET text a b",
                "HSET text a",
                "HMSET text a b",
                "HSETNX text a b",
                "TYPE h",
                "DEBUG DIGEST-VALUE h made n big",
                "DEBUG DIGEST");
    }

    @Test
    void reading() {
        for (String value : List.of("3", LONG)) {
            compare(
                    "HSET h a 1 b 22 c -333 d " + value + " e 1e5 f 007 g 18446744073709551615 h \"\"",
                    "HGET h a",
                    "HGET h c",
                    "HGET h d",
                    "HGET h h",
                    "HGET h x",
                    "HGET missing a",
                    "HGET h",
                    "HGET h a b",
                    "HMGET h a x b a",
                    "HMGET missing a b",
                    "HMGET h",
                    "HLEN h",
                    "HLEN missing",
                    "HLEN h h",
                    "HSTRLEN h a",
                    "HSTRLEN h c",
                    "HSTRLEN h d",
                    "HSTRLEN h h",
                    "HSTRLEN h x",
                    "HSTRLEN missing x",
                    "HSTRLEN h",
                    "HEXISTS h a",
                    "HEXISTS h x",
                    "HEXISTS missing x",
                    "HEXISTS h",
                    "HGETALL missing",
                    "HKEYS missing",
                    "HVALS missing",
                    "HGETALL",
                    "HGETALL h h",
                    "HKEYS",
                    "HVALS",
                    "SET text v",
                    "HGET text a",
                    "HMGET text a",
                    "HLEN text",
                    "HSTRLEN text a",
                    "HEXISTS text a",
                    "HGETALL text",
                    "HKEYS text",
                    "HVALS text");
        }
        compare(
                "HSET h a 1 b 22 -5 five 10 100",
                "HGETALL h",
                "HKEYS h",
                "HVALS h",
                "HSET one a " + LONG,
                "HGETALL one");
    }

    @Test
    void removing() {
        for (String value : List.of("v", LONG)) {
            compare(
                    "HSET h a 1 b 2 c 3 d " + value,
                    "HDEL h a a x",
                    "HDEL h",
                    "HDEL missing a",
                    "HLEN h",
                    "HDEL h x y",
                    "HDEL h b c",
                    "HKEYS h",
                    "HDEL h d d",
                    "EXISTS h",
                    "SET text v",
                    "HDEL text a");
        }
    }

    @Test
    void integers() {
        compare(
                "HINCRBY h a 5",
                "HINCRBY h a -7",
                "HINCRBY h a 9223372036854775807",
                "HSET h max 9223372036854775807 min -9223372036854775808 text abc space \" 1\" zero 00 empty \"\" f 1.5",
                "HINCRBY h max 1",
                "HINCRBY h max -1",
                "HINCRBY h min -1",
                "HINCRBY h min 9223372036854775807",
                "HINCRBY h text 1",
                "HINCRBY h space 1",
                "HINCRBY h zero 1",
                "HINCRBY h empty 1",
                "HINCRBY h f 1",
                "HINCRBY h a x",
                "HINCRBY h a 1.5",
                "HINCRBY h a \" 1\"",
                "HINCRBY h a 9223372036854775808",
                "HINCRBY h a",
                "HINCRBY h a 1 2",
                "HINCRBY h " + LONG + " 17",
                "OBJECT ENCODING h",
                "HINCRBY h a 1",
                "HGET h a",
                "HINCRBY h text 1",
                "SET t v",
                "HINCRBY t a 1",
                "HINCRBY t a x");
    }

    @Test
    void floats() {
        compare(
                "HINCRBYFLOAT h a 10.5",
                "HINCRBYFLOAT h a 0.1",
                "HINCRBYFLOAT h a -10.6",
                "HINCRBYFLOAT h b 3.0e3",
                "HINCRBYFLOAT h b 1e-17",
                "HINCRBYFLOAT h b 0x10",
                "HINCRBYFLOAT h c 1e300",
                "HINCRBYFLOAT h c 1e4930",
                "HSET h i 17 text abc space \" 1\" end \"1 \" empty \"\" inf inf",
                "HINCRBYFLOAT h i 0.25",
                "HINCRBYFLOAT h text 1",
                "HINCRBYFLOAT h space 1",
                "HINCRBYFLOAT h end 1",
                "HINCRBYFLOAT h empty 1",
                "HINCRBYFLOAT h inf 1",
                "HINCRBYFLOAT h a inf",
                "HINCRBYFLOAT h a -inf",
                "HINCRBYFLOAT h a nan",
                "HINCRBYFLOAT h a x",
                "HINCRBYFLOAT h a",
                "HINCRBYFLOAT h a 1 2",
                "HINCRBYFLOAT h " + LONG + " 1.25",
                "OBJECT ENCODING h",
                "HINCRBYFLOAT h a 1.125",
                "HINCRBYFLOAT h text 1",
                "DEBUG DIGEST-VALUE h",
                "SET t v",
                "HINCRBYFLOAT t a 1",
                "HINCRBYFLOAT t a x");
    }

    @Test
    void randomFields() {
        for (String value : List.of("v", LONG)) {
            compare(
                    "HRANDFIELD missing",
                    "HRANDFIELD missing 5",
                    "HRANDFIELD missing -5 WITHVALUES",
                    "HSET h a " + value,
                    "HRANDFIELD h",
                    "HRANDFIELD h 0",
                    "HRANDFIELD h 0 WITHVALUES",
                    "HRANDFIELD h 1",
                    "HRANDFIELD h 1 withvalues",
                    "HRANDFIELD h -1 WITHVALUES",
                    "HRANDFIELD h 5 WITHVALUES",
                    "HRANDFIELD h -5",
                    "HRANDFIELD h -3 WITHVALUES",
                    "HRANDFIELD h x",
                    "HRANDFIELD h 1 x",
                    "HRANDFIELD h 1 WITHVALUES x",
                    "HRANDFIELD h WITHVALUES",
                    "HRANDFIELD",
                    "HRANDFIELD h 9223372036854775807",
                    "HRANDFIELD h 9223372036854775807 WITHVALUES",
                    "HRANDFIELD h -9223372036854775808",
                    "HRANDFIELD h -9223372036854775807 WITHVALUES",
                    "HRANDFIELD h 4611686018427387904 WITHVALUES",
                    "SET t v",
                    "HRANDFIELD t",
                    "HRANDFIELD t 5");
        }
        compare("HSET h a 1 b 22 c 333", "HRANDFIELD h 3", "HRANDFIELD h 9 WITHVALUES");
    }

    @Test
    void scanning() {
        compare(
                "HSCAN missing 0",
                "HSCAN missing x",
                "HSCAN missing 0 COUNT",
                "HSCAN missing 0 COUNT 0 BAD",
                "HSET h a 1 b 22 ab -5 10 x",
                "HSCAN h 0",
                "HSCAN h 7",
                "HSCAN h 0 COUNT 1",
                "HSCAN h 0 MATCH a*",
                "HSCAN h 0 MATCH *",
                "HSCAN h 0 MATCH 1? COUNT 100",
                "HSCAN h 0 MATCH nothing",
                "HSCAN h x",
                "HSCAN h 18446744073709551616",
                "HSCAN h 0 COUNT 0",
                "HSCAN h 0 COUNT x",
                "HSCAN h 0 COUNT",
                "HSCAN h 0 MATCH",
                "HSCAN h 0 TYPE hash",
                "HSCAN h",
                "HSET one f " + LONG,
                "HSCAN one 0",
                "HSCAN one 0 MATCH f",
                "HSCAN one 0 MATCH g",
                "SET t v",
                "HSCAN t 0",
                "HSCAN t x");
    }

    @Test
    void limits() {
        List<String> commands = new ArrayList<>();
        for (String name : List.of("listpack", "ziplist")) {
            commands.add("CONFIG SET hash-max-" + name + "-entries 4");
            commands.add("CONFIG GET hash-max-" + name + "-entries");
            commands.add("CONFIG GET hash-max-listpack-entries");
            commands.add("CONFIG SET hash-max-" + name + "-value 8");
            commands.add("DEL h i");
            for (int i = 0; i < 6; i++) {
                commands.add("HSET h " + i + " v" + i);
                commands.add("OBJECT ENCODING h");
            }
            commands.add("HSET i a 12345678");
            commands.add("OBJECT ENCODING i");
            commands.add("HSET i a 123456789");
            commands.add("OBJECT ENCODING i");
            commands.add("HSET i a 1");
            commands.add("OBJECT ENCODING i");
            commands.add("CONFIG SET hash-max-" + name + "-entries 512");
            commands.add("CONFIG SET hash-max-" + name + "-value 64");
        }
        commands.add("CONFIG SET hash-max-listpack-entries -1");
        commands.add("CONFIG SET hash-max-listpack-value x");
        compare(commands.toArray(String[]::new));
    }

    @Test
    void keysThatAreHashes() {
        for (String value : List.of("v", LONG)) {
            compare(
                    "HSET h a 1 b 2 c " + value,
                    "COPY h i",
                    "HSET i a 9",
                    "DEBUG DIGEST-VALUE h i",
                    "RENAME h j",
                    "HGET j a",
                    "OBJECT ENCODING j",
                    "EXPIRE j 100",
                    "HSET j x y",
                    "TTL j",
                    "SET j v",
                    "GET j",
                    "DEBUG RELOAD",
                    "OBJECT ENCODING i",
                    "DEBUG DIGEST-VALUE i",
                    "TYPE i",
                    "SCAN 0 TYPE hash",
                    "DEL i");
        }
    }
}
