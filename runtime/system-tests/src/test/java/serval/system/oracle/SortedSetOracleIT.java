package serval.system.oracle;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sorted sets, each command with its options and errors, small and large. */
class SortedSetOracleIT extends OracleTest {
    /** The same commands on small sets and, with no room in the small form, on large ones. */
    private void compareBoth(String... commands) {
        compare(commands);
        List<String> large = new ArrayList<>(List.of("CONFIG SET zset-max-ziplist-entries 0"));
        large.addAll(List.of(commands));
        large.add("CONFIG SET zset-max-listpack-entries 128");
        compare(large.toArray(String[]::new));
    }

    @Test
    void adding() {
        compareBoth(
                "ZADD z",
                "ZADD z 1",
                "ZADD z 1 a",
                "ZADD z 1 a 2",
                "ZADD z x a",
                "ZADD z nan a",
                "ZADD z 1 a x b",
                "ZADD z ' 1' a",
                "ZADD z 0x10 hex",
                "ZADD z 1e400 a",
                "ZADD z 2 a 3 b 4 c",
                "ZADD z CH 2 a 5 b 6 d",
                "ZADD z ch 2 a",
                "ZADD z NX 9 a 9 e",
                "ZADD z XX 9 a 9 f",
                "ZADD z XX CH 8 a 8 f",
                "ZADD z NX XX 1 a",
                "ZADD z NX GT 1 a",
                "ZADD z NX LT 1 a",
                "ZADD z GT LT 1 a",
                "ZADD z GT CH 7 a 9 b 1 g",
                "ZADD z LT CH 7 a 10 b 1 h",
                "ZADD z GT XX CH 100 b 1 i",
                "ZADD z LT 1 b",
                "ZADD z GT 1 b",
                "ZADD z INCR 1 a",
                "ZADD z INCR 1 a 2 b",
                "ZADD z INCR NX 1 a",
                "ZADD z INCR XX 1 missing",
                "ZADD z INCR GT -1 a",
                "ZADD z INCR LT -1 a",
                "ZADD z INCR CH 0 a",
                "ZADD z INCR 1.5 new",
                "ZADD missing XX 1 a",
                "ZADD missing XX INCR 1 a",
                "ZADD missing XX 1 a 2 b",
                "EXISTS missing",
                "ZADD z inf up -inf down",
                "ZADD z INCR -inf up",
                "ZADD z INCR inf nothing",
                "ZINCRBY z -inf up",
                "ZINCRBY z 2 a",
                "ZINCRBY z 0 a",
                "ZINCRBY z -0.25 quarter",
                "ZINCRBY z x a",
                "ZINCRBY z 1",
                "ZINCRBY new 3 a",
                "ZADD z -0 zero",
                "ZADD z 0 zero",
                "ZADD z CH -0 zero",
                "ZADD z 9007199254740993 big 123456789012345 long",
                "ZRANGE z 0 -1 WITHSCORES",
                "ZADD z 1 same 2 same 3 same",
                "ZSCORE z same",
                "SET text v",
                "ZADD text 1 a",
                "ZADD text 1 a 2 b",
                "ZADD text x a",
                "ZADD text XX 1 a",
                "ZINCRBY text 1 a",
                "TYPE z",
                "OBJECT ENCODING z",
                "DEBUG DIGEST-VALUE new");
    }

    @Test
    void encodings() {
        compare(
                "CONFIG SET zset-max-listpack-entries 4",
                "CONFIG SET zset-max-ziplist-value 8",
                "CONFIG GET zset-max-listpack-entries",
                "CONFIG GET zset-max-ziplist-value",
                "ZADD z 1 a 2 b 3 c 4 d",
                "OBJECT ENCODING z",
                "ZADD z 5 d",
                "OBJECT ENCODING z",
                "ZADD z 1 e",
                "OBJECT ENCODING z",
                "ZREM z a b c",
                "OBJECT ENCODING z",
                "ZADD y 1 12345678",
                "OBJECT ENCODING y",
                "ZADD y 1 123456789",
                "OBJECT ENCODING y",
                "ZADD x 1 1234567890",
                "OBJECT ENCODING x",
                "ZUNIONSTORE u 2 y x",
                "OBJECT ENCODING u",
                "ZUNIONSTORE u 1 z WEIGHTS 0",
                "OBJECT ENCODING u",
                "ZRANGESTORE r z 0 -1",
                "OBJECT ENCODING r",
                "COPY y copied",
                "OBJECT ENCODING copied",
                "ZRANGE copied 0 -1 WITHSCORES",
                "CONFIG SET zset-max-listpack-entries 128",
                "CONFIG SET zset-max-listpack-value 64");
    }

    @Test
    void removing() {
        compareBoth(
                "ZREM z",
                "ZREM z a",
                "ZREM missing a",
                "ZADD z 1 a 2 b 3 c 4 d 5 e",
                "ZREM z x",
                "ZREM z a a x b",
                "ZREM z c d e f",
                "EXISTS z",
                "SET text v",
                "ZREM text a",
                "ZREMRANGEBYRANK z 0",
                "ZREMRANGEBYRANK z x 1",
                "ZREMRANGEBYRANK z 0 x",
                "ZREMRANGEBYRANK text 0 1",
                "ZREMRANGEBYRANK missing 0 1",
                "ZADD z 1 a 2 b 3 c 4 d 5 e 6 f 7 g 8 h 9 i 10 j",
                "ZREMRANGEBYRANK z 3 2",
                "ZREMRANGEBYRANK z 100 200",
                "ZREMRANGEBYRANK z -100 -99",
                "ZREMRANGEBYRANK z 1 2",
                "ZREMRANGEBYRANK z -2 -1",
                "ZRANGE z 0 -1",
                "ZREMRANGEBYSCORE z (4 6",
                "ZREMRANGEBYSCORE z 9 1",
                "ZREMRANGEBYSCORE z x 1",
                "ZREMRANGEBYSCORE z 1 (x",
                "ZREMRANGEBYSCORE missing -inf +inf",
                "ZREMRANGEBYSCORE text -inf +inf",
                "ZRANGE z 0 -1",
                "ZREMRANGEBYSCORE z -inf inf",
                "EXISTS z",
                "ZADD z 0 a 0 b 0 c 0 d 0 e 0 f",
                "ZREMRANGEBYLEX z [b (d",
                "ZREMRANGEBYLEX z (e [a",
                "ZREMRANGEBYLEX z b d",
                "ZREMRANGEBYLEX z - x",
                "ZREMRANGEBYLEX missing - +",
                "ZREMRANGEBYLEX text - +",
                "ZRANGE z 0 -1",
                "ZREMRANGEBYLEX z - +",
                "ZREMRANGEBYLEX z + -",
                "EXISTS z");
    }

    @Test
    void lookingUp() {
        compareBoth(
                "ZADD z 1 a 2 b 2 c 3 d inf e",
                "ZCARD z",
                "ZCARD missing",
                "ZSCORE z a",
                "ZSCORE z e",
                "ZSCORE z x",
                "ZSCORE missing a",
                "ZMSCORE z a x e",
                "ZMSCORE missing a b",
                "ZMSCORE z",
                "ZRANK z a",
                "ZRANK z c",
                "ZRANK z x",
                "ZRANK missing a",
                "ZREVRANK z a",
                "ZREVRANK z c",
                "ZREVRANK z x",
                "ZCOUNT z 2 3",
                "ZCOUNT z (2 (3",
                "ZCOUNT z (1 2",
                "ZCOUNT z -inf +inf",
                "ZCOUNT z 3 2",
                "ZCOUNT z x 2",
                "ZCOUNT z 2 nan",
                "ZCOUNT z '' 2",
                "ZCOUNT z ( 2",
                "ZCOUNT z ' 1' 2",
                "ZCOUNT z '1 ' 2",
                "ZCOUNT z 0x1 2e0",
                "ZCOUNT z -1e999 1e999",
                "ZCOUNT missing 1 2",
                "ZLEXCOUNT z - +",
                "ZLEXCOUNT z x +",
                "ZLEXCOUNT z '' +",
                "ZLEXCOUNT z [ +",
                "ZLEXCOUNT z -- +",
                "ZADD l 0 '' 0 a 0 aa 0 b 0 \"\\xff\" 0 10 0 9",
                "ZLEXCOUNT l - +",
                "ZLEXCOUNT l [ +",
                "ZLEXCOUNT l ( +",
                "ZLEXCOUNT l [a (b",
                "ZLEXCOUNT l (a [b",
                "ZLEXCOUNT l [1 [9",
                "ZLEXCOUNT l + -",
                "ZLEXCOUNT l [b [a",
                "ZLEXCOUNT missing - +",
                "SET text v",
                "ZCARD text",
                "ZSCORE text a",
                "ZMSCORE text a",
                "ZRANK text a",
                "ZCOUNT text 1 2",
                "ZLEXCOUNT text - +");
    }

    @Test
    void ranges() {
        List<String> commands = new ArrayList<>(List.of(
                "ZADD z -inf a -2 b 1 c 1 d 1 17 2.5 e 3 f inf g",
                "ZADD l 0 a 0 b 0 c 0 d 0 ee 0 f 0 12",
                "SET text v"));
        for (String ranks :
                List.of("0 -1", "1 3", "-3 -2", "5 100", "100 200", "3 1", "-100 0", "x 1", "1 x", "1.5 2")) {
            commands.add("ZRANGE z " + ranks);
            commands.add("ZRANGE z " + ranks + " REV WITHSCORES");
            commands.add("ZREVRANGE z " + ranks);
            commands.add("ZREVRANGE z " + ranks + " WITHSCORES");
            commands.add("ZRANGESTORE to z " + ranks + " REV");
            commands.add("ZRANGE to 0 -1 WITHSCORES");
        }
        for (String scores :
                List.of("-inf +inf", "1 1", "(1 3", "1 (3", "(1 (1", "3 1", "5 6", "x 1", "(x 1", "1 [2")) {
            String[] turned = scores.split(" ");
            for (String limit : List.of(
                    "", " LIMIT 0 2", " LIMIT 1 -1", " LIMIT 2 1", " LIMIT 90 1", " LIMIT -1 2", " LIMIT 0 0")) {
                commands.add("ZRANGEBYSCORE z " + scores + limit);
                commands.add("ZREVRANGEBYSCORE z " + turned[1] + " " + turned[0] + " WITHSCORES" + limit);
                commands.add("ZRANGE z " + scores + " BYSCORE WITHSCORES" + limit);
                commands.add("ZRANGE z " + turned[1] + " " + turned[0] + " REV BYSCORE" + limit);
            }
            commands.add("ZRANGESTORE to z " + scores + " BYSCORE LIMIT 1 3");
            commands.add("ZRANGE to 0 -1 WITHSCORES");
        }
        for (String lex : List.of("- +", "[b [e", "(b (ee", "[b (b", "+ -", "[e [b", "[bb +", "- (12", "x +", "- e")) {
            String[] turned = lex.split(" ");
            for (String limit : List.of("", " LIMIT 0 2", " LIMIT 1 -1", " LIMIT 2 1", " LIMIT 90 1", " LIMIT -1 2")) {
                commands.add("ZRANGEBYLEX l " + lex + limit);
                commands.add("ZREVRANGEBYLEX l " + turned[1] + " " + turned[0] + limit);
                commands.add("ZRANGE l " + lex + " BYLEX" + limit);
                commands.add("ZRANGE l " + turned[1] + " " + turned[0] + " BYLEX REV" + limit);
            }
            commands.add("ZRANGESTORE to l " + lex + " BYLEX LIMIT 1 3");
            commands.add("ZRANGE to 0 -1 WITHSCORES");
        }
        commands.addAll(List.of(
                "ZRANGE z 0",
                "ZRANGE z 0 1 LIMIT 0 1",
                "ZRANGE z 0 1 LIMIT 0 -1",
                "ZRANGE z 0 1 BYSCORE LIMIT 0",
                "ZRANGE z 0 1 BYSCORE LIMIT x 1",
                "ZRANGE z 0 1 BYSCORE BYLEX",
                "ZRANGE z - + BYLEX WITHSCORES",
                "ZRANGE z 0 1 rev rev withscores withscores",
                "ZRANGE z 0 1 WRONG",
                "ZREVRANGE z 0 1 REV",
                "ZREVRANGE z 0 1 BYSCORE",
                "ZRANGEBYSCORE z 0 1 BYSCORE",
                "ZRANGEBYSCORE z 0 1 REV",
                "ZRANGEBYLEX l - + WITHSCORES",
                "ZRANGEBYLEX l - + BYLEX",
                "ZRANGESTORE to z 0 1 WITHSCORES",
                "ZRANGESTORE to z",
                "ZRANGESTORE to text 0 1",
                "ZRANGESTORE to missing 0 1",
                "EXISTS to",
                "ZRANGESTORE to missing 0 1",
                "ZRANGESTORE z z 1 2",
                "ZRANGE z 0 -1 WITHSCORES",
                "ZRANGESTORE text z 0 -1",
                "TYPE text",
                "SET text v",
                "ZRANGE missing 0 1",
                "ZRANGE missing 0 1 WITHSCORES",
                "ZRANGE missing x y",
                "ZRANGE text 0 1",
                "ZREVRANGE text 0 1",
                "ZRANGEBYSCORE text 0 1",
                "ZREVRANGEBYSCORE text 0 1",
                "ZRANGEBYLEX text - +",
                "ZREVRANGEBYLEX text + -"));
        compareBoth(commands.toArray(String[]::new));
    }

    @Test
    void algebra() {
        compareBoth(
                "ZADD a 1 x 2 y 3 z inf i -inf j",
                "ZADD b 10 y 20 z 30 w -inf i",
                "ZADD c 0.5 z 100 q",
                "ZUNION 2 a b",
                "ZUNION 2 a b WITHSCORES",
                "ZUNION 3 a b missing WITHSCORES AGGREGATE MIN",
                "ZUNION 2 a b AGGREGATE max WITHSCORES",
                "ZUNION 2 a b WEIGHTS 2 0 WITHSCORES",
                "ZUNION 2 a b WEIGHTS -1 inf AGGREGATE SUM WITHSCORES",
                "ZUNION 1 a WEIGHTS 0 WITHSCORES",
                "ZUNION 2 a a WITHSCORES",
                "ZUNION 2 missing missing2",
                "ZINTER 2 a b WITHSCORES",
                "ZINTER 3 a b c WITHSCORES WEIGHTS 1 2 4",
                "ZINTER 2 a a WITHSCORES WEIGHTS 1 2",
                "ZINTER 2 a missing",
                "ZINTER 2 b a AGGREGATE MIN WITHSCORES",
                "ZDIFF 2 a b WITHSCORES",
                "ZDIFF 3 a b c",
                "ZDIFF 2 a a",
                "ZDIFF 2 a missing WITHSCORES",
                "ZDIFF 2 missing a",
                "ZDIFF 1 c WITHSCORES",
                "ZINTERCARD 2 a b",
                "ZINTERCARD 2 a b LIMIT 1",
                "ZINTERCARD 2 a b LIMIT 0",
                "ZINTERCARD 2 a b LIMIT 9",
                "ZINTERCARD 2 a b LIMIT -1",
                "ZINTERCARD 2 a b LIMIT x",
                "ZINTERCARD 2 a b LIMIT",
                "ZINTERCARD 2 a b WITHSCORES",
                "ZINTERCARD 0 a",
                "ZINTERCARD 2 a missing",
                "ZUNIONSTORE to 2 a b WEIGHTS 1 2 AGGREGATE MAX",
                "ZRANGE to 0 -1 WITHSCORES",
                "ZINTERSTORE to 2 a b",
                "ZRANGE to 0 -1 WITHSCORES",
                "ZDIFFSTORE to 2 a b",
                "ZRANGE to 0 -1 WITHSCORES",
                "ZDIFFSTORE to 2 a a",
                "EXISTS to",
                "ZUNIONSTORE a 2 a b",
                "ZRANGE a 0 -1 WITHSCORES",
                "SET text v",
                "ZUNIONSTORE text 1 a",
                "TYPE text",
                "SET text v",
                "ZUNION 2 a text",
                "ZINTER 2 missing text",
                "ZDIFF 2 text a",
                "ZINTERCARD 1 text",
                "ZINTERSTORE to 2 a text",
                "ZUNION 0 a",
                "ZUNION -1 a",
                "ZUNION x a",
                "ZUNION 3 a b",
                "ZUNION 2 a b c",
                "ZUNION 2 a b WEIGHTS 1",
                "ZUNION 2 a b WEIGHTS 1 x",
                "ZUNION 2 a b WEIGHTS 1 2 3",
                "ZUNION 2 a b AGGREGATE",
                "ZUNION 2 a b AGGREGATE AVG",
                "ZUNIONSTORE to 2 a b WITHSCORES",
                "ZUNIONSTORE to 0 a",
                "ZUNIONSTORE to x a",
                "ZINTER 0 a",
                "ZDIFF 2 a b WEIGHTS 1 2",
                "ZDIFF 2 a b AGGREGATE SUM",
                "ZDIFFSTORE to 0 a",
                "ZINTERSTORE to 0 a");
    }

    @Test
    void popping() {
        compareBoth(
                "ZADD z 1 a 2 b 3 c 4 d 5 e 6 f 7 g 8 h 9 i",
                "ZPOPMIN z",
                "ZPOPMAX z",
                "ZPOPMIN z 2",
                "ZPOPMAX z 2",
                "ZPOPMIN z 0",
                "ZPOPMIN z -1",
                "ZPOPMAX z x",
                "ZPOPMIN z 1 2",
                "ZPOPMIN missing",
                "ZPOPMIN missing 3",
                "ZPOPMAX z 100",
                "EXISTS z",
                "ZADD z 1 a 2 b 3 c 4 d 5 e",
                "ZMPOP 1 z MIN",
                "ZMPOP 2 missing z MAX COUNT 2",
                "ZMPOP 2 missing z min count 0",
                "ZMPOP 2 missing z MIN COUNT -1",
                "ZMPOP 2 missing z MIN COUNT 1 COUNT 2",
                "ZMPOP 2 missing z MIN COUNT",
                "ZMPOP 2 missing z BEST",
                "ZMPOP 2 missing z",
                "ZMPOP 0 z MIN",
                "ZMPOP -1 z MIN",
                "ZMPOP x z MIN",
                "ZMPOP 9223372036854775807 z MIN",
                "ZMPOP 1 missing MIN",
                "ZMPOP 1 z MAX COUNT 99",
                "EXISTS z",
                "SET text v",
                "ZPOPMIN text",
                "ZMPOP 2 missing text MIN",
                "ZADD z 1 a 2 b 3 c 4 d 5 e",
                "BZPOPMIN z 0",
                "BZPOPMAX missing z 0",
                "BZPOPMIN missing text z 0",
                "BZPOPMIN z text 0",
                "BZPOPMIN z x",
                "BZPOPMIN z -1",
                "BZPOPMIN z",
                "BZPOPMIN z -1e400",
                "BZMPOP 0 2 missing z MAX COUNT 1",
                "BZMPOP x 1 z MAX",
                "BZMPOP -1 1 z MAX",
                "BZMPOP 0 0 z MAX",
                "BZMPOP x 0 z MAX",
                "BZMPOP 0 1 z",
                "BZMPOP 0 1 z BEST",
                "BZMPOP 0.01 1 missing MIN",
                "BZPOPMIN missing 0.01",
                "MULTI",
                "BZPOPMIN missing 0",
                "BZMPOP 0 1 missing MIN",
                "BZPOPMIN z 0",
                "EXEC",
                "EXISTS z");
    }

    @Test
    void browsing() {
        compareBoth(
                "ZADD z 1.5 one",
                "ZRANDMEMBER z",
                "ZRANDMEMBER z 1",
                "ZRANDMEMBER z 5",
                "ZRANDMEMBER z 5 WITHSCORES",
                "ZRANDMEMBER z -3",
                "ZRANDMEMBER z -2 WITHSCORES",
                "ZRANDMEMBER z 0",
                "ZRANDMEMBER z 0 WITHSCORES",
                "ZRANDMEMBER z x",
                "ZRANDMEMBER z 1 WRONG",
                "ZRANDMEMBER z 1 WITHSCORES WITHSCORES",
                "ZRANDMEMBER z -9223372036854775808",
                "ZRANDMEMBER z -9223372036854775807 WITHSCORES",
                "ZRANDMEMBER z 9223372036854775807 WITHSCORES",
                "ZRANDMEMBER missing",
                "ZRANDMEMBER missing 3",
                "ZRANDMEMBER missing 3 WITHSCORES",
                "ZSCAN z 0",
                "ZSCAN z 0 MATCH o*",
                "ZSCAN z 0 MATCH x*",
                "ZSCAN z 0 COUNT 100",
                "ZSCAN z 0 COUNT 0",
                "ZSCAN z 0 COUNT x",
                "ZSCAN z 0 MATCH",
                "ZSCAN z 0 TYPE zset",
                "ZSCAN z x",
                "ZSCAN z",
                "ZSCAN missing 0",
                "ZSCAN missing 0 WRONG",
                "ZSCAN missing x",
                "ZSCAN missing 5",
                "SET text v",
                "ZRANDMEMBER text",
                "ZRANDMEMBER text 1",
                "ZSCAN text 0");
    }

    @Test
    void scoresOfLargeSetsInFullWhenScanned() {
        compare(
                "CONFIG SET zset-max-listpack-entries 0",
                "ZADD z 0.1 a",
                "ZSCAN z 0",
                "ZADD z 1e17 a",
                "ZSCAN z 0",
                "ZADD z -1.25e-7 a",
                "ZSCAN z 0",
                "ZADD z 123456789012345678 a",
                "ZSCAN z 0",
                "ZADD z inf a",
                "ZSCAN z 0",
                "ZADD z -0 a",
                "ZSCAN z 0",
                "CONFIG SET zset-max-listpack-entries 128");
    }
}
