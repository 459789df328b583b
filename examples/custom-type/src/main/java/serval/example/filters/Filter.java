package serval.example.filters;

import java.util.ArrayList;
import java.util.List;
import serval.sdk.type.Value;

/** What both kinds of filter have in common: sub-filters, each with bits of its own, and a head of numbers that describes them. */
abstract class Filter implements Value {
    /** The largest capacity of a sub-filter. */
    static final long MOST = 1L << 30;

    private static final long MOST_BYTES = 1L << 33;

    private final List<Bits> parts = new ArrayList<>(1);
    private long bytes = 96;

    /** The numbers from which an empty filter of the same shape can be made, and how full it is. */
    abstract long[] head();

    /** The bits of each sub-filter in turn, from the oldest. */
    final List<Bits> parts() {
        return parts;
    }

    final Bits part(int index) {
        return parts.get(index);
    }

    /** Adds a sub-filter of {@code size} bytes; returns false if there is no memory for it. */
    final boolean addPart(long size) {
        Runtime runtime = Runtime.getRuntime();
        long free = runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
        if (size > MOST_BYTES || size > free / 2) {
            return false;
        }
        parts.add(new Bits(size));
        measure();
        return true;
    }

    final void copyParts(Filter other) {
        other.parts.forEach(part -> parts.add(part.copy()));
        measure();
    }

    /** Takes stock of the memory held, after a change. */
    final void measure() {
        long sum = 96;
        for (Bits part : parts) {
            sum += 64 + part.memory();
        }
        bytes = sum;
    }

    @Override
    public final long bytes() {
        return bytes;
    }
}
