package serval.example.filters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static serval.example.filters.BloomTest.item;

import org.junit.jupiter.api.Test;
import serval.sdk.type.Codec;
import serval.sdk.type.CorruptValueException;

class CuckooTest {
    private static final int BUDGET = 64 * 1024;

    private static Cuckoo filled(long capacity, int bucketSize, int expansion, int items) {
        Cuckoo cuckoo = Cuckoo.create(capacity, bucketSize, 50, expansion);
        assertNotNull(cuckoo);
        for (int i = 0; i < items; i++) {
            assertEquals(Cuckoo.Outcome.ADDED, cuckoo.add(item("in", i)), "item " + i);
        }
        cuckoo.measure();
        return cuckoo;
    }

    private static void assertHas(Cuckoo cuckoo, int from, int to) {
        for (int i = from; i < to; i++) {
            assertTrue(cuckoo.has(item("in", i)), "item " + i);
        }
    }

    @Test
    void everyItemIsFoundAndFewOthers() {
        Cuckoo cuckoo = filled(1 << 16, 2, 0, 48_000);
        assertHas(cuckoo, 0, 48_000);
        int found = 0;
        for (int i = 0; i < 100_000; i++) {
            found += cuckoo.has(item("out", i)) ? 1 : 0;
        }
        assertTrue(found > 500 && found < 2000, "found " + found);
    }

    @Test
    void growsAndFindsAll() {
        Cuckoo cuckoo = filled(64, 2, 2, 20_000);
        assertTrue(cuckoo.parts().size() >= 8, "sub-filters: " + cuckoo.parts().size());
        assertHas(cuckoo, 0, 20_000);
        assertEquals(20_000, cuckoo.items());
    }

    @Test
    void removesWhatWasAddedAndNothingElse() {
        Cuckoo cuckoo = filled(1 << 14, 4, 1, 10_000);
        for (int i = 0; i < 5000; i++) {
            assertTrue(cuckoo.remove(item("in", i)), "item " + i);
        }
        assertHas(cuckoo, 5000, 10_000);
        assertEquals(5000, cuckoo.items());
        assertEquals(5000, cuckoo.deleted());
    }

    @Test
    void countsTheSameItem() {
        Cuckoo cuckoo = filled(1024, 2, 1, 0);
        for (int i = 1; i <= 6; i++) {
            cuckoo.add(item("in", 1));
            assertEquals(i, cuckoo.count(item("in", 1)));
        }
        assertTrue(cuckoo.remove(item("in", 1)));
        assertEquals(5, cuckoo.count(item("in", 1)));
        assertFalse(cuckoo.remove(item("out", 1)));
    }

    @Test
    void aRefusedItemLeavesTheFilterAsItWas() {
        Cuckoo cuckoo = filled(64, 2, 0, 0);
        int added = 0;
        while (cuckoo.add(item("in", added)) == Cuckoo.Outcome.ADDED) {
            added++;
        }
        var before = Tape.of(Cuckoo.TYPE, cuckoo, BUDGET).shown();
        assertEquals(Cuckoo.Outcome.FULL, cuckoo.add(item("in", added)));
        assertEquals(before, Tape.of(Cuckoo.TYPE, cuckoo, BUDGET).shown());
        assertHas(cuckoo, 0, added);
    }

    @Test
    void expansionsAreLimited() {
        Cuckoo cuckoo = filled(2, 1, 1, 0);
        int added = 0;
        while (cuckoo.add(item("in", added)) == Cuckoo.Outcome.ADDED) {
            added++;
        }
        assertEquals(Cuckoo.Outcome.NO_MORE, cuckoo.add(item("in", added)));
        assertEquals(Cuckoo.MOST_PARTS, cuckoo.parts().size());
        assertHas(cuckoo, 0, added);
    }

    @Test
    void savedWhileItChangesIsTheValueAsItWas() {
        Cuckoo cuckoo = filled(1 << 16, 2, 1, 20_000);
        var before = Tape.of(Cuckoo.TYPE, cuckoo, BUDGET).shown();
        Tape tape = new Tape();
        Codec.Saver saver = Cuckoo.TYPE.save(cuckoo, 11);
        int added = 0;
        while (!saver.step(tape, 8 * 1024)) {
            for (int i = 0; i < 500; i++, added++) {
                cuckoo.add(item("more", added));
                cuckoo.remove(item("in", added));
            }
        }
        saver.close();
        assertEquals(before, tape.shown());
        Cuckoo loaded = tape.load(Cuckoo.TYPE, 8 * 1024);
        assertHas(loaded, 0, 20_000);
        assertEquals(20_000, loaded.items());
    }

    @Test
    void theSameCommandsOnACopyLeaveTheSameBytes() {
        Cuckoo one = filled(1 << 12, 2, 1, 3000);
        Cuckoo two = Cuckoo.TYPE.copy(one);
        for (int i = 0; i < 3000; i++) {
            one.add(item("more", i));
            two.add(item("more", i));
        }
        assertEquals(
                Tape.of(Cuckoo.TYPE, one, BUDGET).shown(),
                Tape.of(Cuckoo.TYPE, two, BUDGET).shown());
    }

    @Test
    void emptyValueSavesLoadsAndTakesItems() {
        Cuckoo loaded = Tape.of(Cuckoo.TYPE, Cuckoo.TYPE.empty(), BUDGET).load(Cuckoo.TYPE, BUDGET);
        assertEquals(Cuckoo.Outcome.ADDED, loaded.add(item("in", 1)));
        assertTrue(loaded.has(item("in", 1)));
    }

    @Test
    void headsThatMakeNoSenseAreCorrupt() {
        long[][] heads = {
            {},
            {512, 2, 20, 1, 1, 0},
            {3, 2, 20, 1, 1, 0, 0},
            {512, 0, 20, 1, 1, 0, 0},
            {512, 2, 0, 1, 1, 0, 0},
            {512, 2, 20, 3, 1, 0, 0},
            {512, 2, 20, 1, 33, 0, 0},
            {512, 2, 20, 1, 1, 1025, 0},
            {512, 2, 20, 0, 2, 0, 0},
            {1L << 30, 255, 20, 2, 30, 0, 0}
        };
        for (long[] head : heads) {
            Tape tape = new Tape();
            tape.unsigned(head.length);
            for (long number : head) {
                tape.unsigned(number);
            }
            assertThrows(CorruptValueException.class, () -> tape.load(Cuckoo.TYPE, BUDGET));
        }
    }
}
