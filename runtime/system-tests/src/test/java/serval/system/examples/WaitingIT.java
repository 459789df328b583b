package serval.system.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import serval.system.CommandLine;
import serval.system.RespConnection;
import serval.system.ServalProcess;

/** BQ.TAKE waits for keys, LATCH.AWAIT for something else. */
class WaitingIT {
    private static void send(RespConnection client, String line) {
        client.send(RespConnection.encode(CommandLine.split(line)));
    }

    private static String reply(RespConnection client) {
        return CommandLine.show(client.reply());
    }

    private static void awaitBlocked(ServalProcess server, RespConnection client, int count) {
        server.await(
                count + " blocked clients",
                () -> client.ask("INFO clients").contains("blocked_clients:" + count + "\\r\\n"));
    }

    private static String id(RespConnection client) {
        String id = client.ask("CLIENT ID");
        return id.substring(1, id.indexOf('\\'));
    }

    @Test
    void takeIsServedInOrder(@TempDir Path folder) {
        try (ServalProcess server = ExampleJars.start(folder, ExampleJars.blocking());
                RespConnection client = server.connect();
                RespConnection first = server.connect();
                RespConnection second = server.connect()) {
            assertEquals(":1\\r\\n", client.ask("BQ.PUT box apple"));
            assertEquals(":0\\r\\n", client.ask("BQ.PUT box pear"));
            assertEquals("*2\\r\\n$3\\r\\nbox\\r\\n$5\\r\\napple\\r\\n", client.ask("BQ.TAKE none box 0"));
            send(first, "BQ.TAKE box other 0");
            awaitBlocked(server, client, 1);
            send(second, "BQ.TAKE other box 0");
            awaitBlocked(server, client, 2);
            client.ask("TEST.PUSH other line");
            client.ask("DEL other");
            assertEquals(":1\\r\\n", client.ask("BQ.PUT other pear"));
            assertEquals("*2\\r\\n$5\\r\\nother\\r\\n$4\\r\\npear\\r\\n", reply(first));
            assertEquals("+OK\\r\\n", client.ask("SET box plum"));
            assertEquals("*2\\r\\n$3\\r\\nbox\\r\\n$4\\r\\nplum\\r\\n", reply(second));
            assertEquals(":0\\r\\n", client.ask("EXISTS box other"));
            awaitBlocked(server, client, 0);
        }
    }

    @Test
    void takeEndsOnTimeoutUnblockAndInTransactions(@TempDir Path folder) {
        try (ServalProcess server = ExampleJars.start(folder, ExampleJars.blocking());
                RespConnection client = server.connect();
                RespConnection waiter = server.connect()) {
            assertEquals("*-1\\r\\n", client.ask("BQ.TAKE box 0.01"));
            assertEquals("-ERR timeout is negative\\r\\n", client.ask("BQ.TAKE box -1"));
            assertEquals("-ERR timeout is not a float or out of range\\r\\n", client.ask("BQ.TAKE box x"));
            client.ask("MULTI");
            client.ask("BQ.TAKE box 0");
            assertEquals("*1\\r\\n*-1\\r\\n", client.ask("EXEC"));
            String id = id(waiter);
            send(waiter, "BQ.TAKE box 0");
            awaitBlocked(server, client, 1);
            assertEquals(":1\\r\\n", client.ask("CLIENT UNBLOCK " + id));
            assertEquals("*-1\\r\\n", reply(waiter));
            send(waiter, "BQ.TAKE box 0");
            awaitBlocked(server, client, 1);
            client.ask("CLIENT UNBLOCK " + id + " ERROR");
            assertEquals("-UNBLOCKED client unblocked via CLIENT UNBLOCK\\r\\n", reply(waiter));
            client.ask("TEST.PUSH lines x");
            assertTrue(client.ask("BQ.TAKE lines 0").startsWith("-WRONGTYPE "));
        }
    }

    @Test
    void takeJournalsWhatAnyServerUnderstands(@TempDir Path folder) {
        try (ServalProcess server = ExampleJars.start(folder, ExampleJars.blocking());
                RespConnection client = server.connect()) {
            client.ask("TEST.JOURNAL");
            client.ask("BQ.PUT box apple");
            client.ask("BQ.TAKE box 0");
            String journal = client.ask("TEST.JOURNAL");
            assertTrue(journal.startsWith("*2\\r\\n"), journal);
            assertTrue(journal.contains("0: SET box apple") && journal.contains("0: DEL box"), journal);
        }
    }

    @Test
    void latchReleasesAllWhoWait(@TempDir Path folder) {
        try (ServalProcess server = ExampleJars.start(folder, ExampleJars.blocking());
                RespConnection client = server.connect();
                RespConnection first = server.connect();
                RespConnection second = server.connect()) {
            assertEquals(":0\\r\\n", client.ask("LATCH.OPEN door"));
            send(first, "LATCH.AWAIT door 0");
            send(second, "LATCH.AWAIT door 0");
            awaitBlocked(server, client, 2);
            assertEquals(":2\\r\\n", client.ask("LATCH.OPEN door"));
            assertEquals(":2\\r\\n", reply(first));
            assertEquals(":2\\r\\n", reply(second));
            send(first, "LATCH.AWAIT door 0");
            awaitBlocked(server, client, 1);
            assertEquals("+OK\\r\\n", client.ask("LATCH.OPENLATER door 1"));
            assertEquals(":3\\r\\n", reply(first));
            assertEquals(":3\\r\\n", client.ask("LATCH.OPENED door"));
        }
    }

    @Test
    void latchForgetsWhoLeft(@TempDir Path folder) {
        try (ServalProcess server = ExampleJars.start(folder, ExampleJars.blocking());
                RespConnection client = server.connect();
                RespConnection waiter = server.connect()) {
            assertEquals("$-1\\r\\n", client.ask("LATCH.AWAIT door 0.01"));
            String id = id(waiter);
            send(waiter, "LATCH.AWAIT door 0");
            awaitBlocked(server, client, 1);
            client.ask("CLIENT UNBLOCK " + id);
            assertEquals("$-1\\r\\n", reply(waiter));
            try (RespConnection gone = server.connect()) {
                send(gone, "LATCH.AWAIT door 0");
                awaitBlocked(server, client, 1);
            }
            awaitBlocked(server, client, 0);
            client.ask("MULTI");
            client.ask("LATCH.AWAIT door 0");
            assertEquals("*1\\r\\n$-1\\r\\n", client.ask("EXEC"));
            assertEquals(":0\\r\\n", client.ask("LATCH.OPEN door"));
        }
    }

    @Test
    void moduleThatStopsUnblocksThoseWhoWait(@TempDir Path folder) {
        try (ServalProcess server = ExampleJars.start(folder, ExampleJars.blocking());
                RespConnection client = server.connect();
                RespConnection first = server.connect();
                RespConnection second = server.connect()) {
            // More than once: whether the bundle leaves between two batches or within one is a matter of luck.
            for (int round = 0; round < 20; round++) {
                send(first, "LATCH.AWAIT door 0");
                send(second, "BQ.TAKE box 0");
                awaitBlocked(server, client, 2);
                client.ask("TEST.BUNDLE stop serval.example.blocking");
                assertTrue(reply(first).startsWith("-UNBLOCKED "));
                assertTrue(reply(second).startsWith("-UNBLOCKED "));
                assertTrue(client.ask("LATCH.OPEN door").startsWith("-ERR unknown command"));
                client.ask("TEST.BUNDLE start serval.example.blocking");
                server.await("the commands", () -> client.ask("LATCH.OPEN door").equals(":0\\r\\n"));
            }
        }
    }
}
