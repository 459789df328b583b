package serval.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import serval.spi.engine.EngineStatistics;
import serval.spi.journal.Effect;
import serval.spi.journal.Journal;

/** Replies leave only when the journal covers what they may have seen. */
@Timeout(30)
class WithheldRepliesTest {
    private final ServerDirectives directives = new ServerDirectives();
    private final TinyEngine engine = new TinyEngine();
    private final Server server = new Server(engine, new EngineStatistics(), directives);
    private final SlowJournal journal = new SlowJournal();

    @AfterEach
    void close() {
        server.close();
    }

    /** A journal whose position and released position the test moves. */
    private static final class SlowJournal implements Journal {
        private final AtomicBoolean flushed = new AtomicBoolean();
        private long position = 1;
        private long released = 1;
        private final List<Long> asked = new ArrayList<>();
        private final List<Runnable> actions = new ArrayList<>();

        @Override
        public synchronized boolean isWanted(int targets) {
            return true;
        }

        @Override
        public void begin(long millis, boolean atomic) {}

        @Override
        public void append(Effect effect) {}

        @Override
        public void end() {}

        @Override
        public synchronized long position() {
            return position;
        }

        @Override
        public synchronized long released() {
            return released;
        }

        @Override
        public synchronized void whenReleased(long at, Runnable action) {
            asked.add(at);
            actions.add(action);
        }

        @Override
        public void releasedMoved() {}

        @Override
        public boolean isDiskAwaited() {
            return false;
        }

        @Override
        public void flush() {
            flushed.set(true);
        }

        @Override
        public void targetsMoved() {}

        @Override
        public void fileEnded() {}

        @Override
        public long synced() {
            return -1;
        }

        @Override
        public Runnable whenSynced(long at, Runnable action) {
            return () -> {};
        }

        @Override
        public void raw(long offset, byte[] bytes, int from, int length) {}

        synchronized void write(long to) {
            position = to;
        }

        void release(long to) {
            List<Runnable> due = new ArrayList<>();
            synchronized (this) {
                released = to;
                for (int i = asked.size() - 1; i >= 0; i--) {
                    if (asked.get(i) <= to) {
                        due.addFirst(actions.remove(i));
                        asked.remove(i);
                    }
                }
            }
            due.forEach(Runnable::run);
        }
    }

    private void open() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            directives.port.set(List.of(Integer.toString(socket.getLocalPort())));
        }
        directives.bind.set(List.of("127.0.0.1"));
        server.journal(journal);
        server.open();
    }

    static List<String> transports() {
        return ServerTest.transports();
    }

    @ParameterizedTest
    @MethodSource("transports")
    void whoSendsNoMoreGetsWhatIsWithheldBeforeTheEnd(String transport) throws Exception {
        directives.transport.set(List.of(transport));
        open();
        try (Client client = Client.to((int) directives.port.value());
                Client quits = Client.to((int) directives.port.value());
                Client goes = Client.to((int) directives.port.value());
                Client other = Client.to((int) directives.port.value())) {
            journal.write(2);
            client.send("PING a\r\n");
            client.channel().shutdownOutput();
            quits.send("PING b\r\nQUIT\r\n");
            quits.channel().shutdownOutput();
            goes.send("PING c\r\n");
            goes.channel().shutdownOutput();
            awaitExecuted(4);
            // Whoever comes later is served: nothing turns in circles for those who have ended.
            journal.write(0);
            assertEquals("+PONG", other.ask("PING"));
            goes.close();
            journal.release(2);
            assertEquals("a", new String(client.bulk()));
            assertNull(client.line());
            assertEquals("b", new String(quits.bulk()));
            assertEquals("+OK", quits.line());
            assertNull(quits.line());
            while (server.connected() > 1) {
                assertEquals("+PONG", other.ask("PING"));
            }
        }
    }

    @Test
    void aReplyWaitsForItsPositionAndLaterOnesForTheirs() throws Exception {
        open();
        try (Client one = Client.to((int) directives.port.value());
                Client two = Client.to((int) directives.port.value())) {
            assertEquals("+PONG", one.ask("PING"));
            assertTrue(journal.flushed.get(), "what a reply tells of was handed on before it left");
            journal.write(2);
            one.send("PING a\r\n");
            awaitExecuted(2);
            journal.write(3);
            two.send("PING b\r\n");
            awaitExecuted(3);
            one.send("PING c\r\n");
            awaitExecuted(4);
            journal.release(2);
            assertEquals("a", new String(one.bulk()));
            assertTrue(pending(1) > 0 && pending(2) > 0);
            journal.release(3);
            assertEquals("c", new String(one.bulk()));
            assertEquals("b", new String(two.bulk()));
            server.journal(null);
            assertEquals("+PONG", one.ask("PING"));
            journal.write(9);
            server.journal(journal);
            one.send("PING d\r\n");
            awaitExecuted(6);
            journal.release(Long.MAX_VALUE);
            assertEquals("d", new String(one.bulk()));
        }
    }

    private long pending(long id) {
        engine.enter();
        try {
            return engine.sessions.get(id).outputBytes();
        } finally {
            engine.leave();
        }
    }

    private void awaitExecuted(long count) throws InterruptedException {
        while (executed() < count) {
            Thread.sleep(2);
        }
    }

    private long executed() {
        engine.enter();
        try {
            return engine.executed;
        } finally {
            engine.leave();
        }
    }
}
