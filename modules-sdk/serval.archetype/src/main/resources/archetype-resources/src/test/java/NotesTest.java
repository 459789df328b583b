package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import serval.testkit.ServalClient;
import serval.testkit.ServalTest;
import serval.testkit.TestClock;

@ServalTest
class NotesTest {
    @Test
    void notesKeepTheirOrder(ServalClient client) {
        assertEquals(2L, client.call("NOTES.ADD", "n", "milk", "bread"));
        assertEquals(3L, client.call("NOTES.ADD", "n", "an apple"));
        assertEquals(List.of("milk", "bread", "an apple"), client.call("NOTES.LIST", "n"));
        assertEquals(List.of(), client.call("NOTES.LIST", "none"));
    }

    @Test
    void otherTypesAreRefused(ServalClient client) {
        client.call("SET", "s", "a string");
        assertEquals(
                "WRONGTYPE Operation against a key holding the wrong kind of value", client.error("NOTES.LIST", "s"));
    }

    @Test
    void notesExpire(ServalClient client, TestClock clock) {
        client.call("NOTES.ADD", "n", "milk");
        client.call("EXPIRE", "n", 3600);
        clock.advance(Duration.ofHours(2));
        assertEquals(List.of(), client.call("NOTES.LIST", "n"));
    }
}
