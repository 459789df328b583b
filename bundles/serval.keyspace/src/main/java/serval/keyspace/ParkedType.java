package serval.keyspace;

import serval.sdk.type.Codec;
import serval.sdk.type.Digest;
import serval.sdk.type.ValueInput;
import serval.sdk.type.ValueOutput;
import serval.sdk.type.ValueType;

/** Stands in for an absent type: its values can be kept, renamed, copied, dumped and saved, but not looked into. */
final class ParkedType implements ValueType<ParkedValue>, Codec<ParkedValue> {
    private final String name;

    ParkedType(String name) {
        this.name = name;
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
        throw new IllegalStateException("type " + name + " is absent");
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
        digest.ordered(value.encoded(), 0, value.encoded().length);
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
    public Saver save(ParkedValue value, int rdbVersion) {
        return new Saver() {
            @Override
            public boolean step(ValueOutput out, int budget) {
                ((serval.keyspace.rdb.RdbOutput) out).raw(value.encoded(), 0, value.encoded().length);
                return true;
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
                throw new IllegalStateException("type " + name + " is absent");
            }

            @Override
            public ParkedValue value() {
                throw new IllegalStateException("type " + name + " is absent");
            }
        };
    }
}
