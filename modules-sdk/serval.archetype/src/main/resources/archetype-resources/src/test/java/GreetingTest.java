package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import serval.testkit.ServalClient;
import serval.testkit.ServalTest;

@ServalTest
class GreetingTest {
    @Test
    void greets(ServalClient client) {
        assertEquals("hello, world", client.call("GREETING", "world"));
    }

    @Test
    void wantsOneName(ServalClient client) {
        assertEquals("ERR wrong number of arguments for 'greeting' command", client.error("GREETING"));
    }
}
