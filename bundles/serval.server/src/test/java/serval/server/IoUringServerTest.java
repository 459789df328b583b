package serval.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Everything that holds for a server also holds over io_uring, and some more where its requests outlive calls. */
@EnabledIf("isAvailable")
class IoUringServerTest extends ServerTest {
    static boolean isAvailable() {
        return transports().contains("io_uring");
    }

    @Override
    String transport() {
        return "io_uring";
    }

    @Test
    void theRingIsReallyUsed() throws Exception {
        int port = start();
        assertSame(Transport.IO_URING, server.transport());
        try (Client client = Client.to(port)) {
            assertEquals("+PONG", client.ask("PING"));
        }
    }

    @Test
    void manyConnectionsComeAndGoWithTheirLastReply() throws Exception {
        int port = start("io-threads", "2");
        for (int i = 0; i < 2000; i++) {
            try (Client client = Client.to(port)) {
                client.send("LINES 1000\r\nQUIT\r\n");
                assertEquals("*1000", client.line());
                for (int n = 0; n < 1000; n++) {
                    assertEquals(Integer.toString(n), new String(client.bulk()));
                }
                assertEquals("+OK", client.line());
                assertNull(client.line());
            }
        }
    }
}
