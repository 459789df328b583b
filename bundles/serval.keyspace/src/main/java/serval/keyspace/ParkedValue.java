package serval.keyspace;

import serval.sdk.type.Value;
import serval.sdk.type.ValueType;

/** The value of a type that is absent: its bytes, under the type's name, until the type is there. */
final class ParkedValue implements Value {
    private static final int SHALLOW_BYTES = 32;

    private final ParkedType type;
    private final int code;
    private final int version;
    private final byte[] encoded;

    ParkedValue(ParkedType type, int code, int version, byte[] encoded) {
        this.type = type;
        this.code = code;
        this.version = version;
        this.encoded = encoded;
    }

    @Override
    public ValueType<?> type() {
        return type;
    }

    /** The RDB type code it was saved with. */
    int code() {
        return code;
    }

    /** The version of a module type's encoding. */
    int version() {
        return version;
    }

    /** The value's elements, without code, id and end. */
    byte[] encoded() {
        return encoded;
    }

    @Override
    public long bytes() {
        return SHALLOW_BYTES + Entries.arrayBytes(encoded.length);
    }
}
