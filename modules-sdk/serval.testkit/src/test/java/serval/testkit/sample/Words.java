package serval.testkit.sample;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.TreeSet;
import serval.sdk.type.Codec;
import serval.sdk.type.Digest;
import serval.sdk.type.Value;
import serval.sdk.type.ValueInput;
import serval.sdk.type.ValueOutput;
import serval.sdk.type.ValueType;

/** A sorted set of byte strings. */
final class Words implements Value {
    static final Type TYPE = new Type();
    private static final long OVERHEAD = 64;
    private static final long PER_WORD = 64;

    final TreeSet<byte[]> words = new TreeSet<>(Arrays::compareUnsigned);
    private long bytes = OVERHEAD;

    boolean add(byte[] word) {
        boolean added = words.add(word);
        if (added) {
            bytes += PER_WORD + word.length;
        }
        return added;
    }

    @Override
    public ValueType<?> type() {
        return TYPE;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    /** The type, and how its values are saved. */
    static final class Type implements ValueType<Words>, Codec<Words> {
        @Override
        public String name() {
            return "testwords";
        }

        @Override
        public Codec<Words> codec() {
            return this;
        }

        @Override
        public Words empty() {
            return new Words();
        }

        @Override
        public String encoding(Words value) {
            return "tree";
        }

        @Override
        public long elements(Words value) {
            return value.words.size();
        }

        @Override
        public Words copy(Words value) {
            Words copy = new Words();
            value.words.forEach(word -> copy.add(word.clone()));
            return copy;
        }

        @Override
        public void digest(Words value, Digest digest) {
            value.words.forEach(word -> digest.ordered(word, 0, word.length));
        }

        @Override
        public int code(Words value, int rdbVersion) {
            return MODULE;
        }

        @Override
        public int[] codes() {
            return new int[] {MODULE};
        }

        @Override
        public Saver save(Words value, int rdbVersion) {
            ArrayDeque<byte[]> left = new ArrayDeque<>(value.words);
            return new Saver() {
                private boolean begun;

                @Override
                public boolean step(ValueOutput out, int budget) {
                    if (!begun) {
                        out.unsigned(left.size());
                        begun = true;
                    }
                    for (int used = 0; used < budget && !left.isEmpty(); ) {
                        byte[] word = left.remove();
                        out.string(word, 0, word.length);
                        used += word.length + 1;
                    }
                    return left.isEmpty();
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public Loader<Words> load(int code, int version) {
            return new Loader<>() {
                private final Words value = new Words();
                private long left = -1;

                @Override
                public boolean step(ValueInput in, int budget) {
                    if (left < 0) {
                        left = in.unsigned();
                    }
                    for (int used = 0; used < budget && left > 0; left--) {
                        byte[] word = in.string();
                        value.add(word);
                        used += word.length + 1;
                    }
                    return left == 0;
                }

                @Override
                public Words value() {
                    return value;
                }
            };
        }
    }
}
