package serval.system.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import serval.system.RespConnection;
import serval.system.ServalProcess;

/** Key events arrive in a stream. */
class EventStreamIT {
    @Test
    void eventsOfChosenKeysAreAppended(@TempDir Path folder) {
        try (ServalProcess server = ExampleJars.start(folder, ExampleJars.events());
                RespConnection client = server.connect()) {
            client.ask("SET user:0 nobody-listens");
            assertEquals(
                    "+OK\\r\\n", client.ask("CONFIG SET event-log-stream log event-log-patterns 'user:* order:*'"));
            client.ask("SET user:1 Ada");
            client.ask("SET other x");
            client.ask("DEL user:1");
            assertEquals(":2\\r\\n", client.ask("XLEN log"));
            String entries = client.ask("XRANGE log - +");
            String set =
                    "*6\\r\\n$5\\r\\nevent\\r\\n$3\\r\\nset\\r\\n$3\\r\\nkey\\r\\n$6\\r\\nuser:1\\r\\n$2\\r\\ndb\\r\\n$1\\r\\n0\\r\\n";
            assertTrue(entries.contains(set), entries);
            assertTrue(entries.contains(set.replace("$3\\r\\nset", "$3\\r\\ndel")), entries);
            assertFalse(entries.contains("other"), entries);
        }
    }

    @Test
    void ownEventsAreLeftOutAndLengthIsKept(@TempDir Path folder) {
        try (ServalProcess server = ExampleJars.start(folder, ExampleJars.events());
                RespConnection client = server.connect()) {
            client.ask("CONFIG SET event-log-stream log event-log-length 100");
            for (int i = 0; i < 2000; i++) {
                client.ask("SET k" + i + " x");
            }
            String length = client.ask("XLEN log");
            long entries = Long.parseLong(length.substring(1, length.indexOf('\\')));
            assertTrue(entries >= 100 && entries < 1000, length);
            client.ask("CONFIG SET event-log-classes x");
            client.ask("SET k x");
            assertEquals(length, client.ask("XLEN log"));
        }
    }

    @Test
    void eventsGoToTheStreamOfTheirDatabase(@TempDir Path folder) {
        try (ServalProcess server = ExampleJars.start(folder, ExampleJars.events());
                RespConnection client = server.connect()) {
            client.ask("CONFIG SET event-log-stream log");
            client.ask("SELECT 3");
            client.ask("SET k x");
            assertTrue(client.ask("XRANGE log - +").contains("$2\\r\\ndb\\r\\n$1\\r\\n3\\r\\n"));
            client.ask("SELECT 0");
            assertEquals(":0\\r\\n", client.ask("EXISTS log"));
        }
    }
}
