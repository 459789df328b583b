package serval.system.payload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import serval.system.CommandLine;
import serval.system.RandomSeed;
import serval.system.RespConnection;
import serval.system.ServalProcess;

/**
 * Payloads that are damaged in all manners, with the right checksum: each is refused with the one error there is for it, or is a
 * value that every command can work with. {@code -Dserval.corruptSeconds} says for how long, {@code -Dserval.seed} repeats a run.
 */
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class CorruptPayloadIT {
    private static final int SECONDS = Integer.getInteger("serval.corruptSeconds", 5);
    private static final int BATCH = 64;
    /** Payloads up to this length are cut off at each of their bytes. */
    private static final int SMALL = 600;

    private static final String OK = "+OK\\r\\n";
    private static final String BAD = "-ERR Bad data format\\r\\n";

    private static ServalProcess server;
    private static Map<String, byte[]> specimens;

    private final Random random = new Random();
    private int accepted;
    private int refused;

    @BeforeAll
    static void start() {
        // A heap in which what somebody makes up in a length has no room.
        server = ServalProcess.startWithOptions("-Xmx160m", "enable-debug-command yes");
        try (RespConnection connection = server.connect()) {
            specimens = Specimens.payloads(connection);
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void configure(RespConnection connection, String sanitize) {
        assertEquals(OK, connection.ask("CONFIG SET sanitize-dump-payload " + sanitize));
        assertEquals(OK, connection.ask("FLUSHALL"));
        // Damage makes times pass: nothing is to go between two looks at a value.
        assertEquals(OK, connection.ask("DEBUG SET-ACTIVE-EXPIRE 0"));
    }

    private static String key(int number) {
        return "k" + number + ":";
    }

    /** Restores all of these and asks the values of those that were taken. */
    private void judge(Probe probe, List<byte[]> values) {
        List<byte[]> requests = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            requests.add(Probe.restore(key(i), Payloads.seal(values.get(i))));
        }
        List<String> answers = probe.ask(requests);
        for (int i = 0; i < answers.size(); i++) {
            String payload = HexFormat.of().formatHex(values.get(i));
            if (answers.get(i).equals(OK)) {
                accepted++;
                String wrong = probe.ask(key(i));
                assertEquals("", wrong, () -> payload + "\n" + server.log());
            } else {
                refused++;
                assertEquals(BAD, answers.get(i), () -> payload + "\n" + server.log());
            }
        }
    }

    private static void assertUntroubled() {
        assertTrue(server.isAlive(), server::errors);
        String log = server.log();
        assertFalse(log.contains("Exception") || log.contains(" of bundle ") || log.contains("OutOfMemory"), log);
        assertEquals("", server.errors());
    }

    @Test
    void soundPayloadsAreTaken() {
        try (RespConnection connection = server.connect()) {
            configure(connection, "yes");
            Probe probe = new Probe(connection, random);
            specimens.forEach((name, value) -> {
                List<byte[]> one = List.of(Probe.restore("k", Payloads.seal(value)));
                assertEquals(List.of(OK), probe.ask(one), name);
                assertEquals("", probe.ask("k"), name);
            });
        }
        assertUntroubled();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "yes"})
    void truncatedPayloadsAreRefused(String sanitize) {
        try (RespConnection connection = server.connect()) {
            configure(connection, sanitize);
            Probe probe = new Probe(connection, random);
            specimens.forEach((name, value) -> {
                List<byte[]> requests = new ArrayList<>();
                int cuts = Math.min(value.length, SMALL);
                for (int i = 0; i < cuts; i++) {
                    int length = value.length <= SMALL ? i : random.nextInt(value.length);
                    requests.add(Probe.restore("k", Payloads.seal(Arrays.copyOf(value, length))));
                }
                for (String answer : probe.ask(requests)) {
                    assertEquals(BAD, answer, name);
                }
            });
        }
        assertUntroubled();
    }

    /** What was once taken, or might well be: values in hexadecimal digits. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                // Scores with a control character, a blank, a suffix of Java's, not a number.
                "0302016d03112e35016efe",
                "0301016d03202e35",
                "0301016d033164",
                "0301016d03312e66",
                "0301016d036e616e",
                "0501016d000000000000f87f",
                // Lists, sets, hashes and sorted sets without elements.
                "0100",
                "0200",
                "0300",
                "0400",
                "0500",
                "1200",
                "10070700000000000000ff",
                "1107070000000000ff",
                "1407070000000000ff",
                "0b080200000000000000",
                // More elements than there is room for.
                "0181ffffffffffffffff0161",
                "02807fffffff0161",
                "0480ffffffff01610162",
                "05807fffffff0161",
                "1281ffffffffffffffff",
                "1581ffffffffffffffff",
                // Strings that are to become very long.
                "00c30180ffffffff00",
                "00c30581ffffffffffffffff0000000000",
                "0081ffffffffffffffff",
                "00807fffffff",
                // Numbers twice, or out of order; an encoding that there is not.
                "0b0c020000000200000001000100",
                "0b0c020000000200000002000100",
                "0b0c030000000200000001000200",
                "00c4",
                // A value of no known type, and none at all.
                "06",
                "1a00",
                "ff",
                ""
            })
    void knownPayloadsAreRefused(String value) {
        try (RespConnection connection = server.connect()) {
            for (String sanitize : List.of("no", "yes")) {
                configure(connection, sanitize);
                byte[] payload = Payloads.seal(HexFormat.of().parseHex(value));
                assertEquals(List.of(BAD), new Probe(connection, random).ask(List.of(Probe.restore("k", payload))));
            }
        }
        assertUntroubled();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "yes"})
    void damagedPayloadsAreRefusedOrWorkedWith(String sanitize) {
        long seed = RandomSeed.of(1);
        System.out.println("Corrupt payloads, sanitize-dump-payload " + sanitize + ": -Dserval.seed=" + seed);
        random.setSeed(seed);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        try (RespConnection connection = server.connect()) {
            configure(connection, sanitize);
            Probe probe = new Probe(connection, random);
            Damage damage = new Damage(random);
            List<byte[]> all = new ArrayList<>(specimens.values());
            for (int round = 0; System.nanoTime() < end; round++) {
                List<byte[]> values = new ArrayList<>();
                for (int i = 0; i < BATCH; i++) {
                    values.add(damage.some(all));
                }
                judge(probe, values);
                if (round % 50 == 49) {
                    assertUntroubled();
                    connection.call("FLUSHALL");
                }
            }
        }
        assertUntroubled();
        System.out.println("Corrupt payloads: " + accepted + " were values, " + refused + " were refused");
        assertTrue(accepted > 0 && refused > 0);
    }

    @Test
    void checksumAndVersionAreLookedAtFirst() {
        try (RespConnection connection = server.connect()) {
            configure(connection, "yes");
            Probe probe = new Probe(connection, random);
            String wrong = "-ERR DUMP payload version or checksum are wrong\\r\\n";
            specimens.forEach((name, value) -> {
                byte[] payload = Payloads.seal(value);
                byte[] later = payload.clone();
                later[value.length] = 120;
                byte[] flipped = payload.clone();
                flipped[random.nextInt(payload.length)] ^= 1;
                List<byte[]> requests = new ArrayList<>();
                for (byte[] each : List.of(later, flipped, Arrays.copyOf(payload, payload.length - 1), new byte[9])) {
                    requests.add(Probe.restore("k", each));
                }
                for (String answer : probe.ask(requests)) {
                    assertEquals(wrong, answer, name);
                }
            });
            assertEquals(wrong, CommandLine.show(connection.call("RESTORE k 0 '' REPLACE")));
        }
        assertUntroubled();
    }
}
