package serval.system.load;

import serval.system.RespConnection;
import serval.system.ServerProcess;

/** A client that sends one PING after the other, and knows how long the slowest answer took. */
public final class Pinger implements AutoCloseable {
    private final RespConnection connection;
    private final Thread thread = new Thread(this::run, "pinger");
    private volatile boolean ended;
    private volatile long longest;
    private volatile long answers;

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
            answers++;
        }
    }

    /** Forgets the times so far, that of the request on its way included. */
    public void forget() {
        long since = answers;
        while (answers == since && thread.isAlive()) {
            Thread.onSpinWait();
        }
        longest = 0;
    }

    /** The longest that an answer took since {@link #forget}, in microseconds. */
    public long longestMicros() {
        return longest / 1000;
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
