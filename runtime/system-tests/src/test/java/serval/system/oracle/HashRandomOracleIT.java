package serval.system.oracle;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import serval.system.RandomSeed;

/**
 * Random commands on two hashes, step by step; {@code -Dserval.seed} repeats a run that failed. The order of fields in a table is
 * each server's own, so all of them are only asked for where hashes stay packed.
 */
class HashRandomOracleIT extends OracleTest {
    private static final int STEPS = 4000;

    private Random random = new Random();
    private boolean packed;
    private int fields;

    @RepeatedTest(6)
    void sameRepliesAsRedis(RepetitionInfo repetition) {
        long seed = RandomSeed.of(repetition);
        random = new Random(seed);
        packed = random.nextBoolean();
        fields = random.nextBoolean() ? 12 : 400;
        List<String> commands = new ArrayList<>();
        commands.add("CONFIG SET hash-max-listpack-entries " + (packed ? 10_000 : random.nextInt(20)));
        commands.add("CONFIG SET hash-max-listpack-value " + (packed ? 100_000 : 64));
        for (int i = 0; i < STEPS; i++) {
            commands.add(command());
        }
        commands.add("DEBUG DIGEST");
        commands.add("CONFIG SET hash-max-listpack-entries 512");
        commands.add("CONFIG SET hash-max-listpack-value 64");
        try {
            compare(commands.toArray(String[]::new));
        } catch (AssertionError failed) {
            throw new AssertionError("seed " + seed, failed);
        }
    }

    private String pick(String... from) {
        return from[random.nextInt(from.length)];
    }

    private String field() {
        int number = random.nextInt(fields);
        return switch (number % 5) {
            case 0 -> Integer.toString(number * 37);
            case 1 -> "-" + number;
            case 2 -> "\"\\x00\\xff" + number + "\"";
            case 3 -> "f".repeat(number % 80) + number;
            default -> "field:" + number;
        };
    }

    private String value() {
        return switch (random.nextInt(9)) {
            case 0 -> Integer.toString(random.nextInt(300) - 150);
            case 1 -> Long.toString(random.nextLong() >> random.nextInt(64));
            case 2 -> "\"\"";
            case 3 -> "0" + random.nextInt(100);
            case 4 -> "v".repeat(random.nextInt(300));
            case 5 -> random.nextInt(1000) + "." + random.nextInt(100);
            case 6 -> random.nextInt(40) == 0 ? "w".repeat(random.nextInt(70_000)) + "w" : "w";
            default -> "value" + random.nextInt(1000);
        };
    }

    // Each field once, unless all are packed: since 7.2 the number of pairs, not that of fields, decides the form.
    private String pairs(int most) {
        StringBuilder pairs = new StringBuilder();
        Set<String> seen = new HashSet<>();
        for (int i = random.nextInt(most); i >= 0; i--) {
            String field = field();
            if (seen.add(field) || packed) {
                pairs.append(' ').append(field).append(' ').append(value().isEmpty() ? "v" : value());
            }
        }
        return pairs.toString().replaceAll(" (?= |$)", " v");
    }

    private String names(int most) {
        StringBuilder names = new StringBuilder();
        for (int i = random.nextInt(most); i >= 0; i--) {
            names.append(' ').append(field());
        }
        return names.toString();
    }

    private String command() {
        String key = pick("h", "i");
        return switch (random.nextInt(24)) {
            case 0, 1, 2, 3 -> "HSET " + key + pairs(4);
            case 4 -> "HMSET " + key + pairs(30);
            case 5, 6 -> "HSETNX " + key + pairs(1);
            case 7, 8, 9 -> "HDEL " + key + names(fields > 100 ? 20 : 3);
            case 10, 11 -> "HGET " + key + " " + field();
            case 12 -> "HMGET " + key + names(8);
            case 13 -> "HSTRLEN " + key + " " + field();
            case 14 -> "HEXISTS " + key + " " + field();
            case 15 -> "HINCRBY " + key + " " + field() + " " + (random.nextInt(2000) - 1000);
            case 16 -> "HINCRBYFLOAT " + key + " " + field() + " " + (random.nextInt(2000) - 1000) / 8.0;
            case 17 -> "DEBUG DIGEST-VALUE " + key;
            case 18 -> "OBJECT ENCODING " + key;
            case 19, 20 -> packed ? pick("HGETALL ", "HKEYS ", "HVALS ") + key : "HLEN " + key;
            case 21 -> packed ? "HSCAN " + key + " 0" + pick("", " MATCH f*") : "HLEN " + key;
            case 22 -> random.nextInt(30) == 0 ? pick("DEL h", "COPY h i REPLACE", "DEBUG RELOAD") : "HLEN " + key;
            default -> "HLEN " + key;
        };
    }
}
