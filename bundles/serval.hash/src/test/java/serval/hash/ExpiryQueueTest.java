package serval.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import serval.bytes.ByteSlice;

class ExpiryQueueTest {
    private static final ByteSlice VALUE = new ByteSlice(new byte[8]);

    private final ExpiryQueue queue = new ExpiryQueue();
    /** The entries in any order, and how many of each time there are. */
    private final List<byte[]> entries = new ArrayList<>();

    private final TreeMap<Long, Integer> times = new TreeMap<>();
    private final Random random = new Random(11);

    private byte[] entry() {
        String field = "field-" + random.nextInt();
        return FieldEntry.make(
                new ByteSlice(field.getBytes(StandardCharsets.ISO_8859_1)), VALUE, 1 + random.nextInt(100_000));
    }

    private void add() {
        byte[] entry = entry();
        queue.add(entry);
        entries.add(entry);
        times.merge(FieldEntry.expiry(entry), 1, Integer::sum);
    }

    private void remove(int index) {
        byte[] entry = entries.get(index);
        queue.remove(entry);
        entries.set(index, entries.getLast());
        entries.removeLast();
        forget(entry);
    }

    private void replace(int index) {
        byte[] other = entry();
        byte[] before = entries.set(index, other);
        queue.replace(before, other);
        forget(before);
        times.merge(FieldEntry.expiry(other), 1, Integer::sum);
    }

    private void forget(byte[] entry) {
        times.computeIfPresent(FieldEntry.expiry(entry), (time, count) -> count == 1 ? null : count - 1);
    }

    private void check() {
        assertEquals(entries.size(), queue.size());
        assertEquals(times.isEmpty() ? Hash.NEVER : times.firstKey(), queue.next());
        long now = random.nextInt(100_000);
        int expired =
                times.headMap(now).values().stream().mapToInt(Integer::intValue).sum();
        assertEquals(expired, queue.expired(now));
    }

    private void churn(int steps, int adds) {
        for (int i = 0; i < steps; i++) {
            int turn = random.nextInt(10);
            if (turn < adds || entries.isEmpty()) {
                add();
            } else if (turn == 9) {
                replace(random.nextInt(entries.size()));
            } else {
                remove(random.nextInt(entries.size()));
            }
            if (i % 997 == 0) {
                check();
            }
        }
        check();
    }

    @Test
    void tellsTheEarliestWhileItGrowsAndShrinks() {
        for (int round = 0; round < 2; round++) {
            churn(40_000, 8);
            assertTrue(entries.size() > 20_000, entries.size() + " entries");
            churn(30_000, 4);
            while (entries.size() > 3) {
                remove(random.nextInt(entries.size()));
            }
            check();
            while (!entries.isEmpty()) {
                assertEquals(times.firstKey(), FieldEntry.expiry(queue.first()));
                remove(entries.indexOf(queue.first()));
            }
            check();
        }
    }

    @Test
    void takesAboutAReferenceForEachAndGivesThemBack() {
        assertTrue(queue.heapBytes() <= 40, queue.heapBytes() + " bytes for none");
        for (int size : new int[] {5, 100, 4096, 4097, 50_000}) {
            while (entries.size() < size) {
                add();
            }
            long most = 100 + (size <= 4096 ? 6L * size : 4L * (size + 4096) + size / 100);
            assertTrue(queue.heapBytes() <= most, queue.heapBytes() + " bytes for " + size);
        }
        while (entries.size() > 10) {
            remove(entries.size() - 1);
        }
        assertTrue(queue.heapBytes() < 300, queue.heapBytes() + " bytes for 10");
    }
}
