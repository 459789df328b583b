package serval.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.uring.IoUring;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import serval.sdk.config.ConfigRejectedException;
import serval.sdk.config.Directive;
import serval.spi.engine.EngineStatistics;
import serval.spi.session.Session;

@Timeout(60)
class ServerTest {
    private final ServerDirectives directives = new ServerDirectives();
    private final TinyEngine engine = new TinyEngine();
    private final EngineStatistics statistics = new EngineStatistics();
    final Server server = new Server(engine, statistics, directives);

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        server.close();
    }

    /** What this machine can do. */
    static List<String> transports() {
        return IoUring.isAvailable() ? List.of("auto", "epoll", "nio", "io_uring") : List.of("auto", "epoll", "nio");
    }

    /** What is used where a test does not say. */
    String transport() {
        return "auto";
    }

    final int start(String... words) throws Exception {
        set("port", Integer.toString(freePort()));
        set("bind", "127.0.0.1");
        set("serval-transport", transport());
        for (int i = 0; i < words.length; i += 2) {
            set(words[i], words[i + 1]);
        }
        server.open();
        return (int) directives.port.value();
    }

    private boolean set(String name, String value) {
        Directive directive = directives.all().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        return directive.set(List.of(value));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(2);
        }
    }

    private <T> T locked(Callable<T> question) throws Exception {
        engine.enter();
        try {
            return question.call();
        } finally {
            engine.leave();
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void pipelinedAndCutRequestsAreAnsweredInOrder(String transport) throws Exception {
        int port = start("serval-transport", transport, "io-threads", "2");
        for (int c = 0; c < 3; c++) {
            try (Client client = Client.to(port)) {
                int count = 20_000;
                Thread sender = Thread.ofPlatform().start(() -> {
                    StringBuilder all = new StringBuilder();
                    for (int i = 0; i < count; i++) {
                        String word = "w" + i;
                        all.append("*2\r\n$4\r\nPING\r\n$")
                                .append(word.length())
                                .append("\r\n")
                                .append(word)
                                .append("\r\n");
                    }
                    Random random = new Random(1);
                    int at = 0;
                    try {
                        while (at < all.length()) {
                            int to = Math.min(all.length(), at + 1 + random.nextInt(30_000));
                            client.send(all.substring(at, to));
                            at = to;
                        }
                    } catch (IOException broken) {
                        throw new IllegalStateException(broken);
                    }
                });
                for (int i = 0; i < count; i++) {
                    assertEquals("w" + i, new String(client.bulk()));
                }
                sender.join();
            }
        }
        await(() -> engine.closed == 3 && server.connected() == 0);
    }

    @ParameterizedTest
    @MethodSource("transports")
    void requestsOfManyClientsShareABatch(String transport) throws Exception {
        int port = start("serval-transport", transport);
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            clients.add(Client.to(port));
            assertEquals("+PONG", clients.get(i).ask("ping"));
        }
        String victim = clients.get(39).ask("id").substring(1);
        long before;
        engine.enter();
        try {
            before = engine.batches;
            // For this one the loop waits for the lock; the others' requests are there when it goes on.
            clients.get(0).send("ping\r\n");
            await(engine::isAwaited);
            for (int i = 1; i < 34; i++) {
                clients.get(i).send("*2\r\n$4\r\nPING\r\n$2\r\n" + (10 + i) + "\r\n");
            }
            clients.get(34).send("*2\r\n$4\r\nPING\r\n$2\r\n4");
            clients.get(35).send("kill " + victim + "\r\n");
            clients.get(36).send("fault\r\nping\r\n");
            clients.get(37).send("block\r\nping\r\n");
            clients.get(38).send("*2\r\n$4\r\nPING\r\n$1\r\na\r\n*2\r\n$4\r\nPING\r\n$1\r\nb\r\n");
        } finally {
            engine.leave();
        }
        assertEquals("+PONG", clients.get(0).line());
        for (int i = 1; i < 34; i++) {
            assertEquals(Integer.toString(10 + i), new String(clients.get(i).bulk()));
        }
        assertEquals("+OK", clients.get(35).line());
        assertNull(clients.get(36).line());
        assertEquals("a", new String(clients.get(38).bulk()));
        assertEquals("b", new String(clients.get(38).bulk()));
        assertNull(clients.get(39).line());
        assertTrue(locked(() -> engine.batches) - before < 20, "one by one");
        assertEquals(16, locked(() -> engine.mostAnnounced));

        assertEquals("44", new String(clients.get(34).send("4\r\n").bulk()));
        assertEquals("+OK", clients.get(35).ask("release"));
        assertEquals("+released", clients.get(37).line());
        assertEquals("+PONG", clients.get(37).line());
        for (Client client : clients) {
            client.close();
        }
        await(() -> engine.closed == 40 && server.connected() == 0);
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aValueOfAHundredMegabytesGoesInAndOut(String transport) throws Exception {
        int port = start("serval-transport", transport);
        byte[] value = new byte[100 << 20];
        new Random(5).nextBytes(value);
        try (Client client = Client.to(port)) {
            client.send("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$" + value.length + "\r\n")
                    .send(value)
                    .send("\r\n");
            assertEquals("+OK", client.line());
            client.send("GET k\r\nGET k\r\nPING\r\n");
            assertArrayEquals(value, client.bulk());
            assertArrayEquals(value, client.bulk());
            assertEquals("+PONG", client.line());
            Session session = locked(() -> engine.sessions.values().iterator().next());
            assertEquals(0, locked(session::outputBytes));
            assertTrue(locked(session::memory) < 200_000, () -> session.memory() + " bytes");
            assertTrue(session.received() > value.length);
            assertTrue(session.sent() > 2L * value.length);
        }
    }

    @Test
    void aReplyThatNobodyReadsStopsOnlyItsClient() throws Exception {
        int port = start();
        try (Client lazy = Client.to(port);
                Client other = Client.to(port)) {
            lazy.send("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$20000000\r\n" + "x".repeat(20_000_000) + "\r\n");
            assertEquals("+OK", lazy.line());
            lazy.send("GET k\r\nLINES 100000\r\nGET k\r\nPING\r\n");
            assertEquals("+PONG", other.ask("PING"));
            assertEquals("+PONG", other.ask("PING"));
            assertEquals(20_000_000, lazy.bulk().length);
            assertEquals("*100000", lazy.line());
            for (int i = 0; i < 100_000; i++) {
                assertEquals(Integer.toString(i), new String(lazy.bulk()));
            }
            assertEquals(20_000_000, lazy.bulk().length);
            assertEquals("+PONG", lazy.line());
        }
    }

    @Test
    void anErrorOfTheProtocolEndsItsConnectionAndNoOther() throws Exception {
        int port = start();
        try (Client good = Client.to(port);
                Client bad = Client.to(port)) {
            assertEquals("+PONG", good.ask("PING"));
            bad.send("PING\r\n*1\r\n:4\r\nPING\r\nPING\r\n");
            assertEquals("+PONG", bad.line());
            assertEquals("-ERR Protocol error: expected '$', got ':'", bad.line());
            assertNull(bad.line());
            assertEquals("+PONG", good.ask("PING"));
            assertEquals(1, locked(() -> statistics.errors));
        }
    }

    @Test
    void aFaultOfTheEngineEndsItsConnectionAndNoOther() throws Exception {
        int port = start();
        try (Client good = Client.to(port);
                Client bad = Client.to(port)) {
            assertEquals("+PONG", good.ask("PING"));
            assertNull(bad.ask("FAULT"));
            assertEquals("+PONG", good.ask("PING"));
        }
    }

    @Test
    void strangersAreHeldShortUntilTheyAuthenticate() throws Exception {
        engine.demandsPassword = true;
        int port = start();
        try (Client client = Client.to(port)) {
            assertEquals("+OK", client.ask("AUTH x"));
            client.send("*11\r\n$4\r\nPING\r\n$1\r\na\r\n" + "$1\r\nb\r\n".repeat(9));
            assertEquals("a", new String(client.bulk()));
        }
        try (Client client = Client.to(port)) {
            assertEquals("-ERR Protocol error: unauthenticated multibulk length", client.ask("*11"));
            assertNull(client.line());
        }
    }

    @Test
    void clientsBeyondTheMostAreTurnedAway() throws Exception {
        int port = start("maxclients", "2");
        try (Client one = Client.to(port);
                Client two = Client.to(port)) {
            assertEquals("+PONG", one.ask("PING"));
            assertEquals("+PONG", two.ask("PING"));
            try (Client three = Client.to(port)) {
                assertEquals("-ERR max number of clients reached", three.line());
                assertNull(three.line());
            }
            assertEquals(1, locked(() -> statistics.rejectedConnections));
            two.close();
            await(() -> engine.closed == 1);
            try (Client three = Client.to(port)) {
                assertEquals("+PONG", three.ask("PING"));
            }
        }
    }

    @Test
    void idleClientsAreClosed() throws Exception {
        int port = start();
        try (Client client = Client.to(port);
                Client blocked = Client.to(port)) {
            assertEquals("+PONG", client.ask("PING"));
            assertEquals("+PONG", blocked.ask("PING"));
            blocked.send("BLOCK\r\n");
            set("timeout", "1");
            assertNull(client.line());
            try (Client other = Client.to(port)) {
                assertEquals("+OK", other.ask("RELEASE"));
                assertEquals("+released", blocked.line());
            }
        }
    }

    @Test
    void aSubscriberThatDoesNotReadIsCutAtItsLimit() throws Exception {
        int port = start("client-output-buffer-limit", "pubsub 1mb 0 0");
        try (Client subscriber = Client.to(port);
                Client publisher = Client.to(port)) {
            assertEquals("+OK", subscriber.ask("SUBSCRIBE"));
            String message = "m".repeat(10_000);
            while (engine.closed == 0) {
                assertEquals("+OK", publisher.ask("PUBLISH " + message));
            }
            assertEquals(1, locked(() -> statistics.outputLimitDisconnections));
        }
    }

    @Test
    void aReplyBeyondTheLimitIsNotBuilt() throws Exception {
        int port = start("client-output-buffer-limit", "normal 1mb 0 0");
        try (Client client = Client.to(port)) {
            assertNull(client.ask("LINES 50000000"));
        }
        assertEquals(1, locked(() -> statistics.outputLimitDisconnections));
    }

    @Test
    void aClientThatStaysAboveItsSoftLimitIsCut() throws Exception {
        int port = start("client-output-buffer-limit", "normal 0 1mb 1");
        try (Client client = Client.to(port);
                Client other = Client.to(port)) {
            assertEquals("+PONG", other.ask("PING"));
            client.send("LINES 5000000\r\n");
            await(() -> engine.closed == 1);
            assertEquals("+PONG", other.ask("PING"));
        }
    }

    @Test
    void aBlockedClientIsReadButNotServed() throws Exception {
        int port = start("io-threads", "2");
        try (Client blocked = Client.to(port);
                Client other = Client.to(port)) {
            assertEquals(":1", blocked.ask("ID"));
            blocked.send("BLOCK\r\nPING a\r\n");
            blocked.send("PING b\r\n");
            assertEquals("+PONG", other.ask("PING"));
            Session session = locked(() -> engine.sessions.get(1L));
            await(() -> session.queryBytes() == "PING a\r\nPING b\r\n".length());
            assertEquals("+OK", other.ask("RELEASE"));
            assertEquals("+released", blocked.line());
            assertEquals("a", new String(blocked.bulk()));
            assertEquals("b", new String(blocked.bulk()));
        }
    }

    @Test
    void aBlockedClientThatGoesIsNoticed() throws Exception {
        int port = start();
        Client blocked = Client.to(port);
        assertEquals("+PONG", blocked.ask("PING"));
        blocked.send("BLOCK\r\n");
        blocked.close();
        await(() -> engine.closed == 1);
        assertEquals(0, server.connected());
    }

    @Test
    void aBlockedClientCannotSendWithoutEnd() throws Exception {
        int port = start("client-query-buffer-limit", "1mb");
        try (Client blocked = Client.to(port)) {
            blocked.send("BLOCK\r\n");
            byte[] flood = "PING\r\n".repeat(10_000).getBytes();
            assertThrows(IOException.class, () -> {
                for (int i = 0; i < 100_000; i++) {
                    blocked.send(flood);
                }
            });
            await(() -> engine.closed == 1);
            assertEquals(1, locked(() -> statistics.queryLimitDisconnections));
        }
    }

    @Test
    void aHalfClosedConnectionGetsItsReplies() throws Exception {
        int port = start();
        try (Client client = Client.to(port)) {
            client.send("PING\r\nPING\r\n");
            client.channel().shutdownOutput();
            assertEquals("+PONG", client.line());
            assertEquals("+PONG", client.line());
            assertNull(client.line());
        }
    }

    @Test
    void quitIsAnsweredAndWhatFollowsIsNot() throws Exception {
        int port = start();
        try (Client client = Client.to(port)) {
            client.send("LINES 100000\r\nQUIT\r\nPING\r\n");
            assertEquals("*100000", client.line());
            for (int i = 0; i < 100_000; i++) {
                assertEquals(Integer.toString(i), new String(client.bulk()));
            }
            assertEquals("+OK", client.line());
            assertNull(client.line());
        }
    }

    @Test
    void aClientIsClosedFromAnotherThread() throws Exception {
        int port = start("io-threads", "2");
        try (Client one = Client.to(port);
                Client two = Client.to(port)) {
            String id = one.ask("ID").substring(1);
            assertEquals("+OK", two.ask("KILL " + id));
            assertNull(one.line());
        }
    }

    @Test
    void messagesArriveInOneOrderEverywhere() throws Exception {
        int port = start("io-threads", "2");
        int publishers = 4;
        int messages = 2000;
        List<Client> subscribers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Client subscriber = Client.to(port);
            assertEquals("+OK", subscriber.ask("SUBSCRIBE"));
            subscribers.add(subscriber);
        }
        List<Thread> threads = new ArrayList<>();
        for (int p = 0; p < publishers; p++) {
            int number = p;
            threads.add(Thread.ofPlatform().start(() -> {
                try (Client client = Client.to(port)) {
                    for (int i = 0; i < messages; i++) {
                        assertEquals("+OK", client.ask("PUBLISH " + number + ":" + i));
                    }
                } catch (IOException broken) {
                    throw new IllegalStateException(broken);
                }
            }));
        }
        List<List<String>> seen = new ArrayList<>();
        for (Client subscriber : subscribers) {
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < publishers * messages; i++) {
                lines.add(subscriber.line());
            }
            seen.add(lines);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        int[] next = new int[publishers];
        for (String line : seen.getFirst()) {
            String[] parts = line.substring(1).split(":");
            assertEquals(next[Integer.parseInt(parts[0])]++, Integer.parseInt(parts[1]));
        }
        for (List<String> lines : seen) {
            assertEquals(seen.getFirst(), lines);
        }
        for (Client subscriber : subscribers) {
            subscriber.close();
        }
    }

    @Test
    void aMessageToOneselfComesBehindTheReply() throws Exception {
        int port = start();
        try (Client client = Client.to(port)) {
            assertEquals("+OK", client.ask("SUBSCRIBE"));
            assertEquals("+OK", client.ask("PUBLISH hello"));
            assertEquals("+hello", client.line());
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void severalAddressesAndAUnixSocket(String transport) throws Exception {
        Path path = folder.resolve("socket");
        Files.writeString(path, "left over");
        int port = start(
                "bind",
                "127.0.0.1 -::1 -192.0.2.1",
                "unixsocket",
                path.toString(),
                "unixsocketperm",
                "700",
                "serval-transport",
                transport);
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        try (Client client = Client.to("127.0.0.1", port);
                Client unix = greeted(client, path)) {
            assertEquals("+PONG", unix.ask("PING"));
            List<Session> all = locked(() -> List.copyOf(engine.sessions.values()));
            assertEquals(
                    "127.0.0.1:" + ((InetSocketAddress) client.channel().getLocalAddress()).getPort(),
                    all.get(0).address());
            assertEquals("127.0.0.1:" + port, all.get(0).localAddress());
            assertEquals(path + ":0", all.get(1).address());
        }
        if (Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
                .flatMap(NetworkInterface::inetAddresses)
                .anyMatch(address -> address instanceof java.net.Inet6Address && address.isLoopbackAddress())) {
            try (Client client = Client.to("::1", port)) {
                assertEquals("+PONG", client.ask("PING"));
                await(() -> engine.closed == 2);
                Session session =
                        locked(() -> engine.sessions.values().iterator().next());
                assertTrue(session.address().startsWith("[::1]:"), session::address);
            }
        }
        server.close();
        assertFalse(Files.exists(path));
    }

    /** A client of the Unix socket that connects after another one was admitted. */
    private static Client greeted(Client before, Path path) throws IOException {
        assertEquals("+PONG", before.ask("PING"));
        return Client.toUnix(path.toString());
    }

    @Test
    void thePortCanBeChangedAndATakenOneIsRefused() throws Exception {
        int port = start();
        int other = freePort();
        try (Client old = Client.to(port);
                ServerSocket taken = new ServerSocket(0, 1, new InetSocketAddress("127.0.0.1", 0).getAddress())) {
            assertEquals("+PONG", old.ask("PING"));
            assertTrue(set("port", Integer.toString(other)));
            locked(() -> {
                directives.port.changed();
                return null;
            });
            try (Client client = Client.to(other)) {
                assertEquals("+PONG", client.ask("PING"));
            }
            assertThrows(IOException.class, () -> Client.to(port));
            assertEquals("+PONG", old.ask("PING"));
            set("port", Integer.toString(taken.getLocalPort()));
            ConfigRejectedException refusal = assertThrows(
                    ConfigRejectedException.class,
                    () -> locked(() -> {
                        directives.port.changed();
                        return null;
                    }));
            assertEquals("Unable to listen on this port. Check server logs.", refusal.getMessage());
            try (Client client = Client.to(other)) {
                assertEquals("+PONG", client.ask("PING"));
            }
        }
    }

    @Test
    void aTakenPortIsSaid() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, new InetSocketAddress("127.0.0.1", 0).getAddress())) {
            int port = taken.getLocalPort();
            Listeners.ListenException failed =
                    assertThrows(Listeners.ListenException.class, () -> start("port", Integer.toString(port)));
            assertEquals("Failed listening on port " + port + " (tcp), aborting.", failed.getMessage());
        }
    }

    @Test
    void anyBytesLeaveTheServerStanding() throws Exception {
        int port = start("io-threads", "2");
        Random random = new Random(23);
        byte[] alphabet = "*$:\r\n0123456789-\"' PINGSETab\0".getBytes();
        try (Client steady = Client.to(port)) {
            for (int round = 0; round < 300; round++) {
                try (Client client = Client.to(port)) {
                    byte[] noise = new byte[random.nextInt(3000)];
                    for (int i = 0; i < noise.length; i++) {
                        noise[i] = alphabet[random.nextInt(alphabet.length)];
                    }
                    client.send(noise);
                } catch (IOException cut) {
                    // As it may be.
                }
                assertEquals("+PONG", steady.ask("PING"));
            }
        }
        await(() -> server.connected() == 0);
    }
}
