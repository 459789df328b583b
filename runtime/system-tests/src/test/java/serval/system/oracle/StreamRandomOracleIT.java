package serval.system.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import serval.system.RandomSeed;

/**
 * Random commands on two streams, step by step; {@code -Dserval.seed} repeats a run that failed. What 7.2 changed is
 * left out: claiming creates a consumer even if nothing is claimed, so nothing asks how many there are.
 */
class StreamRandomOracleIT extends OracleTest {
    private static final int STEPS = 4000;

    private Random random = new Random();
    private int top;

    @RepeatedTest(3)
    void sameRepliesAsRedis(RepetitionInfo repetition) {
        long seed = RandomSeed.of(repetition);
        random = new Random(seed);
        top = 0;
        List<String> commands = new ArrayList<>();
        commands.add("CONFIG SET stream-node-max-entries " + (random.nextBoolean() ? 100 : 5));
        for (int i = 0; i < STEPS; i++) {
            commands.add(command());
        }
        commands.add("CONFIG SET stream-node-max-entries 100");
        try {
            compare(commands.toArray(String[]::new));
        } catch (AssertionError failed) {
            throw new AssertionError("seed " + seed, failed);
        }
    }

    private String pick(String... from) {
        return from[random.nextInt(from.length)];
    }

    private String id() {
        return random.nextInt(top + 3) + pick("", "-0", "-1", "-" + random.nextInt(5));
    }

    private String ids(int most) {
        StringBuilder ids = new StringBuilder();
        for (int i = random.nextInt(most); i >= 0; i--) {
            ids.append(' ').append(id());
        }
        return ids.toString();
    }

    private String bound() {
        return pick("-", "+", id(), id(), "(" + id());
    }

    private String add(String key) {
        top += random.nextInt(3) == 0 ? random.nextInt(300) : random.nextInt(2);
        String trim = random.nextInt(12) == 0
                ? pick("MAXLEN ~ 90 ", "MAXLEN 200 ", "MINID ~ " + id() + " ", "MAXLEN ~ 40 LIMIT 100 ", "NOMKSTREAM ")
                : "";
        String fields =
                random.nextInt(3) > 0 ? " a " + random.nextInt() + " b " + "x".repeat(random.nextInt(30)) + "y" : "";
        for (int i = random.nextInt(3); i > 0 || fields.isEmpty(); i--) {
            fields += " " + pick("c", "d", "17") + " " + random.nextLong();
        }
        return "XADD " + key + " " + trim + top + pick("-*", "-*", "-" + random.nextInt(5)) + fields;
    }

    private String command() {
        String key = pick("s", "t");
        String group = key + " " + pick("g", "h");
        String consumer = pick("a", "b", "c");
        return switch (random.nextInt(32)) {
            case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 -> add(key);
            case 10, 11 -> "XDEL " + key + ids(6);
            case 12 ->
                "XTRIM " + key + " "
                        + pick("MAXLEN 150", "MAXLEN ~ 50", "MINID " + id(), "MINID ~ " + id(), "MAXLEN ~ 9 LIMIT 60");
            case 13 -> "XRANGE " + key + " " + bound() + " " + bound() + pick("", " COUNT 3");
            case 14 -> "XREVRANGE " + key + " " + bound() + " " + bound() + pick("", " COUNT 3");
            case 15 -> "XREAD COUNT " + random.nextInt(4) + " STREAMS s t " + id() + " " + id();
            case 16, 17 ->
                "XGROUP CREATE " + group + " " + pick("0", "$", id()) + pick("", " MKSTREAM", " ENTRIESREAD 5");
            case 18 -> "XGROUP SETID " + group + " " + pick("0", "$", id());
            case 19 -> "XGROUP DELCONSUMER " + group + " " + consumer;
            case 20, 21, 22, 23 ->
                "XREADGROUP GROUP " + pick("g", "h") + " " + consumer + " COUNT " + pick("0", "1", "7", "90")
                        + pick("", "", " NOACK") + " STREAMS " + key + " " + pick(">", ">", ">", "0", id());
            case 24, 25 -> "XACK " + group + ids(20);
            case 26 -> "XPENDING " + group;
            case 27 ->
                "XCLAIM " + group + " " + consumer + " 0" + ids(6)
                        + pick("", " FORCE", " JUSTID", " RETRYCOUNT 4", " LASTID " + id());
            case 28 -> "XAUTOCLAIM " + group + " " + consumer + " 0 " + bound() + pick("", " COUNT 4", " JUSTID");
            case 29 -> "XINFO STREAM " + key;
            case 30 -> "DEBUG DIGEST-VALUE " + key;
            default -> random.nextInt(12) == 0 ? pick("DEL s", "COPY s t REPLACE", "DEBUG RELOAD") : "XLEN " + key;
        };
    }
}
