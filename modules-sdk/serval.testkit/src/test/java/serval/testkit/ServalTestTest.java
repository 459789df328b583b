package serval.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a vendor's test is given. */
@ExtendWith(SampleModule.class)
@ServalTest(module = "target/sample/2.0.0/target/testkit/module.jar", directives = "maxmemory-policy allkeys-lru")
class ServalTestTest {
    @Test
    void commandsOfModuleAndServerAnswer(ServalServer server, ServalClient client) {
        assertEquals("OK", client.call("SET", "s", "\u00e9"));
        assertEquals("\u00e9", client.call("GET", "s"));
        assertEquals(2L, server.call("WORDS.ADD", "k", "b", "a"));
        assertEquals(List.of("a", "b"), client.call("WORDS.ALL", "k"));
        assertEquals(
                "WRONGTYPE Operation against a key holding the wrong kind of value", client.error("WORDS.ALL", "s"));
        assertThrows(ErrorReplyException.class, () -> client.call("WORDS.ALL", "s"));
        assertThrows(AssertionError.class, () -> client.error("PING"));
        assertEquals(List.of("maxmemory-policy", "allkeys-lru"), client.call("CONFIG", "GET", "maxmemory-policy"));
    }

    @Test
    void clientSpeaksBothProtocols(ServalClient client) {
        assertEquals(List.of("hz", "100"), client.call("CONFIG", "GET", "hz"));
        assertEquals(3L, ((Map<?, ?>) client.call("HELLO", 3)).get("proto"));
        assertEquals(Map.of("hz", "100"), client.call("CONFIG", "GET", "hz"));
    }

    @Test
    void keysOfAnotherTestAreGone(ServalServer server) {
        assertEquals(0L, server.call("DBSIZE"));
        server.call("SET", "left", "behind");
    }

    @Test
    void keysOfYetAnotherTestAreGone(ServalServer server) {
        keysOfAnotherTestAreGone(server);
    }

    @Test
    void keysExpireByTheClock(ServalServer server, TestClock clock) {
        clock.freeze();
        server.call("SET", "k", "v", "EX", 60);
        clock.advance(Duration.ofMillis(59_999));
        assertEquals(1L, server.call("PTTL", "k"));
        assertEquals(
                clock.now().toEpochMilli() / 1000, Long.parseLong((String) ((List<?>) server.call("TIME")).get(0)));
        clock.advance(Duration.ofMillis(2));
        assertNull(server.call("GET", "k"));
        clock.resume();
    }

    @Test
    void timersFollowTheClock(ServalServer server, ServalClient client, TestClock clock) {
        clock.freeze();
        client.call("WORDS.LATER", 5000, "late");
        clock.advance(Duration.ofMillis(4999));
        assertEquals(List.of(), client.call("WORDS.ALL", "k"));
        clock.advance(Duration.ofMillis(1));
        server.await("the timer's action", () -> client.call("WORDS.ALL", "k").equals(List.of("late")));
        clock.resume();
    }

    @Test
    void serversDoNotMeet(ServalServer server) {
        ServalServer other = server.another("maxmemory 50mb");
        assertNotEquals(server.port(), other.port());
        server.call("WORDS.ADD", "k", "here");
        other.call("WORDS.ADD", "k", "there");
        assertEquals(List.of("here"), server.call("WORDS.ALL", "k"));
        assertEquals(List.of("there"), other.call("WORDS.ALL", "k"));
        other.clock().advance(Duration.ofDays(1));
        assertTrue(server.clock().now().isBefore(other.clock().now().minusSeconds(3600)));
        other.close();
        assertEquals("PONG", server.call("PING"));
    }

    @Test
    void restartedServerIsEmptyAndHasItsModule() {
        try (ServalServer server = ServalServer.start(SampleModule.FIRST)) {
            server.call("WORDS.ADD", "k", "a");
            server.restart("maxmemory 50mb");
            assertEquals(List.of(), server.call("WORDS.ALL", "k"));
            assertEquals(List.of("maxmemory", "52428800"), server.call("CONFIG", "GET", "maxmemory"));
        }
    }

    @Test
    void moduleComesAndGoes() {
        try (ServalServer server = ServalServer.start(SampleModule.FIRST)) {
            assertEquals("sample.words", server.module().name());
            assertEquals(List.of("testwords"), server.module().types());
            server.call("WORDS.ADD", "k", "a");
            server.module().unload();
            assertTrue(unknown(server));
            server.module().load();
            assertEquals(List.of("a"), server.call("WORDS.ALL", "k"));
            WeakReference<ClassLoader> first = server.module().classLoader();
            server.module().upgrade(SampleModule.SECOND);
            assertEquals(List.of("a"), server.call("WORDS.ALL", "k"));
            server.await("collection of the first version", () -> {
                System.gc();
                return first.refersTo(null);
            });
            IllegalStateException same = assertThrows(
                    IllegalStateException.class, () -> server.module().upgrade(SampleModule.SECOND));
            assertTrue(same.getMessage().contains("is installed already"), same.getMessage());
        }
    }

    private static boolean unknown(ServalServer server) {
        try {
            server.call("WORDS.ALL", "k");
            return false;
        } catch (ErrorReplyException error) {
            return error.getMessage().startsWith("ERR unknown command");
        }
    }

    @Test
    void shutdownEndsNoProcess() {
        try (ServalServer server = ServalServer.start(null)) {
            assertEquals(-1, server.exitStatus());
            try (ServalClient client = server.connect()) {
                client.send("SHUTDOWN", "NOSAVE");
                server.await("the server's wish to end", () -> server.exitStatus() == 0);
            }
        }
    }

    @Test
    void faultsAreToldByTheLog() {
        try (ServalServer server = ServalServer.start(SampleModule.FIRST)) {
            assertTrue(server.error("WORDS.FAULT").startsWith("ERR"));
            List<LogLine> faults =
                    server.log().stream().filter(LogLine::isFault).toList();
            assertEquals(1, faults.size());
            assertEquals("on purpose", faults.getFirst().fault().getMessage());
            assertTrue(faults.getFirst().message().contains("sample.words"));
        }
    }

    @Test
    void wrongDirectiveIsToldByName() {
        IllegalStateException told = assertThrows(
                IllegalStateException.class,
                () -> ServalServer.start(null, "maxmemory much").close());
        assertTrue(told.getMessage().contains("does not start"), told.getMessage());
    }

    @Nested
    class Inside {
        @Test
        void nestedClassSharesTheServer(ServalServer server) {
            assertFalse(server.log().isEmpty());
            assertEquals(1L, server.call("WORDS.ADD", "k", "a"));
        }
    }
}
