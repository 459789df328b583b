package serval.example.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import serval.bytes.Ascii;
import serval.bytes.ByteSlice;
import serval.sdk.config.ConfigRejectedException;
import serval.sdk.event.EventClass;

class EventFilterTest {
    private static boolean wants(EventFilter filter, EventClass eventClass, String key) {
        return filter.wants(eventClass, new ByteSlice(Ascii.bytes(key)));
    }

    @Test
    void lettersAreThoseOfKeyspaceNotifications() {
        assertEquals(EventClass.STRING.bit() | EventClass.EXPIRED.bit(), EventFilter.bits("$x"));
        int more = EventClass.NEW.bit()
                | EventClass.KEY_MISS.bit()
                | EventClass.OVERWRITTEN.bit()
                | EventClass.TYPE_CHANGED.bit();
        assertEquals(0, EventFilter.bits("A") & more);
        for (EventClass one : EventClass.values()) {
            assertTrue((EventFilter.bits("Amnoc") & one.bit()) != 0, one.name());
        }
        assertThrows(ConfigRejectedException.class, () -> EventFilter.bits("g?"));
    }

    @Test
    void classAndOnePatternHaveToMatch() {
        EventFilter filter = EventFilter.of("$g", "user:*  order:?", "log");
        assertTrue(wants(filter, EventClass.STRING, "user:1"));
        assertTrue(wants(filter, EventClass.GENERIC, "order:7"));
        assertFalse(wants(filter, EventClass.GENERIC, "order:77"));
        assertFalse(wants(filter, EventClass.LIST, "user:1"));
    }

    @Test
    void ownStreamAndNoStreamWantNothing() {
        assertFalse(wants(EventFilter.of("A", "*", "log"), EventClass.STREAM, "log"));
        assertTrue(wants(EventFilter.of("A", "*", "log"), EventClass.STREAM, "logs"));
        assertFalse(wants(EventFilter.of("A", "*", ""), EventClass.STRING, "a"));
    }
}
