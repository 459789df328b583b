package serval.system.oracle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import serval.system.CommandLine;
import serval.system.RandomSeed;
import serval.system.RedisProcess;
import serval.system.RespConnection;
import serval.system.ServalProcess;

/** Payloads of lists that went through many changes: the same bytes on both sides, and each reads the other's. */
@Tag("oracle")
class ListDumpOracleIT {
    private static final byte[] RESTORE = "RESTORE".getBytes();

    private static ServalProcess serval;
    private static RedisProcess redis;
    private static RespConnection ours;
    private static RespConnection theirs;
    private static boolean insertsSplitAlike;

    @BeforeAll
    static void start() {
        // Compressed strings are another matter: each side may find other repetitions.
        serval = ServalProcess.start("rdb-compatibility 7.0", "rdbcompression no");
        redis = RedisProcess.start("rdbcompression no");
        ours = serval.connect();
        theirs = redis.connect();
        // Redis 7.0 splits full nodes elsewhere on LINSERT than 7.2 does.
        insertsSplitAlike = !CommandLine.show(theirs.call("INFO server")).contains("redis_version:7.0.");
    }

    @AfterAll
    static void stop() {
        ours.close();
        theirs.close();
        serval.close();
        redis.close();
    }

    private static void both(String command) {
        assertEquals(theirs.ask(command), ours.ask(command), command);
    }

    private static byte[] dump(RespConnection connection) {
        byte[] reply = connection.call("DUMP l");
        int from = 1;
        while (reply[from - 1] != '\n') {
            from++;
        }
        return Arrays.copyOfRange(reply, from, reply.length - 2);
    }

    private static void restore(RespConnection connection, byte[] payload) {
        byte[] reply = connection.call(RESTORE, "o".getBytes(), "0".getBytes(), payload, "REPLACE".getBytes());
        assertEquals("+OK\\r\\n", CommandLine.show(reply));
    }

    /** A payload without the version of the format and the checksum. */
    private static byte[] withoutFooter(byte[] payload) {
        return Arrays.copyOf(payload, payload.length - 10);
    }

    @RepeatedTest(20)
    void bothWriteTheSame(RepetitionInfo repetition) {
        long seed = RandomSeed.of(repetition);
        Random random = new Random(seed);
        boolean inserts = random.nextBoolean();
        String limit = new String[] {"-1", "-2", "3", "20", "128"}[random.nextInt(5)];
        both("CONFIG SET list-max-listpack-size " + limit);
        both("DEL l");
        StringBuilder elements = new StringBuilder();
        for (int i = 0; i < 1500; i++) {
            elements.append(
                    i % 3 == 0 ? " " + random.nextInt(100_000) : " e" + random.nextInt(30) + "-" + "ab".repeat(i % 17));
        }
        both("RPUSH l" + elements);
        both("LPUSH l" + elements);
        for (int i = 0; i < 300; i++) {
            String element = "n" + "x".repeat(random.nextInt(random.nextInt(30) == 0 ? 5000 : 60));
            int index = random.nextInt(2000) - 1000;
            switch (random.nextInt(7)) {
                case 0, 1 -> {
                    if (!inserts) {
                        continue;
                    }
                    String pivot =
                            CommandLine.show(ours.call("LINDEX l " + index)).split("\\\\r\\\\n")[1];
                    both("LINSERT l " + (random.nextBoolean() ? "BEFORE " : "AFTER ") + pivot + " " + element);
                }
                case 2 -> both("LSET l " + index + " " + element);
                case 3 -> both("LREM l " + (random.nextInt(5) - 2) + " e" + random.nextInt(30) + "-");
                case 4 -> both("LMOVE l l LEFT RIGHT");
                case 5 -> both(random.nextBoolean() ? "LPOP l 2" : "RPUSH l " + element + " " + element);
                default -> both("LTRIM l " + random.nextInt(5) + " -" + (1 + random.nextInt(5)));
            }
        }
        byte[] our = dump(ours);
        byte[] their = dump(theirs);
        if (!inserts || insertsSplitAlike) {
            assertArrayEquals(withoutFooter(their), withoutFooter(our), "seed " + seed);
        }
        for (byte[] payload : new byte[][] {our, their}) {
            restore(theirs, payload);
            restore(ours, payload);
            both("LRANGE o 0 -1");
            both("LRANGE l 0 -1");
            both("LPUSH o x");
        }
    }
}
