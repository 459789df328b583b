package serval.system.aof;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import serval.system.CommandLine;
import serval.system.RespConnection;
import serval.system.ServerProcess;

/**
 * A client that writes to keys of its own, of several types, and remembers what it was told. Its last request may have been
 * executed or not.
 */
final class CrashLoad {
    private static final String SCRIPT = "redis.call('ZINCRBY', KEYS[1], 1, 'one') return redis.call('INCR', KEYS[2])";

    private final RespConnection connection;
    private final Thread thread;
    private final int number;
    private final Random random;
    private volatile long steps;
    private volatile long counted;
    private volatile long pushed;
    private volatile long both;
    private volatile long scripted;
    private volatile long entries;

    /**
     * What a client was told: numbers that must not become smaller.
     *
     * @param number the client's
     * @param count the counter
     * @param pushed the length of the list
     * @param both what two counters, changed together by a transaction, were
     * @param scripted what a score and a counter, changed together by a script, were
     * @param entries the length of the stream
     */
    record Told(int number, long count, long pushed, long both, long scripted, long entries) {
        /** What a server lacks of it; empty if nothing. */
        String missing(RespConnection client) {
            StringBuilder missing = new StringBuilder();
            long counter = number(client.ask("GET count" + number));
            long length = number(client.ask("LLEN list" + number));
            long one = number(client.ask("HGET pair" + number + " one"));
            long other = number(client.ask("HGET pair" + number + " other"));
            long set = number(client.ask("SCARD set" + number));
            long score = number(client.ask("ZSCORE scores" + number + " one"));
            long beside = number(client.ask("GET beside" + number));
            long added = number(client.ask("XLEN stream" + number));
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
            if (score != beside || score < scripted) {
                missing.append("script ")
                        .append(score)
                        .append('/')
                        .append(beside)
                        .append(" of ")
                        .append(scripted)
                        .append("; ");
            }
            if (added < entries) {
                missing.append("stream ")
                        .append(added)
                        .append(" of ")
                        .append(entries)
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
            entries = Told.number(connection.ask("XLEN stream" + number));
            // A crash may have come between the two.
            connection.call("SADD set" + number + " " + listed);
            while (true) {
                switch (random.nextInt(7)) {
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
                        scripted = Told.number(CommandLine.show(
                                connection.call(words("EVAL", SCRIPT, "2", "scores" + number, "beside" + number))));
                    case 3 -> {
                        expectText(connection.call("XADD stream" + number + " * field " + steps));
                        entries++;
                    }
                    case 4 -> connection.call("DEL filler" + number + ":" + random.nextInt(50));
                    case 5 ->
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

    private static byte[][] words(String... words) {
        byte[][] bytes = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            bytes[i] = words[i].getBytes(StandardCharsets.US_ASCII);
        }
        return bytes;
    }

    private static void expectText(byte[] reply) {
        if (reply[0] != '$') {
            throw new AssertionError(CommandLine.show(reply));
        }
    }

    private static void expect(byte[] reply) {
        if (reply[0] != ':') {
            throw new AssertionError(CommandLine.show(reply));
        }
    }

    /** Steps acknowledged so far. */
    long steps() {
        return steps;
    }

    /** Waits until so many steps were acknowledged. */
    void await(long count) {
        while (steps < count && thread.isAlive()) {
            LockSupport.parkNanos(100_000);
        }
    }

    /** Ends it, after the server's end, and tells what it was told. */
    Told end() throws InterruptedException {
        thread.join();
        connection.close();
        return new Told(number, counted, pushed, both, scripted, entries);
    }
}
