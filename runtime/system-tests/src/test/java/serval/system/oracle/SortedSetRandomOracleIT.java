package serval.system.oracle;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import serval.system.RandomSeed;

/**
 * Random commands on three sorted sets, step by step; {@code -Dserval.seed} repeats a run that failed. Scores are such that both
 * versions write them alike: with seven decimals, which halves of halves come to, 7.2 writes ten thousand and more with an exponent.
 */
class SortedSetRandomOracleIT extends OracleTest {
    private static final int STEPS = 4000;

    private Random random = new Random();
    private int members;

    @RepeatedTest(4)
    void sameRepliesAsRedis(RepetitionInfo repetition) {
        long seed = RandomSeed.of(repetition);
        random = new Random(seed);
        members = random.nextBoolean() ? 40 : 1000;
        List<String> commands = new ArrayList<>();
        commands.add("CONFIG SET zset-max-listpack-entries " + pick("128", "0", "20", "500"));
        commands.add("CONFIG SET zset-max-listpack-value " + pick("64", "5"));
        for (int i = 0; i < STEPS; i++) {
            commands.add(command());
        }
        commands.add("CONFIG SET zset-max-listpack-entries 128");
        commands.add("CONFIG SET zset-max-listpack-value 64");
        try {
            compare(commands.toArray(String[]::new));
        } catch (AssertionError failed) {
            throw new AssertionError("seed " + seed, failed);
        }
    }

    private String pick(String... from) {
        return from[random.nextInt(from.length)];
    }

    private String member() {
        int number = random.nextInt(members);
        return number % 5 == 0 ? Integer.toString(number) : number % 11 == 0 ? "long-member-" + number : "m" + number;
    }

    private String score() {
        return random.nextInt(40) == 0
                ? pick("inf", "-inf", "+inf", "0", "1234")
                : random.nextInt(3) == 0
                        ? Double.toString(random.nextInt(-40, 41) / 8.0)
                        : "" + random.nextInt(-20, 60);
    }

    private String bound() {
        return pick("", "", "(") + score();
    }

    private String lex() {
        return random.nextInt(6) == 0 ? pick("-", "+") : pick("[", "(") + member();
    }

    private String limit() {
        return pick("", "", " LIMIT " + random.nextInt(-1, 9) + " " + random.nextInt(-1, 20));
    }

    private String ranks() {
        int reach = members / 2;
        return random.nextInt(-reach, reach) + " " + random.nextInt(-reach, reach);
    }

    private String many() {
        StringBuilder words = new StringBuilder();
        for (int i = random.nextInt(random.nextInt(8) == 0 ? members : 6); i >= 0; i--) {
            words.append(' ').append(member());
        }
        return words.toString();
    }

    // Each member once: since 7.2 the number of pairs, not that of members, decides the form of a new set.
    private String pairs() {
        Set<String> some = new LinkedHashSet<>();
        for (int i = random.nextInt(random.nextInt(8) == 0 ? members : 6); i >= 0; i--) {
            some.add(member());
        }
        StringBuilder words = new StringBuilder();
        for (String member : some) {
            words.append(' ').append(score()).append(' ').append(member);
        }
        return words.toString();
    }

    private String algebra() {
        return pick("2 a b", "2 b c", "3 a b c", "2 a a", "1 c", "2 missing a", "2 c b");
    }

    private String options(String sources) {
        StringBuilder weights = new StringBuilder();
        if (random.nextBoolean()) {
            weights.append(" WEIGHTS");
            for (int i = sources.charAt(0) - '0'; i > 0; i--) {
                weights.append(' ').append(pick("1", "2", "-1", "0", "0.5"));
            }
        }
        return weights + pick("", " AGGREGATE SUM", " AGGREGATE MIN", " AGGREGATE MAX");
    }

    private String command() {
        String key = pick("a", "b", "c");
        String sources = algebra();
        return switch (random.nextInt(34)) {
            case 0, 1, 2, 3, 4, 5, 6 ->
                "ZADD " + key + pick("", "", "", " NX", " XX", " GT", " LT") + pick("", " CH") + pairs();
            case 7 -> "ZADD " + key + pick("", " NX", " XX", " GT", " LT") + " INCR " + score() + " " + member();
            case 8, 9 -> "ZINCRBY " + key + " " + score() + " " + member();
            case 10, 11 -> "ZREM " + key + many();
            case 12 -> "ZRANK " + key + " " + member();
            case 13 -> "ZREVRANK " + key + " " + member();
            case 14 -> "ZMSCORE " + key + many();
            case 15 -> "ZRANGE " + key + " " + ranks() + pick("", " REV") + pick("", " WITHSCORES");
            case 16 -> "ZRANGEBYSCORE " + key + " " + bound() + " " + bound() + pick("", " WITHSCORES") + limit();
            case 17 -> "ZREVRANGEBYSCORE " + key + " " + bound() + " " + bound() + pick("", " WITHSCORES") + limit();
            case 18 -> "ZRANGEBYLEX same " + lex() + " " + lex() + limit();
            case 19 -> "ZREVRANGEBYLEX same " + lex() + " " + lex() + limit();
            case 20 -> "ZCOUNT " + key + " " + bound() + " " + bound();
            case 21 -> "ZLEXCOUNT same " + lex() + " " + lex();
            case 22 ->
                random.nextInt(4) == 0
                        ? "ZREMRANGEBYRANK " + key + " " + ranks()
                        : "ZREMRANGEBYSCORE " + key + " " + bound() + " " + bound();
            case 23 -> "ZREMRANGEBYLEX same " + lex() + " " + lex();
            case 24 -> pick("ZPOPMIN ", "ZPOPMAX ") + key + pick("", " " + random.nextInt(20));
            case 25 -> "ZMPOP 3 a b c " + pick("MIN", "MAX") + pick("", " COUNT " + (1 + random.nextInt(9)));
            case 26 -> "ZUNIONSTORE " + key + " " + sources + options(sources);
            case 27 -> "ZINTER " + sources + options(sources) + pick("", " WITHSCORES");
            case 28 -> "ZDIFF " + sources + pick("", " WITHSCORES");
            case 29 -> "ZRANGESTORE " + pick("d", key) + " " + key + " " + ranks() + pick("", " REV");
            case 30 -> "ZUNIONSTORE same " + sources + " WEIGHTS" + " 0".repeat(sources.charAt(0) - '0');
            case 31 -> "ZINTERCARD " + sources + pick("", " LIMIT " + random.nextInt(9));
            case 32 -> "DEBUG DIGEST-VALUE " + key;
            default ->
                switch (random.nextInt(12)) {
                    case 0 -> "DEL " + key;
                    case 1 -> "COPY a b REPLACE";
                    // Not of keys that ZADD adds to: since 7.2 the number of pairs decides the form, whether they are
                    // added or not.
                    case 2 -> "OBJECT ENCODING " + pick("d", "same");
                    case 3 -> "DEBUG RELOAD";
                    default -> "ZCARD " + key;
                };
        };
    }
}
