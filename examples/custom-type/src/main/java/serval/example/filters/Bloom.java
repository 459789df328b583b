package serval.example.filters;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import serval.bytes.ByteSlice;
import serval.bytes.Xxh3;
import serval.sdk.type.ValueType;

/**
 * A Bloom filter that grows: a chain of sub-filters, each {@code expansion} times as large as the one before and with half its error
 * rate, so that the whole keeps the rate asked for.
 *
 * <p>Where an element's bits are follows from its XXH3 hash and the sub-filter's size only. That is part of what is
 * saved: every version of this module has to compute the same.
 */
final class Bloom extends Filter {
    static final FilterType<Bloom> TYPE = new FilterType<>("exBloom-1", Bloom::empty, Bloom::of, Bloom::copy);

    /** What {@link #add} found. */
    enum Outcome {
        ADDED,
        /** It seems to be in already. */
        THERE,
        /** It may not grow. */
        FULL,
        /** There is no memory to grow. */
        FAILED
    }

    /** What a filter has that nobody asked anything of. */
    static final class Defaults {
        static final double ERROR = 0.01;
        static final long CAPACITY = 100;
        static final int EXPANSION = 2;

        private Defaults() {}
    }

    private static final double LN2 = Math.log(2);
    private static final double LEAST_ERROR = 1e-12;
    private static final double MOST_ERROR = 0.25;
    private static final int MOST_PARTS = 1 << 16;
    private static final int HEAD = 3;

    private final double error;
    private final int expansion;
    private final List<Part> chain = new ArrayList<>(1);

    /** A sub-filter beside its bits. */
    private static final class Part {
        final long capacity;
        final long bits;
        final int hashes;
        long items;

        Part(long capacity, double error) {
            this.capacity = capacity;
            double perItem = -Math.log(error) / (LN2 * LN2);
            bits = Math.ceilDiv((long) Math.ceil(capacity * perItem), 64) * 64;
            hashes = (int) Math.ceil(LN2 * perItem);
        }

        Part(Part other) {
            capacity = other.capacity;
            bits = other.bits;
            hashes = other.hashes;
            items = other.items;
        }
    }

    private Bloom(double error, int expansion) {
        this.error = Math.min(error, MOST_ERROR);
        this.expansion = expansion;
    }

    /**
     * An empty filter.
     *
     * @param expansion 0 for one that does not grow
     * @return null if there is no memory for it
     */
    static @Nullable Bloom create(double error, long capacity, int expansion) {
        Bloom bloom = new Bloom(error, expansion);
        return bloom.grow(capacity) ? bloom : null;
    }

    private static Bloom empty() {
        return new Bloom(Defaults.ERROR, Defaults.EXPANSION);
    }

    private boolean grow(long capacity) {
        double tightened = expansion == 0 ? error : Math.max(LEAST_ERROR, error * Math.pow(0.5, chain.size() + 1.0));
        Part part = new Part(capacity, tightened);
        if (chain.size() >= MOST_PARTS || !addPart(part.bits / 8)) {
            return false;
        }
        chain.add(part);
        return true;
    }

    /** A filter with this head and empty bits, or null if the numbers make no sense. */
    private static @Nullable Bloom of(long[] head) {
        if (head.length < HEAD || head.length % 2 != HEAD % 2) {
            return null;
        }
        double error = Double.longBitsToDouble(head[1]);
        boolean sound = error > 0 && error <= MOST_ERROR && head[2] >= 0 && head[2] <= Short.MAX_VALUE + 1;
        if (!sound || head[0] != 0) {
            return null;
        }
        Bloom bloom = new Bloom(error, (int) head[2]);
        for (int i = HEAD; i < head.length; i += 2) {
            if (head[i] < 1 || head[i] > MOST || head[i + 1] < 0 || head[i + 1] > head[i] || !bloom.grow(head[i])) {
                return null;
            }
            bloom.chain.getLast().items = head[i + 1];
        }
        return bloom;
    }

    @Override
    long[] head() {
        long[] head = new long[HEAD + 2 * chain.size()];
        // The first number is free for later use.
        head[1] = Double.doubleToRawLongBits(error);
        head[2] = expansion;
        for (int i = 0; i < chain.size(); i++) {
            head[HEAD + 2 * i] = chain.get(i).capacity;
            head[HEAD + 2 * i + 1] = chain.get(i).items;
        }
        return head;
    }

    private static Bloom copy(Bloom other) {
        Bloom copy = new Bloom(other.error, other.expansion);
        other.chain.forEach(part -> copy.chain.add(new Part(part)));
        copy.copyParts(other);
        return copy;
    }

    static long hash(ByteSlice item) {
        return Xxh3.hash(item.array(), item.offset(), item.length());
    }

    private static long second(long hash) {
        long mixed = (hash ^ hash >>> 32) * 0x9e3779b97f4a7c15L;
        return mixed ^ mixed >>> 29 | 1;
    }

    private boolean has(int index, long hash, long step) {
        Part part = chain.get(index);
        Bits bits = part(index);
        long at = hash;
        for (int i = 0; i < part.hashes; i++, at += step) {
            if (!bits.get(Math.unsignedMultiplyHigh(at, part.bits))) {
                return false;
            }
        }
        return true;
    }

    /** Whether an element is in, or seems to be. */
    boolean has(ByteSlice item) {
        long hash = hash(item);
        long step = second(hash);
        // From the newest, which is the largest.
        for (int i = chain.size() - 1; i >= 0; i--) {
            if (has(i, hash, step)) {
                return true;
            }
        }
        return false;
    }

    Outcome add(ByteSlice item) {
        if (has(item)) {
            return Outcome.THERE;
        }
        if (chain.isEmpty() && !grow(Defaults.CAPACITY)) {
            return Outcome.FAILED;
        }
        Part last = chain.getLast();
        if (last.items >= last.capacity) {
            if (expansion == 0) {
                return Outcome.FULL;
            }
            if (!grow(Math.min(MOST, last.capacity * expansion))) {
                return Outcome.FAILED;
            }
            last = chain.getLast();
        }
        long hash = hash(item);
        long step = second(hash);
        Bits bits = part(chain.size() - 1);
        for (int i = 0; i < last.hashes; i++, hash += step) {
            bits.set(Math.unsignedMultiplyHigh(hash, last.bits));
        }
        last.items++;
        return Outcome.ADDED;
    }

    double error() {
        return error;
    }

    /** By how much the next sub-filter is larger; 0 if there will be none. */
    int expansion() {
        return expansion;
    }

    long capacity() {
        return chain.stream().mapToLong(part -> part.capacity).sum();
    }

    long items() {
        return chain.stream().mapToLong(part -> part.items).sum();
    }

    @Override
    public ValueType<?> type() {
        return TYPE;
    }
}
