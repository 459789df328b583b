package serval.keyspace;

import serval.keyspace.rdb.RdbOutput;
import serval.sdk.type.Codec;
import serval.sdk.type.Digest;
import serval.sdk.type.ValueInput;
import serval.sdk.type.ValueOutput;
import serval.sdk.type.ValueType;

/**
 * Stands in for an absent type: its values can be kept, renamed, copied, dumped and saved, but not looked into. There is one for each
 * version of the encoding, so that values are saved under the version they came with.
 */
final class ParkedType implements ValueType<ParkedValue>, Codec<ParkedValue> {
    private final String name;
    private final int version;

    ParkedType(String name, int version) {
        this.name = name;
        this.version = version;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Codec<ParkedValue> codec() {
        return this;
    }

    @Override
    public ParkedValue empty() {
        throw absent();
    }

    private IllegalStateException absent() {
        return new IllegalStateException("type " + name + " is absent");
    }

    @Override
    public String encoding(ParkedValue value) {
        return "parked";
    }

    @Override
    public long elements(ParkedValue value) {
        return 1;
    }

    @Override
    public ParkedValue copy(ParkedValue value) {
        return value;
    }

    @Override
    public void digest(ParkedValue value, Digest digest) {
        byte[] encoded = value.encoded();
        digest.ordered(encoded, 0, encoded.length);
    }

    @Override
    public int code(ParkedValue value, int rdbVersion) {
        return value.code();
    }

    @Override
    public int[] codes() {
        return new int[0];
    }

    @Override
    public int encodingVersion() {
        return version;
    }

    @Override
    public Saver save(ParkedValue value, int rdbVersion) {
        byte[][] pieces = value.pieces();
        return new Saver() {
            private int piece;
            private int at;

            @Override
            public boolean step(ValueOutput out, int budget) {
                int left = Math.max(budget, 1);
                while (piece < pieces.length && left > 0) {
                    int count = Math.min(left, pieces[piece].length - at);
                    ((RdbOutput) out).raw(pieces[piece], at, count);
                    at += count;
                    left -= count;
                    if (at == pieces[piece].length) {
                        piece++;
                        at = 0;
                    }
                }
                return piece == pieces.length;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public Loader<ParkedValue> load(int code, int version) {
        return new Loader<>() {
            @Override
            public boolean step(ValueInput in, int budget) {
                throw absent();
            }

            @Override
            public ParkedValue value() {
                throw absent();
            }
        };
    }
}
