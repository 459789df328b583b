package serval.system.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import serval.system.RandomSeed;

/**
 * Random commands on three sets, step by step; {@code -Dserval.seed} repeats a run that failed. The order of members is each server's
 * own, so they are only asked for in the order of SORT, and those that are popped are all of them.
 */
class SetRandomOracleIT extends OracleTest {
    private static final int STEPS = 2500;

    private Random random = new Random();
    private int members;
    private int words;

    @RepeatedTest(4)
    void sameRepliesAsRedis(RepetitionInfo repetition) {
        long seed = RandomSeed.of(repetition);
        random = new Random(seed);
        members = random.nextBoolean() ? 15 : 600;
        // One in so many members is no number.
        words = random.nextBoolean() ? 3 : 400;
        List<String> commands = new ArrayList<>();
        commands.add("CONFIG SET set-max-intset-entries " + pick("512", "0", "8", "5000"));
        for (int i = 0; i < STEPS; i++) {
            commands.add(command());
        }
        commands.add("DEBUG DIGEST");
        commands.add("CONFIG SET set-max-intset-entries 512");
        try {
            compare(commands.toArray(String[]::new));
        } catch (AssertionError failed) {
            throw new AssertionError("seed " + seed, failed);
        }
    }

    private String pick(String... from) {
        return from[random.nextInt(from.length)];
    }

    private String key() {
        return pick("a", "b", "c");
    }

    private String member() {
        int number = random.nextInt(members);
        if (random.nextInt(words) == 0) {
            return pick("", "x".repeat(number % 90)) + "m" + number;
        }
        return switch (number % 7) {
            case 0 -> Integer.toString(number * 1000 - 30_000);
            case 1 -> random.nextInt(50) == 0 ? Long.toString(number * 0x0100_0000_0001L) : "" + -number;
            default -> Integer.toString(number);
        };
    }

    private String many() {
        StringBuilder some = new StringBuilder();
        for (int i = random.nextInt(random.nextInt(20) == 0 ? members : 5); i >= 0; i--) {
            some.append(' ').append(member());
        }
        return some.toString();
    }

    private String command() {
        return switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4, 5 -> "SADD " + key() + many();
            case 6, 7, 8 -> "SREM " + key() + many();
            case 9 -> "SMOVE " + key() + " " + key() + " " + member();
            case 10 -> "SISMEMBER " + key() + " " + member();
            case 11 -> "SMISMEMBER " + key() + many();
            case 12 -> "SCARD " + key();
            case 13 -> "SORT " + key() + " ALPHA";
            case 14 -> pick("SINTERSTORE ", "SUNIONSTORE ", "SDIFFSTORE ") + key() + " " + key() + " " + key();
            case 15 -> pick("SINTERSTORE ", "SDIFFSTORE ") + key() + " " + key() + " " + key() + " " + key();
            case 16 -> "SINTERCARD 2 " + key() + " " + key() + pick("", " LIMIT 3");
            case 17 -> random.nextInt(5) == 0 ? "DEL " + key() : "DEBUG DIGEST-VALUE " + key();
            case 18 -> "COPY " + key() + " " + key() + " REPLACE";
            default -> "SINTERSTORE d " + key() + " " + key();
        };
    }
}
