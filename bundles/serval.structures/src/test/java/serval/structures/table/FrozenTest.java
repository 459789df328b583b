package serval.structures.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What was frozen stays, whatever the table goes through. */
class FrozenTest {

    @Test
    void frozenEntriesAreThoseOfTheMoment() {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 60; round++) {
            int range = round % 10 == 0 ? 60_000 : 600;
            BytesTable table = new BytesTable();
            Set<String> model = new HashSet<>();
            change(table, model, random, range, range);
            for (int time = 0; time < 3; time++) {
                Set<String> then = new HashSet<>(model);
                Frozen<byte[]> frozen = table.freeze();
                assertEquals(then.size(), frozen.size());
                Set<String> seen = new HashSet<>();
                long[] visits = new long[1];
                while (frozen.hasNext()) {
                    change(table, model, random, range, random.nextInt(range));
                    frozen.next(entry -> {
                        visits[0]++;
                        seen.add(Arrays.toString(entry));
                    });
                }
                assertEquals(then, seen);
                assertEquals(then.size(), visits[0]);
                assertFalse(frozen.hasNext());
            }
            Set<String> all = new HashSet<>();
            table.forEach(entry -> assertTrue(all.add(Arrays.toString(entry))));
            assertEquals(model, all);
        }
    }

    private static void change(BytesTable table, Set<String> model, SplittableRandom random, int range, int steps) {
        int bias = random.nextInt(1, 10);
        for (int i = 0; i < steps; i++) {
            byte[] key = BytesTable.key(random.nextInt(range));
            if (random.nextInt(10) < bias) {
                table.put(key);
                model.add(Arrays.toString(key));
            } else {
                table.remove(key);
                model.remove(Arrays.toString(key));
            }
        }
    }
}
