package serval.system.load;

import java.util.concurrent.atomic.AtomicLong;
import serval.system.RespConnection;
import serval.system.ServerProcess;

/** A client that sends one PING after the other, and knows how long the slowest answer took. */
public final class Pinger implements AutoCloseable {
    private final RespConnection connection;
    private final Thread thread = new Thread(this::run, "pinger");
    private volatile boolean ended;
    private final AtomicLong longest = new AtomicLong();
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
            longest.accumulateAndGet(System.nanoTime() - sent, Math::max);
            answers++;
        }
    }

    /** Forgets the times so far, that of the request on its way included. */
    public void forget() {
        long since = answers;
        while (answers == since && thread.isAlive()) {
            Thread.onSpinWait();
        }
        longest.set(0);
    }

    /** The longest that an answer took since {@link #forget}, in microseconds. */
    public long longestMicros() {
        return longest.get() / 1000;
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
