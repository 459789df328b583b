package serval.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.Objects;
import java.util.function.IntConsumer;

/** Compares what a server says a value takes with what many copies of it take on the heap. */
final class MemoryCheck {
    /** Enough for everything else on the heap not to count. */
    private static final long WANTED_BYTES = 16L << 20;

    private static final int PIPELINE = 500;
    private static final int MOST_COPIES = 60_000;

    private MemoryCheck() {}

    static void run(ServalClient client, String key, double factor) {
        long told = usage(client, key);
        assertTrue(told > 0, () -> "MEMORY USAGE of a value is " + told);
        byte[] dump = Objects.requireNonNull(client.bytes("DUMP", key));
        // Made by RESTORE: what COPY makes may share memory with its source.
        // A server that tells too little is found out by the payload, one that tells too much by the copies.
        long guess = Math.max(told, dump.length);
        int copies = (int) Math.clamp(WANTED_BYTES / guess, 2, MOST_COPIES);
        long before = heap();
        long accounted = account(client);
        pipeline(copies, client, i -> client.send("RESTORE", "contract:copy:" + i, 0, dump));
        long full = heap();
        double counted = (double) (account(client) - accounted) / copies;
        pipeline(copies, client, i -> client.send("DEL", "contract:copy:" + i));
        // Whatever else was let go of meanwhile was there before and is not there after.
        double real = (double) (full - Math.min(before, heap())) / copies;
        assertWithin(factor, real, told, "MEMORY USAGE");
        assertWithin(factor, real, counted, "used_memory, for each value,");
    }

    private static void pipeline(int commands, ServalClient client, IntConsumer send) {
        for (int from = 0; from < commands; from += PIPELINE) {
            int end = Math.min(commands, from + PIPELINE);
            for (int i = from; i < end; i++) {
                send.accept(i);
            }
            for (int i = from; i < end; i++) {
                client.receive();
            }
        }
    }

    private static void assertWithin(double factor, double real, double told, String name) {
        assertTrue(
                told <= real * factor && told >= real / factor,
                () -> name + " is " + Math.round(told) + ", on the heap a value takes " + Math.round(real)
                        + "; more than " + factor + " times apart");
    }

    private static long usage(ServalClient client, String key) {
        return (Long) Objects.requireNonNull(client.call("MEMORY", "USAGE", key, "SAMPLES", 0));
    }

    private static long account(ServalClient client) {
        String info = String.valueOf(client.call("INFO", "memory"));
        return info.lines()
                .filter(line -> line.startsWith("used_memory:"))
                .mapToLong(line ->
                        Long.parseLong(line.substring(line.indexOf(':') + 1).trim()))
                .findFirst()
                .orElseThrow();
    }

    private static long heap() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
