package serval.structures.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashTableTest {

    /** Good hashes; only leading, middle or last bits; sixteen values; one value. */
    @ParameterizedTest
    @ValueSource(longs = {-1L, 0xFFF0_0000_0000_0000L, 0x0000_0FFF_0000_0000L, 0xFFFFL, 0x0F00_0000_0000_0000L, 0L})
    void behavesLikeAMap(long mask) {
        SplittableRandom random = new SplittableRandom(mask);
        boolean good = mask == -1;
        int keys = good ? 60_000 : 1500;
        for (int round = 0; round < 3; round++) {
            BytesTable table = new BytesTable(mask);
            Map<Integer, byte[]> model = new HashMap<>();
            for (int phase = 0; phase < 8; phase++) {
                // Phases that mostly add and phases that mostly remove, over key ranges of different size.
                int range = Math.max(1, random.nextInt(keys));
                int adding = random.nextInt(101);
                for (int i = 0; i < range * 2; i++) {
                    int number = random.nextInt(range);
                    byte[] key = BytesTable.key(number);
                    if (random.nextInt(100) < adding) {
                        assertSame(model.put(number, key), table.put(key));
                    } else if (random.nextInt(3) > 0) {
                        assertSame(model.remove(number), table.remove(key));
                    } else {
                        assertSame(model.get(number), table.get(key));
                    }
                    assertEquals(model.size(), table.size());
                }
                checkWhole(table, model, keys);
            }
        }
    }

    private static void checkWhole(BytesTable table, Map<Integer, byte[]> model, int keys) {
        for (int number = 0; number < keys; number++) {
            assertSame(model.get(number), table.get(BytesTable.key(number)));
        }
        Set<byte[]> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        long cursor = 0;
        do {
            cursor = table.scan(cursor, entry -> assertTrue(seen.add(entry)));
        } while (cursor != 0);
        assertEquals(model.size(), seen.size());
        assertTrue(seen.containsAll(model.values()));
    }

    @Test
    void entriesInTheOrderOfTheirHashesMoveLittleWhenTheyAreExpected() {
        int count = 200_000;
        byte[][] keys = new byte[count][];
        BytesTable table = new BytesTable();
        BytesTable inAnyOrder = new BytesTable();
        for (int i = 0; i < count; i++) {
            keys[i] = BytesTable.key(i);
            inAnyOrder.put(keys[i]);
        }
        java.util.Arrays.sort(keys, (a, b) -> Long.compareUnsigned(table.hash(a), table.hash(b)));
        table.expect(count);
        long most = 0;
        for (byte[] key : keys) {
            long before = table.bytes();
            table.put(key);
            most = Math.max(most, table.bytes() - before);
        }
        // The largest segments have some four thousand slots of less than six bytes.
        assertTrue(most < 16_000, "an entry took " + most + " bytes");
        assertTrue(table.bytes() < inAnyOrder.bytes() * 1.15, table.bytes() + " and " + inAnyOrder.bytes());
        table.expect(10);
        assertEquals(count, table.size());
        for (byte[] key : keys) {
            assertSame(key, table.remove(key));
        }
        assertEquals(new BytesTable().bytes(), table.bytes());
    }

    @Test
    void positionsStayWhileEntriesAreReplaced() {
        BytesTable table = new BytesTable();
        for (int i = 0; i < 1000; i++) {
            table.put(BytesTable.key(i));
        }
        byte[] key = BytesTable.key(77);
        byte[] framed = new byte[key.length + 2];
        System.arraycopy(key, 0, framed, 1, key.length);
        long position = table.locate(table.hash(key), framed, 1, key.length);
        byte[] before = table.at(position);
        assertNotSame(key, before);
        table.set(position, key);
        assertSame(key, table.at(position));
        assertSame(key, table.get(BytesTable.key(77)));
        assertSame(key, table.removeAt(position));
        assertNull(table.get(key));
        assertTrue(table.locate(table.hash(key), key, 0, key.length) < 0);
        assertEquals(999, table.size());
    }

    @Test
    void clearsAtOnce() {
        BytesTable table = new BytesTable();
        long empty = table.bytes();
        for (int i = 0; i < 50_000; i++) {
            table.put(BytesTable.key(i));
        }
        table.clear();
        assertTrue(table.isEmpty());
        assertEquals(empty, table.bytes());
        assertNull(table.get(BytesTable.key(1)));
        assertEquals(0, table.scan(0, entry -> assertFalse(true)));
        assertNull(table.random(new SplittableRandom(1)));
        table.put(BytesTable.key(1));
        assertNotNull(table.get(BytesTable.key(1)));
    }

    @Test
    void isSmallWhenItHoldsLittleAndShrinksBack() {
        BytesTable table = new BytesTable();
        long empty = table.bytes();
        assertTrue(empty < 100, () -> "empty: " + empty);
        for (int i = 0; i < 10; i++) {
            table.put(BytesTable.key(i));
        }
        assertTrue(table.bytes() < 250, () -> "ten: " + table.bytes());
        for (int i = 0; i < 200_000; i++) {
            table.put(BytesTable.key(i));
        }
        for (int i = 10; i < 200_000; i++) {
            table.remove(BytesTable.key(i));
        }
        assertTrue(table.bytes() < 600, () -> "ten again: " + table.bytes());
        for (int i = 0; i < 10; i++) {
            table.remove(BytesTable.key(i));
        }
        assertEquals(empty, table.bytes());
    }

    @Test
    void overheadPerEntryIsSteady() {
        BytesTable table = new BytesTable();
        double sum = 0;
        int samples = 0;
        for (int i = 1; i <= 400_000; i++) {
            table.add(table.hash(BytesTable.key(i)), BytesTable.key(i));
            if (i % 10_000 == 0 && i >= 100_000) {
                double overhead = (double) table.bytes() / i;
                assertTrue(overhead < 9, () -> "bytes per entry: " + overhead);
                sum += overhead;
                samples++;
            }
        }
        double average = sum / samples;
        assertTrue(average < 8, () -> "bytes per entry on average: " + average);
    }

    @Test
    void oneBadHashDoesNotBlowUpTheDirectory() {
        BytesTable table = new BytesTable(0);
        for (int i = 0; i < 6000; i++) {
            table.add(0, BytesTable.key(i));
        }
        assertTrue(table.bytes() < 6000 * 16, () -> "bytes: " + table.bytes());
        assertEquals(6000, table.size());
    }
}
