package serval.system.oracle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import serval.system.CommandLine;
import serval.system.RandomSeed;
import serval.system.RedisProcess;
import serval.system.RespConnection;
import serval.system.ServalProcess;

/** Payloads of hashes: each side reads the other's, and none that are damaged do harm. */
@Tag("oracle")
class HashDumpOracleIT {
    private static final int DAMAGED = 3000;

    private static ServalProcess serval;
    private static RedisProcess redis;
    private static RespConnection ours;
    private static RespConnection theirs;

    @BeforeAll
    static void start() {
        serval = ServalProcess.start("rdb-compatibility 7.0", "rdbcompression no", "enable-debug-command yes");
        redis = RedisProcess.start("rdbcompression no", "enable-debug-command yes");
        ours = serval.connect();
        theirs = redis.connect();
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

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] dump(RespConnection connection) {
        byte[] reply = connection.call("DUMP h");
        int from = 1;
        while (reply[from - 1] != '\n') {
            from++;
        }
        return Arrays.copyOfRange(reply, from, reply.length - 2);
    }

    private static String restore(RespConnection connection, byte[] payload) {
        return CommandLine.show(connection.call(bytes("RESTORE"), bytes("o"), bytes("0"), payload, bytes("REPLACE")));
    }

    private static void fill(Random random, int fields, int longest) {
        both("DEL h");
        for (int i = 0; i < fields; i++) {
            String value = random.nextBoolean()
                    ? Long.toString(random.nextLong() >> random.nextInt(64))
                    : "v".repeat(random.nextInt(longest));
            both("HSET h " + (random.nextBoolean() ? "field" : "") + i + " x" + value);
            both("HSET h " + (random.nextBoolean() ? "n" : "-") + (i + 1) + " "
                    + (random.nextLong() >> random.nextInt(64)));
        }
    }

    @RepeatedTest(10)
    void packedPayloadsAreTheSame(RepetitionInfo repetition) {
        long seed = RandomSeed.of(repetition);
        Random random = new Random(seed);
        fill(random, 1 + random.nextInt(60), 60);
        both("OBJECT ENCODING h");
        byte[] our = dump(ours);
        byte[] their = dump(theirs);
        assertArrayEquals(Arrays.copyOf(their, their.length - 10), Arrays.copyOf(our, our.length - 10), "seed " + seed);
        assertEquals("+OK\\r\\n", restore(theirs, our));
        assertEquals("+OK\\r\\n", restore(ours, their));
        both("HGETALL o");
    }

    @Test
    void tablesGoBothWays() {
        fill(new Random(7), 700, 200);
        both("OBJECT ENCODING h");
        assertEquals("+OK\\r\\n", restore(theirs, dump(ours)));
        assertEquals("+OK\\r\\n", restore(ours, dump(theirs)));
        both("DEBUG DIGEST-VALUE h o");
        both("OBJECT ENCODING o");
    }

    /** Puts the right checksum under a payload, as somebody who means harm would: CRC-64 of Jones, the reflected one. */
    private static void seal(byte[] payload) {
        long crc = 0;
        for (int i = 0; i < payload.length - 8; i++) {
            crc ^= payload[i] & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? crc >>> 1 ^ 0x95AC9329AC4BC9B5L : crc >>> 1;
            }
        }
        for (int i = 0; i < 8; i++) {
            payload[payload.length - 8 + i] = (byte) (crc >>> 8 * i);
        }
    }

    @RepeatedTest(2)
    void damagedPayloadsAreRefusedOrRead(RepetitionInfo repetition) {
        long seed = RandomSeed.of(repetition);
        Random random = new Random(seed);
        fill(random, 20, 20);
        byte[] packed = dump(ours);
        ours.call("HSET h long " + "x".repeat(70));
        byte[] table = dump(ours);
        for (int i = 0; i < DAMAGED; i++) {
            byte[] payload = (random.nextBoolean() ? packed : table).clone();
            for (int n = random.nextInt(3); n >= 0; n--) {
                payload[random.nextInt(payload.length - 10)] = (byte) random.nextInt();
            }
            seal(payload);
            String answer = restore(ours, payload);
            assertTrue(
                    answer.equals("+OK\\r\\n") || answer.startsWith("-ERR Bad data format"),
                    "seed " + seed + ": " + answer);
            if (answer.startsWith("+")) {
                ours.ask("TYPE o");
                ours.call("DUMP o");
                ours.call("HGETALL o");
            }
        }
        assertEquals("+PONG\\r\\n", ours.ask("PING"));
    }
}
