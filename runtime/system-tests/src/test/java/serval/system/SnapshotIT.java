package serval.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A snapshot shows the dataset as it was when it was opened, whatever is written while it is taken. */
class SnapshotIT {
    private static final int KEYS = 2000;

    @Test
    void snapshotIsOfOneMoment(@TempDir Path folder) {
        try (ServalProcess server = TestServer.startWithTestBundle(folder);
                RespConnection client = server.connect()) {
            Map<String, String> then = new HashMap<>();
            for (int i = 0; i < KEYS; i++) {
                client.ask(i % 10 == 0 ? "TEST.PUSH k" + i + " line" : "SET k" + i + " " + i);
                then.put("k" + i, client.ask("DUMP k" + i));
            }
            assertEquals("+OK\\r\\n", client.ask("TEST.SNAPOPEN 0 16383"));
            Random random = new Random(1);
            int steps = 0;
            while (client.ask("TEST.SNAPSTEP 500").equals(":0\\r\\n")) {
                steps++;
                for (int i = 0; i < 5; i++) {
                    change(client, random);
                }
            }
            assertTrue(steps > 50, "steps: " + steps);
            assertEquals("*2\\r\\n:" + KEYS + "\\r\\n:0\\r\\n", client.ask("TEST.SNAPSIZE"));
            for (Map.Entry<String, String> entry : then.entrySet()) {
                assertEquals(entry.getValue(), client.ask("TEST.SNAPGET " + entry.getKey()), entry.getKey());
            }
        }
    }

    private static void change(RespConnection client, Random random) {
        String key = "k" + random.nextInt(KEYS);
        switch (random.nextInt(7)) {
            case 0 -> client.ask("DEL " + key);
            case 1 -> client.ask("SET " + key + " changed");
            case 2 -> client.ask("APPEND " + key + " more");
            case 3 -> client.ask("SET new" + random.nextInt(KEYS) + " new");
            case 4 -> client.ask("TEST.PUSH " + key + " more");
            case 5 -> client.ask("RENAME " + key + " k" + random.nextInt(KEYS));
            default -> client.ask("PEXPIRE " + key + " 100000");
        }
    }

    @Test
    void snapshotCanBeOfSomeSlots(@TempDir Path folder) {
        try (ServalProcess server = TestServer.startWithTestBundle(folder);
                RespConnection client = server.connect()) {
            client.ask("SET {a}1 x");
            client.ask("SET {b}1 x");
            // The slot of "a" is 15495, that of "b" 3300.
            client.ask("TEST.SNAPOPEN 15495 15495");
            assertEquals(":1\\r\\n", client.ask("TEST.SNAPSTEP 100000"));
            assertEquals("*2\\r\\n:1\\r\\n:0\\r\\n", client.ask("TEST.SNAPSIZE"));
            assertTrue(client.ask("TEST.SNAPGET {a}1").startsWith("$"));
            assertEquals("$-1\\r\\n", client.ask("TEST.SNAPGET {b}1"));
        }
    }
}
