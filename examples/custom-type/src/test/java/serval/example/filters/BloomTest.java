package serval.example.filters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import serval.bytes.Ascii;
import serval.bytes.ByteSlice;
import serval.sdk.type.Codec;
import serval.sdk.type.CorruptValueException;

class BloomTest {
    private static final int BUDGET = 64 * 1024;

    static ByteSlice item(String prefix, int number) {
        return new ByteSlice(Ascii.bytes(prefix + number));
    }

    private static Bloom filled(double error, long capacity, int expansion, int items) {
        Bloom bloom = Bloom.create(error, capacity, expansion);
        assertNotNull(bloom);
        for (int i = 0; i < items; i++) {
            bloom.add(item("in", i));
        }
        bloom.measure();
        return bloom;
    }

    private static double falsePositives(Bloom bloom) {
        int found = 0;
        for (int i = 0; i < 100_000; i++) {
            found += bloom.has(item("out", i)) ? 1 : 0;
        }
        return found / 100_000.0;
    }

    private static void assertHasAll(Bloom bloom, int items) {
        for (int i = 0; i < items; i++) {
            assertTrue(bloom.has(item("in", i)), "item " + i);
        }
    }

    @Test
    void fullFilterKeepsItsErrorRate() {
        for (double error : new double[] {0.2, 0.01, 0.001}) {
            Bloom bloom = filled(error, 50_000, 0, 50_000);
            assertHasAll(bloom, 50_000);
            double rate = falsePositives(bloom);
            assertTrue(rate < 1.25 * error && rate > 0.5 * error, error + " asked, " + rate + " found");
        }
    }

    @Test
    void growingFilterKeepsItsErrorRate() {
        Bloom bloom = filled(0.01, 100, 2, 50_000);
        assertTrue(bloom.parts().size() >= 9, "sub-filters: " + bloom.parts().size());
        assertHasAll(bloom, 50_000);
        assertTrue(falsePositives(bloom) < 0.01, "" + falsePositives(bloom));
    }

    @Test
    void filterThatMayNotGrowGetsFull() {
        Bloom bloom = filled(0.001, 2, 0, 2);
        assertEquals(Bloom.Outcome.THERE, bloom.add(item("in", 1)));
        assertEquals(Bloom.Outcome.FULL, bloom.add(item("in", 2)));
        assertEquals(2, bloom.items());
    }

    @Test
    void savedAndLoadedInSlicesIsTheSame() {
        Bloom bloom = filled(0.01, 1000, 4, 20_000);
        for (int budget : new int[] {1, 10_000, BUDGET, 1 << 20}) {
            Tape tape = Tape.of(Bloom.TYPE, bloom, budget);
            Bloom loaded = tape.load(Bloom.TYPE, budget);
            assertHasAll(loaded, 20_000);
            assertEquals(bloom.items(), loaded.items());
            assertEquals(
                    Tape.of(Bloom.TYPE, bloom, BUDGET).shown(),
                    Tape.of(Bloom.TYPE, loaded, BUDGET).shown());
        }
    }

    @Test
    void whatIsSavedIsTheValueAsItWas() {
        Bloom bloom = filled(0.01, 100_000, 2, 1000);
        var before = Tape.of(Bloom.TYPE, bloom, BUDGET).shown();
        Tape tape = new Tape();
        Codec.Saver saver = Bloom.TYPE.save(bloom, 11);
        Codec.Saver other = Bloom.TYPE.save(bloom, 11);
        int added = 0;
        while (!saver.step(tape, 8 * 1024)) {
            for (int i = 0; i < 100; i++) {
                bloom.add(item("more", added++));
            }
        }
        saver.close();
        assertEquals(before, tape.shown());
        Tape late = new Tape();
        while (!other.step(late, BUDGET)) {
            // The other view, opened at the same time, has seen nothing either.
        }
        other.close();
        assertEquals(before, late.shown());
        assertNotEquals(before, Tape.of(Bloom.TYPE, bloom, BUDGET).shown());
        assertHasAll(bloom, 1000);
    }

    @Test
    void copySharesNothingThatCanChange() {
        Bloom bloom = filled(0.01, 1000, 2, 3000);
        var before = Tape.of(Bloom.TYPE, bloom, BUDGET).shown();
        Bloom copy = Bloom.TYPE.copy(bloom);
        for (int i = 0; i < 3000; i++) {
            copy.add(item("copy", i));
        }
        assertEquals(before, Tape.of(Bloom.TYPE, bloom, BUDGET).shown());
        var changed = Tape.of(Bloom.TYPE, copy, BUDGET).shown();
        bloom.add(item("only", 1));
        assertEquals(changed, Tape.of(Bloom.TYPE, copy, BUDGET).shown());
        assertHasAll(copy, 3000);
    }

    @Test
    void emptyValueSavesLoadsAndTakesItems() {
        Bloom loaded = Tape.of(Bloom.TYPE, Bloom.TYPE.empty(), BUDGET).load(Bloom.TYPE, BUDGET);
        assertEquals(Bloom.Outcome.ADDED, loaded.add(item("in", 1)));
        assertTrue(loaded.has(item("in", 1)));
    }

    @Test
    void headsThatMakeNoSenseAreCorrupt() {
        long rate = Double.doubleToRawLongBits(0.01);
        long[][] heads = {
            {},
            {0},
            {0, rate, 2, 100},
            {1, rate, 2},
            {0, Double.doubleToRawLongBits(Double.NaN), 2},
            {0, Double.doubleToRawLongBits(0.5), 2},
            {0, rate, 40_000},
            {0, rate, 2, 0, 0},
            {0, rate, 2, 100, 101},
            {0, rate, 2, 1L << 40, 0}
        };
        for (long[] head : heads) {
            Tape tape = new Tape();
            tape.unsigned(head.length);
            for (long number : head) {
                tape.unsigned(number);
            }
            assertThrows(CorruptValueException.class, () -> tape.load(Bloom.TYPE, BUDGET));
        }
        assertThrows(CorruptValueException.class, () -> Bloom.TYPE.load(Codec.MODULE, 2));
    }

    @Test
    void chunksOfAnotherLengthAreCorrupt() {
        Tape tape = new Tape();
        tape.unsigned(5);
        for (long number : new long[] {0, Double.doubleToRawLongBits(0.01), 2, 100, 0}) {
            tape.unsigned(number);
        }
        tape.string(new byte[7], 0, 7);
        assertThrows(CorruptValueException.class, () -> tape.load(Bloom.TYPE, BUDGET));
    }
}
