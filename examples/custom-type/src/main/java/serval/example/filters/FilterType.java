package serval.example.filters;

import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import serval.sdk.type.Codec;
import serval.sdk.type.CorruptValueException;
import serval.sdk.type.Digest;
import serval.sdk.type.ValueInput;
import serval.sdk.type.ValueOutput;
import serval.sdk.type.ValueType;

/**
 * A type of filter, as the server sees it.
 *
 * <p>What is saved: how many numbers the head has, those numbers, then the chunks of each sub-filter in turn, an empty string for one
 * that is all zero.
 *
 * @param <F> the class of the filters
 */
final class FilterType<F extends Filter> implements ValueType<F>, Codec<F> {
    private static final int VERSION = 1;
    private static final int LONGEST_HEAD = 1 << 18;

    private final String name;
    private final Supplier<F> empty;
    private final Function<long[], @Nullable F> shaped;
    private final UnaryOperator<F> copy;

    /**
     * Creates the type.
     *
     * @param name nine characters
     * @param shaped a filter with a head and empty bits, or null if the head makes no sense
     */
    FilterType(String name, Supplier<F> empty, Function<long[], @Nullable F> shaped, UnaryOperator<F> copy) {
        this.name = name;
        this.empty = empty;
        this.shaped = shaped;
        this.copy = copy;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Codec<F> codec() {
        return this;
    }

    @Override
    public F empty() {
        return empty.get();
    }

    /** A filter with a head and empty bits, or null if the head makes no sense or there is no memory. */
    @Nullable
    F shaped(long[] head) {
        return shaped.apply(head);
    }

    @Override
    public String encoding(F value) {
        return Bits.encoding();
    }

    @Override
    public long elements(F value) {
        return value.parts().stream().mapToLong(Bits::chunks).sum();
    }

    @Override
    public F copy(F value) {
        return copy.apply(value);
    }

    @Override
    public void digest(F value, Digest digest) {
        byte[] bytes = new byte[Bits.CHUNK];
        for (long number : value.head()) {
            for (int i = 0; i < Long.BYTES; i++) {
                bytes[i] = (byte) (number >>> 8 * i);
            }
            digest.ordered(bytes, 0, Long.BYTES);
        }
        for (Bits part : value.parts()) {
            for (int i = 0; i < part.chunks(); i++) {
                part.read((long) i * Bits.CHUNK, bytes, part.length(i));
                digest.ordered(bytes, 0, part.length(i));
            }
        }
    }

    @Override
    public int code(F value, int rdbVersion) {
        return MODULE;
    }

    @Override
    public int[] codes() {
        return new int[] {MODULE};
    }

    @Override
    public int encodingVersion() {
        return VERSION;
    }

    @Override
    public Saver save(F value, int rdbVersion) {
        return new FilterSaver(value);
    }

    @Override
    public Loader<F> load(int code, int version) {
        if (version != VERSION) {
            throw new CorruptValueException("a filter of encoding version " + version);
        }
        return new FilterLoader();
    }

    /** Gives the head in the first slice and then chunks, as they were when it was opened. */
    private static final class FilterSaver implements Saver {
        private final long[] head;
        private final Bits.Frozen[] frozen;
        private final int[] chunks;
        private final byte[] bytes = new byte[Bits.CHUNK];
        private boolean begun;
        private int part;
        private int chunk;

        FilterSaver(Filter value) {
            head = value.head();
            int count = value.parts().size();
            frozen = new Bits.Frozen[count];
            chunks = new int[count];
            for (int i = 0; i < count; i++) {
                frozen[i] = value.part(i).freeze();
                chunks[i] = value.part(i).chunks();
            }
        }

        @Override
        public boolean step(ValueOutput out, int budget) {
            if (!begun) {
                begun = true;
                out.unsigned(head.length);
                for (long number : head) {
                    out.unsigned(number);
                }
            }
            for (int left = Math.max(budget, 1); left > 0 && part < frozen.length; left -= Bits.CHUNK) {
                out.string(bytes, 0, frozen[part].next(bytes));
                if (++chunk == chunks[part]) {
                    chunk = 0;
                    part++;
                }
            }
            return part == frozen.length;
        }

        @Override
        public void close() {
            for (Bits.Frozen one : frozen) {
                one.close();
            }
        }
    }

    /** Reads what {@link FilterSaver} writes, in the same portions for the same budget. */
    private final class FilterLoader implements Loader<F> {
        private @Nullable F value;
        private int part;
        private int chunk;

        @Override
        public boolean step(ValueInput in, int budget) {
            F filter = value;
            if (filter == null) {
                filter = head(in);
                value = filter;
            }
            for (int left = Math.max(budget, 1);
                    left > 0 && part < filter.parts().size();
                    left -= Bits.CHUNK) {
                Bits bits = filter.part(part);
                byte[] bytes = in.string();
                if (bytes.length != 0 && bytes.length != bits.length(chunk)) {
                    throw new CorruptValueException("a chunk of a filter of " + bytes.length + " bytes");
                }
                bits.write((long) chunk * Bits.CHUNK, bytes, 0, bytes.length);
                if (++chunk == bits.chunks()) {
                    chunk = 0;
                    part++;
                }
            }
            boolean complete = part == filter.parts().size();
            if (complete) {
                filter.measure();
            }
            return complete;
        }

        private F head(ValueInput in) {
            long length = in.unsigned();
            if (length < 1 || length > LONGEST_HEAD) {
                throw new CorruptValueException("a head of " + length + " numbers");
            }
            long[] head = new long[(int) length];
            for (int i = 0; i < head.length; i++) {
                head[i] = in.unsigned();
            }
            F filter = shaped.apply(head);
            if (filter == null) {
                throw new CorruptValueException("the head of a filter makes no sense, or there is no memory for it");
            }
            return filter;
        }

        @Override
        public F value() {
            if (value == null) {
                throw new IllegalStateException("not loaded");
            }
            return value;
        }
    }
}
