package serval.keyspace;

import java.util.Arrays;
import serval.bytes.Longs;
import serval.sdk.type.Codec;
import serval.sdk.type.Digest;
import serval.sdk.type.ValueInput;
import serval.sdk.type.ValueOutput;
import serval.sdk.type.ValueType;

/** Strings: the type that the keyspace itself knows. */
final class StringType implements ValueType<StringValue> {
    static final StringType INSTANCE = new StringType();

    /** The longest string that Redis stores beside its object. */
    private static final int LONGEST_EMBEDDED = 44;

    private static final int LONGEST_NUMBER = 20;

    private StringType() {}

    @Override
    public String name() {
        return "string";
    }

    @Override
    public Codec<StringValue> codec() {
        return StringCodec.INSTANCE;
    }

    @Override
    public StringValue empty() {
        return new StringValue(new byte[0], 0, false);
    }

    @Override
    public String encoding(StringValue value) {
        return encoding(value.array(), 0, value.length(), value.isRaw());
    }

    static String encoding(byte[] array, int offset, int length, boolean raw) {
        if (raw) {
            return "raw";
        }
        if (length <= LONGEST_NUMBER && Longs.isLong(array, offset, length)) {
            return "int";
        }
        return length <= LONGEST_EMBEDDED ? "embstr" : "raw";
    }

    @Override
    public long elements(StringValue value) {
        return 1;
    }

    @Override
    public StringValue copy(StringValue value) {
        return new StringValue(Arrays.copyOf(value.array(), value.length()), value.length(), value.isRaw());
    }

    @Override
    public void digest(StringValue value, Digest digest) {
        digest.ordered(value.array(), 0, value.length());
    }

    /** RDB type 0. */
    private static final class StringCodec implements Codec<StringValue> {
        static final StringCodec INSTANCE = new StringCodec();

        @Override
        public int code(StringValue value, int rdbVersion) {
            return 0;
        }

        @Override
        public int[] codes() {
            return new int[] {0};
        }

        @Override
        public Saver save(StringValue value, int rdbVersion) {
            value.share();
            byte[] array = value.array();
            int length = value.length();
            return new Saver() {
                @Override
                public boolean step(ValueOutput out, int budget) {
                    out.string(array, 0, length);
                    return true;
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public Loader<StringValue> load(int code, int version) {
            return new Loader<>() {
                private byte[] bytes = new byte[0];

                @Override
                public boolean step(ValueInput in, int budget) {
                    bytes = in.string();
                    return true;
                }

                @Override
                public StringValue value() {
                    return new StringValue(bytes, bytes.length, false);
                }
            };
        }
    }
}
