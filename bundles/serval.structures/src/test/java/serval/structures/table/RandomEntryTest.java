package serval.structures.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomEntryTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 50, 3000, 20_000})
    void eachEntryIsAsLikelyAsAnother(int size) {
        BytesTable table = new BytesTable();
        for (int i = 0; i < size; i++) {
            table.put(BytesTable.key(i));
        }
        checkFairness(table, size);
    }

    @Test
    void isFairWhenSegmentsDifferInDepthAndFill() {
        BytesTable table = new BytesTable();
        for (int i = 0; i < 40_000; i++) {
            table.put(BytesTable.key(i));
        }
        // Thin out one half of the hash space, but not so far that it merges, and a quarter altogether.
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 40_000; i++) {
            byte[] key = BytesTable.key(i);
            long hash = table.hash(key);
            if (hash < 0 ? hash >>> 62 == 3 || random.nextInt(2) == 0 : false) {
                table.remove(key);
            }
        }
        checkFairness(table, (int) table.size());
    }

    @Test
    void isFairWithBadHashes() {
        BytesTable table = new BytesTable(0x7FL);
        for (int i = 0; i < 500; i++) {
            table.put(BytesTable.key(i));
        }
        checkFairness(table, 500);
    }

    private static void checkFairness(BytesTable table, int size) {
        SplittableRandom random = new SplittableRandom(20261123);
        Map<byte[], int[]> drawn = new IdentityHashMap<>();
        int perEntry = 50;
        for (int i = 0; i < size * perEntry; i++) {
            drawn.computeIfAbsent(table.random(random), key -> new int[1])[0]++;
        }
        assertEquals(size, drawn.size());
        double chiSquare = 0;
        for (int[] count : drawn.values()) {
            double difference = count[0] - perEntry;
            chiSquare += difference * difference / perEntry;
        }
        // Mean size - 1, variance twice that; five standard deviations above.
        double bound = size - 1 + 5 * Math.sqrt(2.0 * size);
        double value = chiSquare;
        assertTrue(value < bound, () -> value + " of at most " + bound);
    }

    @Test
    void aSparseTableStillAnswers() {
        // Everything in one small part of the hash space: trying places at random would hardly ever hit.
        BytesTable table = new BytesTable(0x0000_00FF_FFFF_FFFFL);
        for (int i = 0; i < 20_000; i++) {
            table.put(BytesTable.key(i));
        }
        SplittableRandom random = new SplittableRandom(1);
        Set<Integer> drawn = new HashSet<>();
        for (int i = 0; i < 2000; i++) {
            byte[] entry = table.random(random);
            assertSame(entry, table.get(entry));
            drawn.add(System.identityHashCode(entry));
        }
        assertTrue(drawn.size() > 1500);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 7, 8, 100, 30_000})
    void samplesAreDistinctEntries(int size) {
        BytesTable table = new BytesTable();
        for (int i = 0; i < size; i++) {
            table.put(BytesTable.key(i));
        }
        SplittableRandom random = new SplittableRandom(size);
        Set<Object> all = new HashSet<>();
        for (int i = 0; i < 3000; i++) {
            Object[] target = new Object[1 + random.nextInt(16)];
            int filled = table.sample(random, target);
            assertEquals(Math.min(size, target.length), filled);
            Set<Object> distinct = new HashSet<>();
            for (int j = 0; j < filled; j++) {
                assertSame(target[j], table.get((byte[]) target[j]));
                distinct.add(target[j]);
            }
            assertEquals(filled, distinct.size());
            all.addAll(distinct);
        }
        assertTrue(all.size() >= Math.min(size, 10_000), () -> "different ones: " + all.size());
    }
}
