package serval.example.filters;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import serval.sdk.type.Codec;

/** Prints how long slices of a large filter take: to be run by hand, the longest of many runs tells. */
public final class SliceTimes {
    private static final int ITEMS = 1_000_000;
    private static final int BUDGET = 64 * 1024;

    private SliceTimes() {}

    /** Runs it. */
    public static void main(String[] arguments) {
        Bloom bloom = Bloom.create(0.01, ITEMS, 2);
        Cuckoo cuckoo = Cuckoo.create(ITEMS, 2, 20, 1);
        for (int i = 0; i < ITEMS; i++) {
            bloom.add(BloomTest.item("in", i));
            cuckoo.add(BloomTest.item("in", i));
        }
        for (int i = 0; i < 20; i++) {
            measure("Bloom", Bloom.TYPE, bloom, i);
            measure("cuckoo", Cuckoo.TYPE, cuckoo, i);
        }
    }

    private static <F extends Filter> void measure(String name, FilterType<F> type, F value, int run) {
        long begin = System.nanoTime();
        Codec.Saver saver = type.save(value, 11);
        long opened = System.nanoTime() - begin;
        Tape tape = new Tape();
        long[] saving = new long[1 << 12];
        int slices = 0;
        boolean complete;
        do {
            long from = System.nanoTime();
            complete = saver.step(tape, BUDGET);
            saving[slices++] = System.nanoTime() - from;
            // Somebody writes meanwhile.
            value.part(0).set(ThreadLocalRandom.current().nextLong(value.part(0).size()));
        } while (!complete);
        saver.close();
        Codec.Loader<F> loader = type.load(Codec.MODULE, 1);
        long[] loading = new long[slices];
        for (int i = 0; i < slices; i++) {
            long from = System.nanoTime();
            loader.step(tape, BUDGET);
            loading[i] = System.nanoTime() - from;
        }
        System.out.printf(
                "%d %s, %s: %d KB, %d slices; opening %d us; saving %d us, longest slice %d us; loading %d us, longest slice %d us%n",
                run,
                name,
                Bits.encoding(),
                value.bytes() / 1024,
                slices,
                opened / 1000,
                Arrays.stream(saving).sum() / 1000,
                Arrays.stream(saving).max().orElse(0) / 1000,
                Arrays.stream(loading).sum() / 1000,
                Arrays.stream(loading).max().orElse(0) / 1000);
    }
}
