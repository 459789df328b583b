package serval.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine as a bundle meets it: waiting, timers, threads, faults, effects and events. */
class EngineIT {
    @TempDir
    static Path folder;

    private static ServalProcess server;

    @BeforeAll
    static void start() {
        server = TestServer.startWithTestBundle(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void empty() {
        try (RespConnection client = server.connect()) {
            client.ask("FLUSHALL");
            client.ask("TEST.JOURNAL");
            client.ask("TEST.EVENTS");
        }
    }

    private static void awaitBlocked(RespConnection observer, int count) {
        server.await(
                count + " blocked clients",
                () -> observer.ask("INFO clients").contains("blocked_clients:" + count + "\\r\\n"));
    }

    private static void send(RespConnection client, String command) {
        client.send(RespConnection.encode(CommandLine.split(command)));
    }

    private static String reply(RespConnection client) {
        return CommandLine.show(client.reply());
    }

    @Test
    void waitingCallsAreServedInTheOrderTheyCame() {
        try (RespConnection first = server.connect();
                RespConnection second = server.connect();
                RespConnection third = server.connect();
                RespConnection pusher = server.connect()) {
            send(first, "TEST.POP q 0");
            awaitBlocked(pusher, 1);
            send(second, "TEST.POP other q 0");
            awaitBlocked(pusher, 2);
            send(third, "TEST.POP q 0");
            awaitBlocked(pusher, 3);
            assertEquals(":2\\r\\n", pusher.ask("TEST.PUSH q one two"));
            assertEquals("*2\\r\\n$1\\r\\nq\\r\\n$3\\r\\none\\r\\n", reply(first));
            assertEquals("*2\\r\\n$1\\r\\nq\\r\\n$3\\r\\ntwo\\r\\n", reply(second));
            awaitBlocked(pusher, 1);
            pusher.ask("TEST.PUSH q three");
            assertEquals("*2\\r\\n$1\\r\\nq\\r\\n$5\\r\\nthree\\r\\n", reply(third));
        }
    }

    @Test
    void waitingEndsWithItsTimeAndPipelinedInputGoesOn() {
        try (RespConnection client = server.connect()) {
            send(client, "TEST.POP q 0.05");
            send(client, "ECHO after");
            assertEquals("*-1\\r\\n", reply(client));
            assertEquals("$5\\r\\nafter\\r\\n", reply(client));
        }
    }

    @Test
    void waitingCallOfClientThatLeftTakesNothing() {
        try (RespConnection pusher = server.connect()) {
            try (RespConnection leaver = server.connect()) {
                send(leaver, "TEST.POP q 0");
                awaitBlocked(pusher, 1);
            }
            awaitBlocked(pusher, 0);
            pusher.ask("TEST.PUSH q line");
            assertEquals(":1\\r\\n", pusher.ask("TEST.LEN q"));
        }
    }

    @Test
    void nothingWaitsInATransaction() {
        try (RespConnection client = server.connect()) {
            client.ask("MULTI");
            client.ask("TEST.POP q 0");
            assertEquals("*1\\r\\n*-1\\r\\n", client.ask("EXEC"));
        }
    }

    @Test
    void waitingCallIsServedWhenTransactionIsOver() {
        try (RespConnection waiter = server.connect();
                RespConnection client = server.connect()) {
            send(waiter, "TEST.POP q 0");
            awaitBlocked(client, 1);
            client.ask("MULTI");
            client.ask("TEST.PUSH q gone");
            client.ask("DEL q");
            client.ask("TEST.PUSH q stays");
            client.ask("EXEC");
            assertEquals("*2\\r\\n$1\\r\\nq\\r\\n$5\\r\\nstays\\r\\n", reply(waiter));
        }
    }

    @Test
    void unblockEndsWaiting() {
        try (RespConnection waiter = server.connect();
                RespConnection client = server.connect()) {
            String id = waiter.ask("CLIENT ID").substring(1).replace("\\r\\n", "");
            send(waiter, "TEST.POP q 0");
            awaitBlocked(client, 1);
            assertEquals(":1\\r\\n", client.ask("CLIENT UNBLOCK " + id + " ERROR"));
            assertEquals("-UNBLOCKED client unblocked via CLIENT UNBLOCK\\r\\n", reply(waiter));
            send(waiter, "TEST.POP q 0");
            awaitBlocked(client, 1);
            assertEquals(":1\\r\\n", client.ask("CLIENT UNBLOCK " + id));
            assertEquals("*-1\\r\\n", reply(waiter));
            assertEquals(":0\\r\\n", client.ask("CLIENT UNBLOCK " + id));
        }
    }

    @Test
    void suspendedCallIsAnsweredFromAnotherThreadOrByItsTimeout() {
        try (RespConnection client = server.connect()) {
            assertEquals("+ANSWERED\\r\\n", client.ask("TEST.ANSWER 20 0"));
            assertEquals("+LATE\\r\\n", client.ask("TEST.ANSWER 10000 20"));
            assertEquals("$2\\r\\nok\\r\\n", client.ask("ECHO ok"));
        }
    }

    @Test
    void timersAndThreadsReachTheDatasetThroughTheEngine() {
        try (RespConnection client = server.connect()) {
            client.ask("TEST.LATER 10 later 1");
            client.ask("TEST.SUBMIT soon 2");
            server.await("both keys", () -> client.ask("EXISTS later soon").equals(":2\\r\\n"));
            String journal = client.ask("TEST.JOURNAL");
            assertTrue(journal.contains("0: SET later 1"), journal);
            assertTrue(journal.contains("0: SET soon 2"), journal);
        }
    }

    @Test
    void faultIsAnsweredAndItsTracesAreJournalled() {
        try (RespConnection client = server.connect()) {
            String reply = client.ask("TEST.FAIL k v");
            assertTrue(reply.startsWith("-ERR ") && reply.endsWith("\\r\\n"), reply);
            assertEquals("$1\\r\\nv\\r\\n", client.ask("GET k"));
            String journal = client.ask("TEST.JOURNAL");
            assertTrue(journal.contains("0: SET k v"), journal);
            assertTrue(client.ask("TEST.FAULT error").startsWith("-ERR "));
            assertTrue(client.ask("TEST.FAULT stack").startsWith("-ERR "));
            assertEquals("$5\\r\\nalive\\r\\n", client.ask("ECHO alive"));
            assertTrue(server.log().contains("of bundle serval.testbundle failed"), server.log());
        }
    }

    @Test
    void effectsAreUnitsInAbsoluteForm() {
        try (RespConnection client = server.connect()) {
            client.ask("SET a 1");
            client.ask("INCR a");
            client.ask("GET a");
            client.ask("DEL nothing");
            client.ask("MULTI");
            client.ask("SET b 2");
            client.ask("SELECT 3");
            client.ask("SET c 3");
            client.ask("EXEC");
            client.ask("SELECT 0");
            client.ask("TEST.PUSH q line");
            client.ask("TEST.CALL SET d 4");
            assertEquals(
                    CommandLine.show(RespConnection.encode(
                            bytes("0: SET a 1"),
                            bytes("0: INCR a"),
                            bytes("0: SET b 2 ; 3: SET c 3"),
                            bytes("0: TEST.PUSH q line #serval.testbundle"),
                            bytes("0: SET d 4"))),
                    client.ask("TEST.JOURNAL"));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    @Test
    void expiredKeysLeaveEventAndEffect() {
        try (RespConnection client = server.connect()) {
            client.ask("SET brief 1 PX 20");
            server.await("expiry", () -> client.ask("DBSIZE").equals(":0\\r\\n"));
            assertTrue(client.ask("TEST.JOURNAL").contains("0: DEL brief"));
            String events = client.ask("TEST.EVENTS");
            assertTrue(events.contains("$ set 0 brief") && events.contains("x expired 0 brief"), events);
        }
    }

    @Test
    void nestedCallAnswersIntoItsCallersReply() {
        try (RespConnection client = server.connect()) {
            client.ask("SET k v");
            assertEquals("*1\\r\\n$1\\r\\nv\\r\\n", client.ask("TEST.CALL GET k"));
            assertEquals(
                    "*1\\r\\n-ERR unknown command 'nonsense', with args beginning with: \\r\\n",
                    client.ask("TEST.CALL nonsense"));
        }
    }
}
