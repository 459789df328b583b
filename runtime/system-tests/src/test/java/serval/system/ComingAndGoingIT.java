package serval.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles stopped and started again in a running server. */
class ComingAndGoingIT {
    @Test
    void commandsLeaveAndReturnWhileOthersGoOn(@TempDir Path folder) throws InterruptedException {
        try (ServalProcess server = TestServer.startWithTestBundle(folder);
                RespConnection control = server.connect();
                RespConnection load = server.connect()) {
            control.ask("PFADD p a b c");
            AtomicBoolean ended = new AtomicBoolean();
            AtomicBoolean failed = new AtomicBoolean();
            Thread loader = Thread.ofPlatform().start(() -> {
                for (int i = 0; !ended.get(); i++) {
                    failed.compareAndSet(false, !load.ask("SET k " + i).equals("+OK\\r\\n"));
                }
            });
            for (int i = 0; i < 20; i++) {
                assertEquals(":3\\r\\n", control.ask("PFCOUNT p"));
                assertTrue(control.ask("TEST.BUNDLE stop serval.hyperloglog").startsWith("+state "));
                assertEquals(
                        "-ERR unknown command 'PFCOUNT', with args beginning with: 'p' \\r\\n",
                        control.ask("PFCOUNT p"));
                assertTrue(control.ask("TEST.BUNDLE start serval.hyperloglog").startsWith("+state "));
            }
            assertEquals(":3\\r\\n", control.ask("PFCOUNT p"));
            ended.set(true);
            loader.join();
            assertEquals(false, failed.get());
        }
    }

    @Test
    void valuesOutliveTheirBundle(@TempDir Path folder) throws IOException {
        Path comeBack = folder.resolve("come-back");
        try (ServalProcess server = TestServer.startWithTestBundle(folder.resolve("serval"));
                RespConnection client = server.connect();
                RespConnection waiter = server.connect()) {
            for (int i = 0; i < 300; i++) {
                client.ask("TEST.PUSH q line" + i);
            }
            client.ask("PEXPIRE q 100000000");
            waiter.send(RespConnection.encode(CommandLine.split("TEST.POP none 0")));
            server.await("a blocked client", () -> client.ask("INFO clients").contains("blocked_clients:1\\r\\n"));
            client.send(RespConnection.encode(CommandLine.split("TEST.BUNDLE stop serval.testbundle " + comeBack)));
            assertTrue(CommandLine.show(waiter.reply()).startsWith("-UNBLOCKED "));
            client.reply();
            assertTrue(client.ask("TEST.LEN q").startsWith("-ERR unknown command"));
            assertEquals("+testlines\\r\\n", client.ask("TYPE q"));
            assertEquals("+OK\\r\\n", client.ask("RENAME q r"));
            Files.createFile(comeBack);
            server.await("the bundle's return", () -> !client.ask("TEST.LEN r").startsWith("-ERR unknown"));
            assertEquals(":300\\r\\n", client.ask("TEST.LEN r"));
            assertEquals("*2\\r\\n$1\\r\\nr\\r\\n$5\\r\\nline0\\r\\n", client.ask("TEST.POP r 0"));
            assertTrue(client.ask("PTTL r").length() > 8);
            assertEquals("+PONG\\r\\n", waiter.ask("PING"));
        }
    }

    @Test
    void nobodyGetsInWhileTheBundleThatAsksForPasswordsIsAway(@TempDir Path folder) {
        try (ServalProcess server = TestServer.startWithTestBundle(folder, "requirepass secret");
                RespConnection inside = server.connect()) {
            assertEquals("+OK\\r\\n", inside.ask("AUTH secret"));
            inside.ask("TEST.BUNDLE stop serval.connection");
            try (RespConnection outside = server.connect()) {
                assertEquals("-NOAUTH Authentication required.\\r\\n", outside.ask("GET k"));
                assertEquals("+OK\\r\\n", inside.ask("SET k v"));
                inside.ask("TEST.BUNDLE start serval.connection");
                assertEquals("-NOAUTH Authentication required.\\r\\n", outside.ask("GET k"));
                assertEquals("+OK\\r\\n", outside.ask("AUTH secret"));
                assertEquals("$1\\r\\nv\\r\\n", outside.ask("GET k"));
            }
        }
    }

    @Test
    void transactionSurvivesItsBundle(@TempDir Path folder) {
        try (ServalProcess server = TestServer.startWithTestBundle(folder);
                RespConnection control = server.connect();
                RespConnection client = server.connect()) {
            client.ask("MULTI");
            client.ask("SET k 1");
            control.ask("TEST.BUNDLE stop serval.transactions");
            control.ask("TEST.BUNDLE start serval.transactions");
            assertEquals("+QUEUED\\r\\n", client.ask("INCR k"));
            assertEquals("*2\\r\\n+OK\\r\\n:2\\r\\n", client.ask("EXEC"));
        }
    }
}
