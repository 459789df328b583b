package serval.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A call that runs long: others are answered BUSY meanwhile, and it can be killed; on continuations and on threads. */
class LongCallIT {
    @ParameterizedTest
    @CsvSource({"continuation, 1", "thread, 1", "continuation, 2"})
    void othersAreAnsweredBusyUntilTheCallIsKilled(String means, int loops, @TempDir Path folder) {
        try (ServalProcess server = TestServer.startWithTestBundle(
                        folder, "long-calls " + means, "io-threads " + loops, "busy-reply-threshold 50");
                RespConnection spinner = server.connect();
                RespConnection other = server.connect();
                RespConnection third = server.connect()) {
            spinner.send(RespConnection.encode(CommandLine.split("TEST.SPIN 600000")));
            server.await("BUSY", () -> other.ask("PING").startsWith("-BUSY "));
            assertEquals("-BUSY Redis is busy running a module command.\\r\\n", third.ask("SET k v"));
            assertEquals(":1\\r\\n", other.ask("TEST.KILL"));
            assertEquals("-ERR killed by TEST.KILL\\r\\n", CommandLine.show(spinner.reply()));
            assertEquals("+PONG\\r\\n", other.ask("PING"));
            assertEquals("+PONG\\r\\n", spinner.ask("PING"));
            assertEquals(":0\\r\\n", other.ask("TEST.KILL"));
        }
    }

    @ParameterizedTest
    @CsvSource({"continuation", "thread"})
    void shortCallsOfTheKindEndAsUsual(String means, @TempDir Path folder) {
        try (ServalProcess server = TestServer.startWithTestBundle(folder, "long-calls " + means);
                RespConnection client = server.connect()) {
            for (int i = 0; i < 200; i++) {
                assertEquals("+SPUN\\r\\n", client.ask("TEST.SPIN 0"));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"continuation", "thread"})
    void longCallEndsByItself(String means, @TempDir Path folder) {
        try (ServalProcess server =
                        TestServer.startWithTestBundle(folder, "long-calls " + means, "busy-reply-threshold 20");
                RespConnection spinner = server.connect();
                RespConnection other = server.connect()) {
            spinner.send(RespConnection.encode(CommandLine.split("TEST.SPIN 300")));
            spinner.send(RespConnection.encode(CommandLine.split("ECHO next")));
            server.await("BUSY", () -> other.ask("PING").startsWith("-BUSY "));
            assertEquals("+SPUN\\r\\n", CommandLine.show(spinner.reply()));
            assertEquals("$4\\r\\nnext\\r\\n", CommandLine.show(spinner.reply()));
            assertTrue(server.log().contains("busy-reply-threshold"), server.log());
        }
    }
}
