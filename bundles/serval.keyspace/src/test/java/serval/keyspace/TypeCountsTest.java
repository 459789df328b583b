package serval.keyspace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import serval.spi.keyspace.Restored;

/** Counts of values by type are what a walk through all entries finds, whatever happened. */
class TypeCountsTest extends TypesHarness {
    private static final int STEPS = 20_000;

    private final Words.Type other = new Words.Type("otherword", 1);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void countsFollowEveryChange(long seed) throws Exception {
        Random random = new Random(seed);
        Bundle beside = bundles.start("example.other", "1.0.0");
        bundles.publish(beside, other);
        Bundle next = stageSecond();
        boolean exchanged = false;
        long now = NOW;
        for (int step = 0; step < STEPS; step++) {
            if (step % 1000 == 999) {
                exchange(exchanged ? next : old, exchanged ? old : next);
                exchanged = !exchanged;
            }
            now += random.nextInt(3);
            keyspace.now(now);
            change(random, exchanged ? second : first, exchanged ? old : next, now);
            if (step % 100 == 0) {
                checkCounts();
            }
        }
        checkCounts();
    }

    private void change(Random random, Words.Type serving, Bundle withdrawn, long now) {
        int database = random.nextInt(3);
        KeyImpl key = open(database, "key" + random.nextInt(200));
        boolean isWords = key.type() != null && key.type().name().equals(NAME);
        switch (random.nextInt(14)) {
            case 0 -> key.remove(random.nextBoolean());
            case 1 -> key.set(bytes("short"), 0, 5);
            case 2 -> key.set(new byte[3000], 0, 3000);
            case 3 -> key.put(new Words(other).with("a"));
            case 4, 5 -> key.put(new Words(serving).with("a", "b"));
            case 6 -> {
                if (isWords) {
                    key.update(serving).add("more");
                }
            }
            case 7 -> {
                if (isWords) {
                    key.read(serving);
                }
            }
            case 8 -> key.expireAt(now + random.nextInt(2000));
            case 9 -> keyspace.database(database).move(key, keyspace.database(1), open(1, "key" + random.nextInt(200)));
            case 10 -> {
                if (key.isPresent()) {
                    KeyImpl copy = open(2, "key" + random.nextInt(200));
                    keyspace.database(2)
                            .restore(copy, new Restored(types.park("gonewords", 7, 1, new byte[9]), -1, -1, -1));
                }
            }
            case 11 -> conversions.sweep(withdrawn, 50_000);
            case 12 -> keyspace.expireSome(100_000);
            default -> {
                if (random.nextInt(100) == 0) {
                    keyspace.flush(database, true);
                } else if (random.nextInt(10) == 0) {
                    keyspace.swap(0, 1 + random.nextInt(2));
                }
            }
        }
    }

    @Test
    void manyTypesAreTold() {
        TypeCounts counts = new TypeCounts();
        List<Words> values = new ArrayList<>();
        Random random = new Random(4);
        for (int i = 0; i < 300; i++) {
            values.add(new Words(new Words.Type("type" + i, 1)));
        }
        int[] expected = new int[values.size()];
        for (int step = 0; step < 50_000; step++) {
            int which = random.nextInt(values.size());
            if (expected[which] > 0 && random.nextBoolean()) {
                counts.remove(values.get(which));
                expected[which]--;
            } else if (expected[which] < 3) {
                counts.add(values.get(which));
                expected[which]++;
            }
        }
        List<Object> named = new ArrayList<>();
        counts.forEach(named::add);
        long present = 0;
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], counts.of(values.get(i).type()), "type " + i);
            present += expected[i] > 0 ? 1 : 0;
        }
        assertEquals(present, named.size());
    }

    @Test
    void aTypeWithoutValuesIsNotReferredTo() {
        TypeCounts counts = new TypeCounts();
        Words value = new Words(first);
        counts.add(value);
        counts.remove(value);
        counts.forEach(type -> assertEquals(null, type));
    }
}
