package serval.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients do to one another: watching, pausing, ending waits, closing connections. */
class ClientsAmongThemselvesIT {
    private static ServalProcess server;

    @BeforeAll
    static void start() {
        server = ServalProcess.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void forget() {
        try (RespConnection client = server.connect()) {
            client.call("DEL k l n");
        }
    }

    private static void send(RespConnection connection, String... commands) {
        for (String command : commands) {
            connection.send(RespConnection.encode(CommandLine.split(command)));
        }
    }

    private static String reply(RespConnection connection) {
        return CommandLine.show(connection.reply());
    }

    private static String id(RespConnection connection) {
        return connection.ask("CLIENT ID").replaceAll("\\D", "");
    }

    private static String line(RespConnection asking, String id) {
        return new String(asking.call("CLIENT LIST ID " + id), StandardCharsets.ISO_8859_1);
    }

    private static void awaitBlocked(RespConnection asking, String id) {
        server.await("client " + id + " to be blocked", () -> line(asking, id).contains(" flags=b "));
    }

    @Test
    void watchSeesWhatOthersChange() {
        try (RespConnection one = server.connect();
                RespConnection other = server.connect()) {
            one.call("SET k 1");
            one.call("WATCH k");
            other.call("SET k 2");
            one.call("MULTI");
            one.call("SET k 3");
            assertEquals("*-1\\r\\n", one.ask("EXEC"));
            assertEquals("$1\\r\\n2\\r\\n", one.ask("GET k"));
        }
    }

    @Test
    void othersSeeNothingOfATransactionBeforeItRuns() {
        try (RespConnection one = server.connect();
                RespConnection other = server.connect()) {
            one.call("MULTI");
            one.call("SET k 1");
            String line = line(other, id(other));
            assertTrue(line.contains(" multi=-1 "), line);
            assertEquals("$-1\\r\\n", other.ask("GET k"));
            assertEquals("*1\\r\\n+OK\\r\\n", one.ask("EXEC"));
            assertEquals("$1\\r\\n1\\r\\n", other.ask("GET k"));
        }
    }

    @Test
    void pausedWritesRunAfterThePause() {
        try (RespConnection master = server.connect();
                RespConnection writer = server.connect()) {
            String id = id(writer);
            master.call("CLIENT PAUSE 60000 WRITE");
            send(writer, "SET k 1", "INCR k");
            awaitBlocked(master, id);
            assertEquals("$-1\\r\\n", master.ask("GET k"));
            master.call("CLIENT UNPAUSE");
            assertEquals("+OK\\r\\n", reply(writer));
            assertEquals(":2\\r\\n", reply(writer));
        }
    }

    @Test
    void pausedTransactionsThatWriteWait() {
        try (RespConnection master = server.connect();
                RespConnection writer = server.connect();
                RespConnection reader = server.connect()) {
            String id = id(writer);
            writer.call("MULTI");
            writer.call("SET k 1");
            reader.call("MULTI");
            reader.call("GET k");
            master.call("CLIENT PAUSE 60000 WRITE");
            send(writer, "EXEC");
            assertEquals("*1\\r\\n$-1\\r\\n", reader.ask("EXEC"));
            server.await("the transaction to wait", () -> line(master, id).contains(" flags=xb "));
            master.call("CLIENT UNPAUSE");
            assertEquals("*1\\r\\n+OK\\r\\n", reply(writer));
        }
    }

    @Test
    void pauseThatNeverEndsIsRefused() {
        try (RespConnection client = server.connect()) {
            assertEquals("-ERR timeout is out of range\\r\\n", client.ask("CLIENT PAUSE 9223372036854775807"));
            assertEquals("+OK\\r\\n", client.ask("SET k v"));
        }
    }

    @Test
    void pauseOfEverythingEndsByItself() {
        try (RespConnection one = server.connect();
                RespConnection other = server.connect()) {
            one.call("SET k 1");
            one.call("CLIENT PAUSE 50 ALL");
            assertEquals("$1\\r\\n1\\r\\n", other.ask("GET k"));
            assertEquals("+PONG\\r\\n", one.ask("PING"));
        }
    }

    @Test
    void nothingExpiresDuringAPause() {
        try (RespConnection client = server.connect()) {
            client.call("SET k v PX 20");
            client.call("CLIENT PAUSE 60000 WRITE");
            server.await(
                    "the key to count as missing", () -> client.ask("GET k").equals("$-1\\r\\n"));
            assertEquals(":1\\r\\n", client.ask("DBSIZE"));
            client.call("CLIENT UNPAUSE");
            server.await("the key to be gone", () -> client.ask("DBSIZE").equals(":0\\r\\n"));
        }
    }

    @Test
    void clientThatLeavesDuringAPauseTakesItsCommandAlong() {
        try (RespConnection master = server.connect()) {
            RespConnection writer = server.connect();
            String id = id(writer);
            master.call("CLIENT PAUSE 60000 WRITE");
            send(writer, "SET k 1");
            awaitBlocked(master, id);
            writer.close();
            server.await("the client to be gone", () -> !line(master, id).contains("id="));
            master.call("CLIENT UNPAUSE");
            assertEquals("$-1\\r\\n", master.ask("GET k"));
        }
    }

    @Test
    void unansweredCommandsRun() {
        try (RespConnection client = server.connect()) {
            send(client, "CLIENT REPLY OFF", "SET k 1", "NOSUCH", "INCR k", "CLIENT REPLY ON");
            assertEquals("+OK\\r\\n", reply(client));
            send(client, "CLIENT REPLY SKIP", "INCR k", "GET k");
            assertEquals("$1\\r\\n3\\r\\n", reply(client));
            send(client, "CLIENT REPLY SKIP", "NOSUCH", "GET k");
            assertEquals("$1\\r\\n3\\r\\n", reply(client));
            send(client, "CLIENT REPLY OFF", "CLIENT REPLY SKIP", "GET k", "RESET", "PING");
            assertEquals("+RESET\\r\\n", reply(client));
            assertEquals("+PONG\\r\\n", reply(client));
        }
    }

    @Test
    void waitsEndOnRequest() {
        try (RespConnection master = server.connect();
                RespConnection waiting = server.connect()) {
            String id = id(waiting);
            assertEquals(":0\\r\\n", master.ask("CLIENT UNBLOCK " + id));
            send(waiting, "WAIT 1 0", "PING");
            awaitBlocked(master, id);
            assertTrue(line(master, id).contains(" cmd=wait "));
            assertEquals(":1\\r\\n", master.ask("CLIENT UNBLOCK " + id + " ERROR"));
            assertEquals("-UNBLOCKED client unblocked via CLIENT UNBLOCK\\r\\n", reply(waiting));
            assertEquals("+PONG\\r\\n", reply(waiting));
            send(waiting, "WAIT 1 0");
            awaitBlocked(master, id);
            assertEquals(":1\\r\\n", master.ask("CLIENT UNBLOCK " + id));
            assertEquals(":0\\r\\n", reply(waiting));
        }
    }

    @Test
    void waitInATransactionDoesNotWait() {
        try (RespConnection client = server.connect()) {
            client.call("MULTI");
            client.call("WAIT 1 0");
            assertEquals("*1\\r\\n:0\\r\\n", client.ask("EXEC"));
        }
    }

    @Test
    void killedConnectionsAreClosed() {
        try (RespConnection master = server.connect();
                RespConnection first = server.connect();
                RespConnection second = server.connect()) {
            assertEquals(":1\\r\\n", master.ask("CLIENT KILL ID " + id(first)));
            assertTrue(first.isClosedByServer());
            String address = line(master, id(second)).replaceAll("(?s).* addr=(\\S+) .*", "$1");
            assertEquals("+OK\\r\\n", master.ask("CLIENT KILL " + address));
            assertTrue(second.isClosedByServer());
            assertEquals("-ERR No such client\\r\\n", master.ask("CLIENT KILL " + address));
        }
    }

    @Test
    void whoKillsItselfIsAnsweredFirst() {
        try (RespConnection client = server.connect()) {
            String id = id(client);
            assertEquals(":0\\r\\n", client.ask("CLIENT KILL ID " + id));
            assertEquals(":1\\r\\n", client.ask("CLIENT KILL ID " + id + " SKIPME no"));
            assertTrue(client.isClosedByServer());
        }
    }

    @Test
    void killedWaitersAreNotServed() {
        try (RespConnection master = server.connect();
                RespConnection waiting = server.connect()) {
            String id = id(waiting);
            send(waiting, "WAIT 1 0");
            awaitBlocked(master, id);
            assertEquals(":1\\r\\n", master.ask("CLIENT KILL ID " + id));
            assertEquals(":0\\r\\n", master.ask("CLIENT UNBLOCK " + id));
            assertTrue(waiting.isClosedByServer());
        }
    }

    @Test
    void passwordHoldsBackThoseWhoComeAfterIt() {
        try (RespConnection before = server.connect()) {
            before.call("CONFIG SET requirepass secret");
            try (RespConnection after = server.connect()) {
                assertEquals("+PONG\\r\\n", before.ask("PING"));
                assertEquals("-NOAUTH Authentication required.\\r\\n", after.ask("PING"));
                assertEquals("-NOAUTH Authentication required.\\r\\n", after.ask("MULTI"));
                assertTrue(after.ask("HELLO 3").startsWith("-NOAUTH HELLO must be called"));
                assertTrue(after.ask("AUTH wrong").startsWith("-WRONGPASS "));
                assertTrue(after.ask("AUTH other secret").startsWith("-WRONGPASS "));
                assertEquals("+OK\\r\\n", after.ask("AUTH secret"));
                assertEquals("+PONG\\r\\n", after.ask("PING"));
                assertEquals("+RESET\\r\\n", after.ask("RESET"));
                assertEquals("-NOAUTH Authentication required.\\r\\n", after.ask("PING"));
                assertTrue(after.ask("HELLO 3 AUTH default secret").startsWith("%7"));
                assertFalse(after.ask("CLIENT ID").startsWith("-"));
            } finally {
                before.call("CONFIG SET requirepass \"\"");
            }
        }
    }

    @Test
    void listShowsWhatClientsSaidOfThemselves() {
        try (RespConnection master = server.connect();
                RespConnection client = server.connect()) {
            String id = id(client);
            client.call("CLIENT SETNAME me");
            client.call("CLIENT SETINFO lib-name tests");
            client.call("CLIENT SETINFO lib-ver 1");
            client.call("CLIENT NO-EVICT on");
            client.call("CLIENT NO-TOUCH on");
            client.call("SELECT 3");
            client.call("HELLO 3");
            String line = line(master, id);
            assertTrue(line.contains(" name=me "), line);
            assertTrue(line.contains(" flags=eT "), line);
            assertTrue(line.contains(" db=3 "), line);
            assertTrue(line.contains(" cmd=hello user=default redir=-1 resp=3 lib-name=tests lib-ver=1"), line);
        }
    }
}
