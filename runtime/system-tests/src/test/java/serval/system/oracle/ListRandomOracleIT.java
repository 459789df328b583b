package serval.system.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import serval.system.RandomSeed;

/** Random commands on three lists, step by step; {@code -Dserval.seed} repeats a run that failed. */
class ListRandomOracleIT extends OracleTest {
    private static final int STEPS = Integer.getInteger("serval.steps", 4000);

    private Random random = new Random();

    @RepeatedTest(4)
    void sameRepliesAsRedis(RepetitionInfo repetition) {
        long seed = RandomSeed.of(repetition);
        random = new Random(seed);
        List<String> commands = new ArrayList<>();
        commands.add("CONFIG SET list-max-listpack-size " + pick("-2", "-1", "5", "60"));
        for (int i = 0; i < STEPS; i++) {
            commands.add(command());
        }
        commands.add("CONFIG SET list-max-listpack-size -2");
        try {
            compare(commands.toArray(String[]::new));
        } catch (AssertionError failed) {
            throw new AssertionError("seed " + seed, failed);
        }
    }

    private String pick(String... from) {
        return from[random.nextInt(from.length)];
    }

    private String element() {
        return switch (random.nextInt(8)) {
            case 0 -> "" + random.nextLong();
            case 1 -> "" + (random.nextInt(100_000) - 50_000);
            case 2, 3 -> "" + random.nextInt(10);
            case 4 -> "x".repeat(random.nextInt(200)) + "y";
            case 5 -> random.nextInt(40) == 0 ? "z".repeat(random.nextInt(12_000)) + "y" : "z";
            default -> "e" + random.nextInt(20);
        };
    }

    private String elements() {
        StringBuilder elements = new StringBuilder();
        for (int i = random.nextInt(random.nextInt(20) == 0 ? 200 : 4); i >= 0; i--) {
            elements.append(' ').append(element());
        }
        return elements.toString();
    }

    private String index() {
        return "" + (random.nextInt(3) == 0 ? random.nextInt(1400) - 700 : random.nextInt(40) - 20);
    }

    private String command() {
        String key = pick("a", "a", "b", "c");
        String other = pick("a", "b", "c");
        return switch (random.nextInt(30)) {
            case 0, 1, 2 -> "LPUSH " + key + elements();
            case 3, 4, 5 -> "RPUSH " + key + elements();
            case 6 -> pick("LPUSHX ", "RPUSHX ") + key + elements();
            case 7 -> "LPOP " + key + pick("", "", " 3", " " + random.nextInt(100));
            case 8 -> "RPOP " + key + pick("", "", " 3", " " + random.nextInt(100));
            case 9, 10 -> "LINSERT " + key + " " + pick("BEFORE ", "AFTER ") + element() + " " + element();
            case 11, 12 -> "LSET " + key + " " + index() + " " + element();
            case 13, 14 -> "LREM " + key + " " + (random.nextInt(7) - 3) + " " + element();
            case 15 -> "LRANGE " + key + " " + index() + " " + index();
            case 16 -> "LINDEX " + key + " " + index();
            case 17 ->
                random.nextInt(6) == 0
                        ? "LTRIM " + key + " " + index() + " " + index()
                        : "LTRIM " + key + " " + random.nextInt(5) + " " + (-1 - random.nextInt(5));
            case 18, 19 ->
                "LPOS " + key + " " + element()
                        + pick("", " RANK -1", " COUNT 0", " COUNT 3 RANK 2", " COUNT 0 MAXLEN 50");
            case 20, 21, 22 -> "LMOVE " + key + " " + other + " " + pick("LEFT", "RIGHT") + " " + pick("LEFT", "RIGHT");
            case 23 -> "RPOPLPUSH " + key + " " + other;
            case 24 -> "LMPOP 2 " + key + " " + other + pick(" LEFT", " RIGHT COUNT 5", " LEFT COUNT 40");
            case 25 -> "DEBUG DIGEST-VALUE " + key;
            case 26 -> "OBJECT ENCODING " + key;
            case 27 -> "LLEN " + key;
            case 28 -> pick("BLPOP ", "BRPOP ") + key + " " + other + " 0.001";
            default ->
                random.nextInt(10) == 0
                        ? pick("DEL a", "COPY a b REPLACE", "DEBUG RELOAD", "RENAME b c")
                        : "LRANGE " + key + " 0 -1";
        };
    }
}
