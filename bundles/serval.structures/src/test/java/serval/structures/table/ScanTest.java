package serval.structures.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The promises of scan cursors while tables change between the steps. */
class ScanTest {

    private static final int SCHEDULES = 3000;

    @Test
    void whatStaysIsVisitedExactlyOnceWhateverElseHappens() {
        SplittableRandom random = new SplittableRandom(42);
        for (int schedule = 0; schedule < SCHEDULES; schedule++) {
            runSchedule(random.split(), schedule % 100 == 0 ? 40_000 : schedule % 10 == 0 ? 4000 : 300);
        }
    }

    private static void runSchedule(SplittableRandom random, int most) {
        long[] masks = {-1L, -1L, -1L, 0xFF00_0000_0000_FFFFL, 0xFFFF_0000L << 16, 0xFL << 40};
        // Few distinct hashes make long runs, which bigger tables have no time for.
        BytesTable table = new BytesTable(most > 300 ? -1L : masks[random.nextInt(masks.length)]);
        int staying = random.nextInt(most) + 1;
        int coming = random.nextInt(most) + 1;
        int[] visits = new int[staying];
        for (int i = 0; i < staying; i++) {
            table.put(BytesTable.key(i));
        }
        boolean[] present = new boolean[coming];
        int bias = random.nextInt(101);
        for (int i = 0; i < coming; i++) {
            if (random.nextInt(100) < bias) {
                table.put(BytesTable.key(staying + i));
                present[i] = true;
            }
        }
        long cursor = 0;
        int changesPerStep = random.nextInt(40);
        bias = random.nextInt(101);
        do {
            long from = cursor;
            List<byte[]> visited = new ArrayList<>();
            cursor = table.scan(cursor, visited::add);
            for (byte[] entry : visited) {
                long at = HashTable.cursorOf(table.hash(entry));
                assertTrue(at >= from && (cursor == 0 || at < cursor));
                int number = number(entry);
                if (number < staying) {
                    visits[number]++;
                }
            }
            assertTrue(cursor == 0 || cursor > from);
            for (int i = 0; i < changesPerStep; i++) {
                int other = random.nextInt(coming);
                byte[] key = BytesTable.key(staying + other);
                boolean add = random.nextInt(100) < bias;
                if (add) {
                    table.put(key);
                } else {
                    table.remove(key);
                }
                present[other] = add;
            }
        } while (cursor != 0);
        int[] once = new int[staying];
        Arrays.fill(once, 1);
        assertTrue(Arrays.equals(once, visits));
    }

    private static int number(byte[] key) {
        return key[0] & 0xFF | (key[1] & 0xFF) << 8 | (key[2] & 0xFF) << 16 | (key[3] & 0xFF) << 24;
    }

    @Test
    void anyNumberIsAHarmlessCursor() {
        SplittableRandom random = new SplittableRandom(7);
        BytesTable table = new BytesTable();
        for (int i = 0; i < 5000; i++) {
            table.put(BytesTable.key(i));
        }
        for (int i = 0; i < 10_000; i++) {
            long cursor = random.nextLong() >>> random.nextInt(64);
            boolean inRange = cursor >>> HashTable.CURSOR_BITS == 0;
            List<byte[]> visited = new ArrayList<>();
            long next = table.scan(cursor, visited::add);
            if (!inRange) {
                assertEquals(0, next);
                assertTrue(visited.isEmpty());
            }
            for (byte[] entry : visited) {
                assertTrue(HashTable.cursorOf(table.hash(entry)) >= cursor);
            }
        }
        for (long cursor : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 48, (1L << 48) - 1}) {
            assertEquals(0, table.scan(cursor, entry -> {}));
        }
    }

    @Test
    void oneStepVisitsAFewEntries() {
        BytesTable table = new BytesTable();
        for (int i = 0; i < 100_000; i++) {
            table.put(BytesTable.key(i));
        }
        int[] steps = {0};
        int[] inStep = {0};
        long cursor = 0;
        do {
            inStep[0] = 0;
            cursor = table.scan(cursor, entry -> inStep[0]++);
            assertTrue(inStep[0] <= 40, () -> "visited in one step: " + inStep[0]);
            steps[0]++;
        } while (cursor != 0);
        assertTrue(steps[0] > 10_000 && steps[0] < 30_000, () -> "steps: " + steps[0]);
    }
}
