package serval.structures.table;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Prints time per operation and true heap use of big tables: {@code main [entries]}. Not a test. */
final class TableMeasurement {

    private TableMeasurement() {}

    public static void main(String[] arguments) {
        int entries = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        for (int round = 0; round < 3; round++) {
            measure(entries);
        }
    }

    private static void measure(int entries) {
        byte[][] keys = new byte[entries][];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < entries; i++) {
            byte[] key = "key:0000000000".getBytes(StandardCharsets.ISO_8859_1);
            for (int at = 13, rest = i; rest > 0; at--, rest /= 10) {
                key[at] = (byte) ('0' + rest % 10);
            }
            keys[i] = key;
        }
        long before = used();
        BytesTable table = new BytesTable();
        long[] steps = new long[entries];
        int stepCount = 0;
        long bytes = table.bytes();
        long start = System.nanoTime();
        long last = start;
        for (byte[] key : keys) {
            table.add(table.hash(key), key);
            long now = System.nanoTime();
            if (table.bytes() != bytes) {
                bytes = table.bytes();
                steps[stepCount++] = now - last;
            }
            last = now;
        }
        long added = System.nanoTime() - start;
        Arrays.sort(steps, 0, stepCount);
        long grown = used() - before - 16 - 8L * entries;
        System.out.printf(
                "%d entries: add %.0f ns (%d steps of growth, %d us in the median, %d us at most), %.2f bytes each by account, %.2f by heap%n",
                entries,
                (double) added / entries,
                stepCount,
                steps[stepCount / 2] / 1000,
                steps[stepCount - 1] / 1000,
                (double) table.bytes() / entries,
                (double) grown / entries);

        byte[][] probes = new byte[1 << 20][];
        for (int i = 0; i < probes.length; i++) {
            probes[i] = keys[random.nextInt(entries)].clone();
        }
        int found = 0;
        start = System.nanoTime();
        for (byte[] probe : probes) {
            // One after another: the next look-up waits for this one.
            probe[0] ^= (byte) (found & 0x80000000);
            found += table.get(probe).length & 1 ^ 1;
        }
        System.out.printf("find %.0f ns%n", (double) (System.nanoTime() - start) / probes.length);
        start = System.nanoTime();
        int missing = 0;
        for (byte[] probe : probes) {
            probe[0] = 'x';
            missing += table.get(probe) == null ? 1 : 0;
        }
        System.out.printf("miss %.0f ns (%d)%n", (double) (System.nanoTime() - start) / probes.length, missing);
        start = System.nanoTime();
        for (int i = 0; i < 1 << 20; i++) {
            found += table.random(random).length;
        }
        System.out.printf("random %.0f ns%n", (double) (System.nanoTime() - start) / (1 << 20));
        start = System.nanoTime();
        int[] visited = {0};
        long cursor = 0;
        do {
            cursor = table.scan(cursor, entry -> visited[0]++);
        } while (cursor != 0);
        System.out.printf("scan %.0f ns (%d)%n", (double) (System.nanoTime() - start) / visited[0], visited[0]);
        start = System.nanoTime();
        for (byte[] key : keys) {
            table.remove(key);
        }
        System.out.printf(
                "remove %.0f ns (%d, %d bytes, %d)%n",
                (double) (System.nanoTime() - start) / entries, table.size(), table.bytes(), found);
    }

    private static long used() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(
                    least,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }
}
