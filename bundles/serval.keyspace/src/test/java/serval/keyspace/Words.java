package serval.keyspace;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import serval.sdk.type.Codec;
import serval.sdk.type.CorruptValueException;
import serval.sdk.type.Digest;
import serval.sdk.type.Value;
import serval.sdk.type.ValueInput;
import serval.sdk.type.ValueOutput;
import serval.sdk.type.ValueType;

/** A list of words, of a type that has several versions. */
final class Words implements Value {
    private final Type type;
    final List<String> words = new ArrayList<>();
    private long bytes = 64;

    Words(Type type) {
        this.type = type;
    }

    Words with(String... more) {
        for (String word : more) {
            add(word);
        }
        return this;
    }

    void add(String word) {
        words.add(word);
        bytes += 40L + word.length();
    }

    @Override
    public ValueType<?> type() {
        return type;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    /**
     * One version of the type. It writes its own number as encoding version, and cannot read the word {@code poison} if it is a
     * later one than the first.
     */
    static final class Type implements ValueType<Words>, Codec<Words> {
        static final String POISON = "poison";

        private static final int PER_SLICE = 50;

        private final String name;
        private final int version;
        private final int newestRead;
        int openSavers;
        /** What each loader was told of the encoding. */
        final List<Integer> versionsRead = new ArrayList<>();

        Type(String name, int version) {
            this(name, version, 2);
        }

        Type(String name, int version, int newestRead) {
            this.name = name;
            this.version = version;
            this.newestRead = newestRead;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Codec<Words> codec() {
            return this;
        }

        @Override
        public Words empty() {
            return new Words(this);
        }

        @Override
        public String encoding(Words value) {
            return "words" + version;
        }

        @Override
        public long elements(Words value) {
            return value.words.size();
        }

        @Override
        public Words copy(Words value) {
            return new Words(this).with(value.words.toArray(String[]::new));
        }

        @Override
        public void digest(Words value, Digest digest) {
            for (String word : value.words) {
                byte[] bytes = word.getBytes(StandardCharsets.US_ASCII);
                digest.ordered(bytes, 0, bytes.length);
            }
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
        public int encodingVersion() {
            return version;
        }

        @Override
        public Saver save(Words value, int rdbVersion) {
            List<String> then = List.copyOf(value.words);
            openSavers++;
            return new Saver() {
                private int next = -1;

                @Override
                public boolean step(ValueOutput out, int budget) {
                    if (next < 0) {
                        out.unsigned(then.size());
                        next = 0;
                    }
                    for (int i = 0; i < PER_SLICE && next < then.size(); i++) {
                        byte[] bytes = then.get(next++).getBytes(StandardCharsets.US_ASCII);
                        out.string(bytes, 0, bytes.length);
                    }
                    return next == then.size();
                }

                @Override
                public void close() {
                    openSavers--;
                }
            };
        }

        @Override
        public Loader<Words> load(int code, int found) {
            if (found > newestRead) {
                throw new CorruptValueException("version " + found + " is too new");
            }
            versionsRead.add(found);
            return new Loader<>() {
                private final Words value = new Words(Type.this);
                private long left = -1;

                @Override
                public boolean step(ValueInput in, int budget) {
                    if (left < 0) {
                        left = in.unsigned();
                    }
                    for (int i = 0; i < PER_SLICE && left > 0; i++, left--) {
                        String word = new String(in.string(), StandardCharsets.US_ASCII);
                        if (version > 1 && word.equals(POISON)) {
                            throw new CorruptValueException("poisoned");
                        }
                        value.add(word);
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
