package serval.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundle that guards connections, stopped and started again in a running server. */
class ConnectionBundleIT {
    private static final String NO_AUTH = "-NOAUTH Authentication required.\\r\\n";

    @Test
    void passwordOutlivesItsBundle(@TempDir Path folder) {
        try (ServalProcess server = TestServer.startWithTestBundle(folder);
                RespConnection control = server.connect()) {
            control.call("CONFIG SET requirepass secret");
            try (RespConnection stranger = server.connect()) {
                assertEquals(NO_AUTH, stranger.ask("GET k"));
                control.call("TEST.BUNDLE stop serval.connection");
                try (RespConnection late = server.connect()) {
                    late.ask("GET k");
                    control.call("TEST.BUNDLE start serval.connection");
                    assertEquals("+PONG\\r\\n", control.ask("PING"));
                    assertEquals(NO_AUTH, stranger.ask("GET k"));
                    assertEquals(NO_AUTH, late.ask("GET k"));
                    assertEquals("+OK\\r\\n", late.ask("AUTH secret"));
                    assertEquals("$-1\\r\\n", late.ask("GET k"));
                }
            }
        }
    }

    @Test
    void pauseEndsWithItsBundle(@TempDir Path folder) {
        try (ServalProcess server = TestServer.startWithTestBundle(folder);
                RespConnection control = server.connect();
                RespConnection writer = server.connect()) {
            control.call("CLIENT PAUSE 60000 WRITE");
            writer.send(RespConnection.encode(CommandLine.split("SET k v")));
            server.await("the writer to wait", () -> control.ask("INFO clients").contains("blocked_clients:1\\r\\n"));
            control.call("TEST.BUNDLE stop serval.connection");
            assertEquals("+OK\\r\\n", CommandLine.show(writer.reply()));
            control.call("TEST.BUNDLE start serval.connection");
            assertEquals("+OK\\r\\n", control.ask("SET k w"));
        }
    }
}
