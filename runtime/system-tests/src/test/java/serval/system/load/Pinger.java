package serval.system.load;

import serval.system.RespConnection;
import serval.system.ServerProcess;

/** A client that sends one PING after the other, and knows how long the slowest answer took. */
public final class Pinger implements AutoCloseable {
    private final RespConnection connection;
    private final Thread thread = new Thread(this::run, "pinger");
    private volatile boolean ended;
    private volatile long longest;

    /** Connects and begins. */
    public Pinger(ServerProcess server) {
        connection = server.connect();
        thread.start();
    }

    private void run() {
        while (!ended) {
            long sent = System.nanoTime();
            connection.call("PING");
            longest = Math.max(longest, System.nanoTime() - sent);
        }
    }

    /** The longest that an answer took since this was asked last, in microseconds. */
    public long longestMicros() {
        long micros = longest / 1000;
        longest = 0;
        return micros;
    }

    @Override
    public void close() {
        ended = true;
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        connection.close();
    }
}
