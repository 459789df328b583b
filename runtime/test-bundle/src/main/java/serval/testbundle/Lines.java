package serval.testbundle;

import java.util.ArrayDeque;
import serval.sdk.type.Codec;
import serval.sdk.type.Digest;
import serval.sdk.type.Value;
import serval.sdk.type.ValueInput;
import serval.sdk.type.ValueOutput;
import serval.sdk.type.ValueType;

/** A queue of byte strings: the type of the test bundle. */
final class Lines implements Value {
    static final Type TYPE = new Type();

    private final ArrayDeque<byte[]> lines = new ArrayDeque<>();
    private long bytes = 64;

    void add(byte[] line) {
        lines.add(line);
        bytes += line.length + 24L;
    }

    byte[] poll() {
        byte[] line = lines.remove();
        bytes -= line.length + 24L;
        return line;
    }

    int size() {
        return lines.size();
    }

    @Override
    public ValueType<?> type() {
        return TYPE;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    /** The type: saved in Redis' module format. */
    static final class Type implements ValueType<Lines>, Codec<Lines> {
        private static final int PER_SLICE = 100;

        @Override
        public String name() {
            return "testlines";
        }

        @Override
        public Codec<Lines> codec() {
            return this;
        }

        @Override
        public Lines empty() {
            return new Lines();
        }

        @Override
        public String encoding(Lines value) {
            return "deque";
        }

        @Override
        public long elements(Lines value) {
            return value.size();
        }

        @Override
        public Lines copy(Lines value) {
            Lines copy = new Lines();
            value.lines.forEach(line -> copy.add(line.clone()));
            return copy;
        }

        @Override
        public void digest(Lines value, Digest digest) {
            value.lines.forEach(line -> digest.ordered(line, 0, line.length));
        }

        @Override
        public int code(Lines value, int rdbVersion) {
            return MODULE;
        }

        @Override
        public int[] codes() {
            return new int[] {MODULE};
        }

        @Override
        public int encodingVersion() {
            return 1;
        }

        @Override
        public Saver save(Lines value, int rdbVersion) {
            // Few enough to take a copy of the references: the lines themselves never change.
            ArrayDeque<byte[]> left = new ArrayDeque<>(value.lines);
            return new Saver() {
                private boolean begun;

                @Override
                public boolean step(ValueOutput out, int budget) {
                    if (!begun) {
                        out.unsigned(left.size());
                        begun = true;
                    }
                    for (int i = 0; i < PER_SLICE && !left.isEmpty(); i++) {
                        byte[] line = left.remove();
                        out.string(line, 0, line.length);
                    }
                    return left.isEmpty();
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public Loader<Lines> load(int code, int version) {
            return new Loader<>() {
                private final Lines value = new Lines();
                private long left = -1;

                @Override
                public boolean step(ValueInput in, int budget) {
                    if (left < 0) {
                        left = in.unsigned();
                    }
                    for (int i = 0; i < PER_SLICE && left > 0; i++, left--) {
                        value.add(in.string());
                    }
                    return left == 0;
                }

                @Override
                public Lines value() {
                    return value;
                }
            };
        }
    }
}
