package serval.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Publishing where no older Redis can tell what is right: limits, orders of Redis 7.2, and memory. */
class PubsubIT {
    private static ServalProcess server;

    @BeforeAll
    static void start() {
        server = ServalProcess.start("enable-debug-command yes");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String next(RespConnection connection) {
        return CommandLine.show(connection.reply());
    }

    @Test
    void ownMessageComesBehindTheReply() {
        try (RespConnection client = server.connect()) {
            client.ask("HELLO 3");
            client.ask("SUBSCRIBE own");
            assertEquals(":1\\r\\n", client.ask("PUBLISH own m"));
            assertEquals(">3\\r\\n$7\\r\\nmessage\\r\\n$3\\r\\nown\\r\\n$1\\r\\nm\\r\\n", next(client));
            client.ask("MULTI");
            client.ask("PUBLISH own 1");
            client.ask("PUBLISH own 2");
            assertEquals("*2\\r\\n:1\\r\\n:1\\r\\n", client.ask("EXEC"));
            assertTrue(next(client).endsWith("$1\\r\\n1\\r\\n"));
            assertTrue(next(client).endsWith("$1\\r\\n2\\r\\n"));
        }
    }

    @Test
    void slowSubscriberIsCutAndOthersAreNot() {
        try (RespConnection control = server.connect();
                RespConnection slow = server.connect();
                RespConnection quick = server.connect()) {
            control.ask("CONFIG SET client-output-buffer-limit 'pubsub 1mb 0 0'");
            slow.ask("SUBSCRIBE flood");
            quick.ask("SUBSCRIBE flood");
            String text = "x".repeat(50_000);
            int sent = 0;
            while (control.ask("PUBSUB NUMSUB flood").contains(":2")) {
                control.ask("PUBLISH flood " + text);
                quick.reply();
                sent++;
                assertTrue(sent < 10_000, "nobody was cut");
            }
            assertEquals("*2\\r\\n$5\\r\\nflood\\r\\n:1\\r\\n", control.ask("PUBSUB NUMSUB flood"));
            control.ask("CONFIG SET client-output-buffer-limit 'pubsub 32mb 8mb 60'");
        }
    }

    @Test
    void largeMessageIsHeldOnce() {
        try (RespConnection control = server.connect()) {
            control.ask("CONFIG SET client-output-buffer-limit 'pubsub 0 0 0'");
            RespConnection[] subscribers = new RespConnection[20];
            for (int i = 0; i < subscribers.length; i++) {
                subscribers[i] = server.connect();
                subscribers[i].ask("SUBSCRIBE large");
            }
            String text = "y".repeat(20_000_000);
            assertEquals(":20\\r\\n", control.ask("PUBLISH large " + text));
            for (RespConnection subscriber : subscribers) {
                assertTrue(next(subscriber).endsWith(text + "\\r\\n"));
                subscriber.close();
            }
            control.ask("CONFIG SET client-output-buffer-limit 'pubsub 32mb 8mb 60'");
        }
    }

    @Test
    void clientListTellsOfSubscriptions() {
        try (RespConnection control = server.connect();
                RespConnection client = server.connect()) {
            String id = client.ask("CLIENT ID").replaceAll("\\D", "");
            client.ask("SUBSCRIBE a");
            client.ask("PSUBSCRIBE b");
            client.ask("SSUBSCRIBE c");
            client.ask("SSUBSCRIBE d");
            String line = control.ask("CLIENT LIST ID " + id);
            assertTrue(line.contains(" flags=P db=0 sub=1 psub=1 ssub=2 "), line);
            assertTrue(control.ask("CLIENT LIST TYPE pubsub").contains("id=" + id + " "));
            client.ask("RESET");
            line = control.ask("CLIENT LIST ID " + id);
            assertTrue(line.contains(" flags=N db=0 sub=0 psub=0 ssub=0 "), line);
        }
    }

    @Test
    void infoCountsNames() {
        try (RespConnection control = server.connect();
                RespConnection client = server.connect()) {
            client.ask("HELLO 3");
            client.ask("SUBSCRIBE i1");
            client.ask("SUBSCRIBE i2");
            client.ask("PSUBSCRIBE i*");
            client.ask("SSUBSCRIBE i1");
            String stats = control.ask("INFO stats");
            assertTrue(
                    stats.contains("pubsub_channels:2\\r\\npubsub_patterns:1\\r\\npubsubshard_channels:1\\r\\n"),
                    stats);
        }
    }

    @Test
    void manySubscribersComeAndGo() {
        try (RespConnection control = server.connect()) {
            RespConnection[] all = new RespConnection[60];
            for (int i = 0; i < all.length; i++) {
                all[i] = server.connect();
                all[i].ask("SUBSCRIBE crowd");
            }
            assertEquals(":60\\r\\n", control.ask("PUBLISH crowd 1"));
            for (int i = 0; i < all.length; i += 2) {
                next(all[i]);
                all[i].ask("UNSUBSCRIBE crowd");
            }
            assertEquals(":30\\r\\n", control.ask("PUBLISH crowd 2"));
            for (int i = 1; i < all.length; i += 2) {
                assertTrue(next(all[i]).endsWith("1\\r\\n"));
                assertTrue(next(all[i]).endsWith("2\\r\\n"));
            }
            for (int i = 0; i < all.length; i += 2) {
                assertEquals("+PONG\\r\\n", all[i].ask("PING"));
                assertFalse(all[i].hasReply());
            }
            for (RespConnection one : all) {
                one.close();
            }
            server.await(
                    "no subscribers", () -> control.ask("PUBSUB NUMSUB crowd").endsWith(":0\\r\\n"));
        }
    }
}
