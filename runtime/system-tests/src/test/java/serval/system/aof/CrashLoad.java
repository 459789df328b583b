package serval.system.aof;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import serval.system.CommandLine;
import serval.system.RespConnection;
import serval.system.ServerProcess;

/**
 * A client that writes to keys of its own, of several types, and remembers what it was told. Its last request may have been
 * executed or not.
 */
final class CrashLoad {
    private final RespConnection connection;
    private final Thread thread;
    private final int number;
    private final Random random;
    private volatile long steps;
    private volatile long counted;
    private volatile long pushed;
    private volatile long both;

    /**
     * What a client was told: numbers that must not become smaller.
     *
     * @param number the client's
     * @param count the counter
     * @param pushed the length of the list
     * @param both what two counters, changed together, were
     */
    record Told(int number, long count, long pushed, long both) {
        /** What a server lacks of it; empty if nothing. */
        String missing(RespConnection client) {
            StringBuilder missing = new StringBuilder();
            long counter = number(client.ask("GET count" + number));
            long length = number(client.ask("LLEN list" + number));
            long one = number(client.ask("HGET pair" + number + " one"));
            long other = number(client.ask("HGET pair" + number + " other"));
            long set = number(client.ask("SCARD set" + number));
            if (counter < count) {
                missing.append("counter ")
                        .append(counter)
                        .append(" of ")
                        .append(count)
                        .append("; ");
            }
            if (length < pushed) {
                missing.append("list ")
                        .append(length)
                        .append(" of ")
                        .append(pushed)
                        .append("; ");
            }
            if (one != other || one < both) {
                missing.append("pair ")
                        .append(one)
                        .append('/')
                        .append(other)
                        .append(" of ")
                        .append(both)
                        .append("; ");
            }
            if (set < length - 1 || set > length + 1) {
                missing.append("set ").append(set).append(" beside list ").append(length);
            }
            return missing.toString();
        }

        private static long number(String reply) {
            String digits = reply.startsWith("$") ? reply.replaceFirst("\\$-?\\d+(\\\\r\\\\n)?", "") : reply;
            digits = digits.replaceAll("[^0-9]", "");
            return digits.isEmpty() ? 0 : Long.parseLong(digits);
        }
    }

    CrashLoad(ServerProcess server, int number, long seed) {
        this.number = number;
        random = new Random(seed);
        connection = server.connect();
        thread = new Thread(this::run, "crash-load-" + number);
        thread.start();
    }

    private void run() {
        try {
            long listed = Told.number(connection.ask("LLEN list" + number));
            // A crash may have come between the two.
            connection.call("SADD set" + number + " " + listed);
            while (true) {
                switch (random.nextInt(4)) {
                    case 0 -> {
                        listed++;
                        expect(connection.call("RPUSH list" + number + " " + listed));
                        connection.call("SADD set" + number + " " + listed);
                        pushed = listed;
                    }
                    case 1 -> {
                        connection.call("MULTI");
                        connection.call("HINCRBY pair" + number + " one 1");
                        connection.call("HINCRBY pair" + number + " other 1");
                        String reply = CommandLine.show(connection.call("EXEC"));
                        both = Long.parseLong(reply.replaceFirst("\\*2\\\\r\\\\n:(\\d+).*", "$1"));
                    }
                    case 2 ->
                        connection.call("SET filler" + number + ":" + random.nextInt(50) + " "
                                + "x".repeat(random.nextInt(200)));
                    default -> {
                        counted = Long.parseLong(
                                new String(connection.call("INCR count" + number), StandardCharsets.US_ASCII)
                                        .substring(1)
                                        .strip());
                    }
                }
                steps++;
            }
        } catch (UncheckedIOException gone) {
            // The server was killed.
        }
    }

    private static void expect(byte[] reply) {
        if (reply[0] != ':') {
            throw new AssertionError(CommandLine.show(reply));
        }
    }

    /** Waits until so many steps were acknowledged. */
    void await(long count) {
        while (steps < count && thread.isAlive()) {
            Thread.onSpinWait();
        }
    }

    /** Ends it, after the server's end, and tells what it was told. */
    Told end() throws InterruptedException {
        thread.join();
        connection.close();
        return new Told(number, counted, pushed, both);
    }
}
