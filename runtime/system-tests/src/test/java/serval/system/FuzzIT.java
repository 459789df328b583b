package serval.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Random and mutated bytes from many connections: the server goes on, and nobody else notices. */
class FuzzIT {
    private static final int CONNECTIONS = 600;
    private static final int REQUESTS = 40;
    private static final List<String> COMMANDS = List.of(
            "SET k v EX 10 NX",
            "GET k",
            "MSET a 1 b 2",
            "INCRBYFLOAT f 1.5",
            "SETRANGE k 10 x",
            "BITFIELD k SET u8 0 255",
            "BITOP AND d a b",
            "PFADD h a b c",
            "PFCOUNT h",
            "SCAN 0 MATCH * COUNT 10",
            "EXPIRE k 10 GT",
            "RENAME k k2",
            "COPY k k2 REPLACE",
            "DUMP k",
            "RESTORE r 0 xxxxxxxxxxxxxxxx",
            "OBJECT ENCODING k",
            "LCS a b IDX",
            "GETEX k PX 5",
            "CLIENT LIST",
            "CLIENT SETNAME x",
            "HELLO 3",
            "HELLO 2",
            "MULTI",
            "EXEC",
            "DISCARD",
            "WATCH k",
            "COMMAND INFO get",
            "CONFIG GET max*",
            "INFO",
            "MEMORY USAGE k",
            "SLOWLOG GET",
            "SORT k",
            "DEL k",
            "SELECT 3",
            "RESET");

    private final long seed = new Random().nextLong();

    @Test
    void serverSurvivesNoise() throws IOException {
        Random random = new Random(seed);
        AtomicLong answered = new AtomicLong();
        try (ServalProcess server =
                        ServalProcess.start("client-query-buffer-limit 1mb", "rename-command SHUTDOWN \"\"");
                RespConnection witness = server.connect()) {
            witness.ask("SELECT 15");
            for (int i = 0; i < CONNECTIONS; i++) {
                String value = "value" + i;
                assertEquals("+OK\\r\\n", witness.ask("SET witness " + value), "seed " + seed);
                answered.addAndGet(makeNoise(server.port(), random));
                String kept = witness.ask("GET witness");
                assertTrue(kept.contains(value), "seed " + seed + ": " + kept);
            }
            assertTrue(server.isAlive(), server.log());
            assertTrue(!server.log().contains("OutOfMemory"), "seed " + seed);
            assertTrue(!server.log().contains(" of bundle "), "seed " + seed + "\n" + server.log());
        }
        assertTrue(answered.get() > 0, "nothing was answered");
    }

    /** Sends noise on one connection and returns how many bytes came back before it was closed or all was sent. */
    private static long makeNoise(int port, Random random) throws IOException {
        long read = 0;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(2);
            OutputStream out = socket.getOutputStream();
            InputStream in = socket.getInputStream();
            byte[] sink = new byte[65536];
            int requests = random.nextInt(REQUESTS);
            for (int i = 0; i < requests; i++) {
                out.write(random.nextInt(8) == 0 ? noise(random) : mutated(random));
                if (random.nextInt(4) == 0) {
                    read += readSome(in, sink);
                }
            }
            read += readSome(in, sink);
        } catch (SocketException closedByServer) {
            return read;
        }
        return read;
    }

    private static int readSome(InputStream in, byte[] sink) throws IOException {
        try {
            return Math.max(0, in.read(sink));
        } catch (java.net.SocketTimeoutException nothing) {
            return 0;
        }
    }

    private static byte[] noise(Random random) {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] mutated(Random random) {
        String[] words = COMMANDS.get(random.nextInt(COMMANDS.size())).split(" ");
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(("*" + words.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
        for (String word : words) {
            byte[] bytes = random.nextInt(6) == 0
                    ? Long.toString(random.nextLong()).getBytes(StandardCharsets.US_ASCII)
                    : word.getBytes(StandardCharsets.US_ASCII);
            request.writeBytes(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
            request.writeBytes(bytes);
            request.writeBytes(new byte[] {'\r', '\n'});
        }
        byte[] bytes = request.toByteArray();
        for (int flips = random.nextInt(3); flips > 0; flips--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }
}
