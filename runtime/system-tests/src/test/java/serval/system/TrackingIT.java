package serval.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Invalidation messages where no older Redis can tell what is right: their place among replies, and the table's limit. */
class TrackingIT {
    private static ServalProcess server;

    @BeforeAll
    static void start() {
        server = ServalProcess.start("enable-debug-command yes");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static RespConnection tracking(String options) {
        RespConnection client = server.connect();
        client.ask("HELLO 3");
        client.ask("CLIENT TRACKING ON " + options);
        return client;
    }

    private static String next(RespConnection connection) {
        return CommandLine.show(connection.reply());
    }

    private static String invalidate(String key) {
        return ">2\\r\\n$10\\r\\ninvalidate\\r\\n*1\\r\\n$" + key.length() + "\\r\\n" + key + "\\r\\n";
    }

    @Test
    void ownChangesComeBehindTheReply() {
        try (RespConnection client = tracking("")) {
            client.ask("MGET a b");
            assertEquals("+OK\\r\\n", client.ask("MSET a 1 b 2"));
            assertEquals(invalidate("a"), next(client));
            assertEquals(invalidate("b"), next(client));
            client.ask("GET a");
            client.ask("MULTI");
            client.ask("SET a 3");
            client.ask("GET b");
            assertEquals("*2\\r\\n+OK\\r\\n$1\\r\\n2\\r\\n", client.ask("EXEC"));
            assertEquals(invalidate("a"), next(client));
        }
    }

    @Test
    void callThatWaitedIsAnsweredFirst() {
        try (RespConnection control = server.connect();
                RespConnection client = tracking("")) {
            String id = client.ask("CLIENT ID").replaceAll("\\D", "");
            client.ask("LRANGE target 0 -1");
            client.send(RespConnection.encode(CommandLine.split("BLMOVE source target LEFT LEFT 0")));
            server.await(
                    "a waiting client",
                    () -> control.ask("CLIENT LIST ID " + id).contains(" flags=bt "));
            control.ask("LPUSH source foo");
            assertEquals("$3\\r\\nfoo\\r\\n", next(client));
            assertEquals(invalidate("target"), next(client));
        }
    }

    @Test
    void evictionComesBeforeTheReply() {
        try (RespConnection control = server.connect();
                RespConnection client = tracking("")) {
            client.ask("SET fleeting " + "x".repeat(500_000) + " EX 1000");
            // Before the reply that follows, which counts for a while.
            String used = control.ask("INFO memory").replaceAll("(?s).*used_memory:(\\d+).*", "$1");
            client.ask("GET fleeting");
            control.ask("CONFIG SET maxmemory-policy volatile-ttl");
            control.ask("CONFIG SET maxmemory " + (Long.parseLong(used) + 200_000));
            control.ask("SET lasting " + "x".repeat(400_000));
            client.send(RespConnection.encode(CommandLine.split("SET k v")));
            assertEquals(invalidate("fleeting"), next(client));
            assertEquals("+OK\\r\\n", next(client));
        } finally {
            try (RespConnection control = server.connect()) {
                control.ask("CONFIG SET maxmemory 0");
                control.ask("FLUSHALL");
            }
        }
    }

    @Test
    void keysBeyondTheLimitAreInvalidated() {
        try (RespConnection control = server.connect();
                RespConnection client = tracking("")) {
            control.ask("FLUSHALL");
            next(client);
            for (int i = 0; i < 50; i++) {
                client.ask("GET key" + i);
            }
            assertTrue(control.ask("INFO stats").contains("tracking_total_keys:50\\r\\ntracking_total_items:50\\r\\n"));
            control.ask("CONFIG SET tracking-table-max-keys 10");
            for (int i = 0; i < 40; i++) {
                assertEquals(invalidate("key" + i), next(client));
            }
            assertTrue(control.ask("INFO stats").contains("tracking_total_keys:10\\r\\n"));
            client.ask("GET key0");
            assertEquals(invalidate("key40"), next(client));
            control.ask("CONFIG SET tracking-table-max-keys 1000000");
        }
    }

    @Test
    void brokenRedirectionIsTold() {
        try (RespConnection client = server.connect();
                RespConnection control = server.connect()) {
            client.ask("HELLO 3");
            String id;
            try (RespConnection target = server.connect()) {
                id = target.ask("CLIENT ID").replaceAll("\\D", "");
                client.ask("CLIENT TRACKING ON REDIRECT " + id);
                client.ask("GET a");
            }
            server.await(
                    "the end of the other connection",
                    () -> control.ask("CLIENT LIST ID " + id).equals("$0\\r\\n\\r\\n"));
            control.ask("SET a 1");
            assertEquals(">2\\r\\n$21\\r\\ntracking-redir-broken\\r\\n:" + id + "\\r\\n", next(client));
            assertTrue(client.ask("CLIENT TRACKINGINFO").contains("broken_redirect"));
            assertTrue(client.ask("CLIENT INFO").contains(" flags=tR "));
        }
    }

    @Test
    void clientListTellsOfTracking() {
        try (RespConnection client = tracking("BCAST NOLOOP PREFIX x")) {
            String line = client.ask("CLIENT INFO");
            assertTrue(line.contains(" flags=tB "), line);
            assertTrue(line.contains(" redir=0 "), line);
            assertTrue(client.ask("INFO stats").contains("tracking_total_prefixes:1\\r\\n"));
            client.ask("CLIENT TRACKING OFF");
            assertTrue(client.ask("CLIENT INFO").contains(" redir=-1 "));
        }
    }

    @Test
    void keysAreForgottenWhenNobodyTracksAnyMore() {
        try (RespConnection control = server.connect();
                RespConnection client = tracking("")) {
            control.ask("FLUSHALL");
            next(client);
            client.ask("MGET changed flushed");
            client.ask("CLIENT TRACKING OFF");
            control.ask("SET changed 1");
            assertTrue(control.ask("INFO stats").contains("tracking_total_keys:1\\r\\n"));
            control.ask("FLUSHALL");
            assertTrue(control.ask("INFO stats").contains("tracking_total_keys:0\\r\\ntracking_total_items:0\\r\\n"));
            // What it read before it stopped is nothing to it now.
            client.ask("CLIENT TRACKING ON");
            control.ask("SET flushed 1");
            assertEquals("$1\\r\\n1\\r\\n", client.ask("GET flushed"));
        }
    }

    @Test
    void closedClientsAreForgotten() {
        try (RespConnection control = server.connect()) {
            tracking("BCAST PREFIX gone").close();
            server.await("no prefixes", () -> control.ask("INFO stats").contains("tracking_total_prefixes:0\\r\\n"));
            assertTrue(control.ask("INFO clients").contains("tracking_clients:"));
            assertEquals("+OK\\r\\n", control.ask("SET gone 1"));
        }
    }
}
