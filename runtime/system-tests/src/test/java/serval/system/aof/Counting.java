package serval.system.aof;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import serval.system.RespConnection;
import serval.system.ServerProcess;

/** A client that counts in a key, and knows the last number it was told. */
final class Counting implements AutoCloseable {
    private static final String KEY = "counter";

    private final RespConnection connection;
    private final Thread thread = new Thread(this::run, "counting");
    private volatile boolean ended;
    private volatile long acknowledged;

    /** Connects and begins. */
    Counting(ServerProcess server) {
        connection = server.connect();
        thread.start();
    }

    private void run() {
        try {
            while (!ended) {
                String reply = new String(connection.call("INCR " + KEY), StandardCharsets.US_ASCII);
                if (reply.startsWith(":")) {
                    acknowledged = Long.parseLong(reply.substring(1).strip());
                }
            }
        } catch (UncheckedIOException gone) {
            // The server was killed.
        }
    }

    /** The number that the server told last. */
    long acknowledged() throws InterruptedException {
        ended = true;
        thread.join();
        return acknowledged;
    }

    /** Waits until so many more were acknowledged. */
    void awaitMore(long count) {
        long wanted = acknowledged + count;
        while (acknowledged < wanted && thread.isAlive()) {
            Thread.onSpinWait();
        }
    }

    /** What a server has counted. */
    static long counted(RespConnection client) {
        String reply = new String(client.call("GET " + KEY), StandardCharsets.US_ASCII);
        return reply.startsWith("$-1") ? 0 : Long.parseLong(reply.split("\r\n")[1]);
    }

    @Override
    public void close() {
        ended = true;
        connection.close();
    }
}
