package serval.system.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import serval.system.RespConnection;
import serval.system.ServalProcess;

/** HELLO.WORLD and CL.THROTTLE. */
class SmallExamplesIT {
    @Test
    void helloGreetsAsItsDirectiveSays(@TempDir Path folder) {
        try (ServalProcess server = ExampleJars.start(folder, List.of("hello-greeting Salve"), ExampleJars.hello());
                RespConnection client = server.connect()) {
            assertEquals("$13\\r\\nSalve, world!\\r\\n", client.ask("HELLO.WORLD"));
            assertEquals("+OK\\r\\n", client.ask("CONFIG SET hello-greeting Ahoy"));
            assertEquals("$9\\r\\nAhoy, \\xffa!\\r\\n", client.ask("hello.world \"\\xffa\""));
            assertEquals("-ERR syntax error\\r\\n", client.ask("HELLO.WORLD a b"));
            assertEquals(
                    "*2\\r\\n$14\\r\\nhello-greeting\\r\\n$4\\r\\nAhoy\\r\\n", client.ask("CONFIG GET hello-greeting"));
        }
    }

    @Test
    void throttleAnswersAndRefuses(@TempDir Path folder) {
        try (ServalProcess server = ExampleJars.start(folder, ExampleJars.throttle());
                RespConnection client = server.connect()) {
            // In a transaction time stands still, so every number is certain.
            client.ask("MULTI");
            client.ask("CL.THROTTLE user 2 1 60");
            client.ask("CL.THROTTLE user 2 1 60 2");
            client.ask("CL.THROTTLE user 2 1 60 1");
            client.ask("CL.THROTTLE user 2 1 60 0");
            client.ask("CL.THROTTLE user 2 1 60 4");
            assertEquals(
                    "*5\\r\\n"
                            + reply(0, 3, 2, -1, 60)
                            + reply(0, 3, 0, -1, 180)
                            + reply(1, 3, 0, 60, 180)
                            + reply(0, 3, 0, -1, 180)
                            + reply(1, 3, 0, -1, 180),
                    client.ask("EXEC"));
            assertEquals("+string\\r\\n", client.ask("TYPE user"));
            String left = client.ask("PTTL user");
            long millis = Long.parseLong(left.substring(1, left.indexOf('\\')));
            assertTrue(millis > 100_000 && millis <= 180_000, left);
        }
    }

    private static String reply(long... numbers) {
        StringBuilder text = new StringBuilder("*5\\r\\n");
        for (long number : numbers) {
            text.append(':').append(number).append("\\r\\n");
        }
        return text.toString();
    }

    @Test
    void throttleNamesWhatIsWrong(@TempDir Path folder) {
        try (ServalProcess server = ExampleJars.start(folder, ExampleJars.throttle());
                RespConnection client = server.connect()) {
            assertEquals(
                    "-ERR wrong number of arguments for 'cl.throttle' command\\r\\n", client.ask("CL.THROTTLE a 1 1"));
            assertEquals("-Cell error: Couldn't parse as integer: x\\r\\n", client.ask("CL.THROTTLE a 1 x 1"));
            assertEquals("-Cell error: count and period must be positive\\r\\n", client.ask("CL.THROTTLE a 1 0 60"));
            assertEquals(
                    "-Cell error: max_burst and quantity must not be negative\\r\\n",
                    client.ask("CL.THROTTLE a 1 1 60 -1"));
            assertEquals(
                    "-Cell error: the numbers are too large\\r\\n",
                    client.ask("CL.THROTTLE a 1 1 9223372036854775807"));
            client.ask("SET a text");
            assertEquals("-ERR value is not an integer or out of range\\r\\n", client.ask("CL.THROTTLE a 1 1 60"));
            client.ask("TEST.PUSH lines x");
            assertTrue(client.ask("CL.THROTTLE lines 1 1 60").startsWith("-WRONGTYPE "));
        }
    }

    @Test
    void throttleJournalsWhatItCameTo(@TempDir Path folder) {
        try (ServalProcess server = ExampleJars.start(folder, ExampleJars.throttle());
                RespConnection client = server.connect()) {
            client.ask("TEST.JOURNAL");
            client.ask("CL.THROTTLE user 0 1 60");
            client.ask("CL.THROTTLE user 0 1 60");
            String kept = client.ask("GET user");
            String arrival = kept.substring(kept.indexOf("\\n") + 2, kept.lastIndexOf("\\r"));
            String journal = client.ask("TEST.JOURNAL");
            assertTrue(journal.startsWith("*1\\r\\n"), journal);
            assertTrue(journal.contains("0: SET user " + arrival + " PXAT " + arrival.substring(0, 13)), journal);
        }
    }
}
