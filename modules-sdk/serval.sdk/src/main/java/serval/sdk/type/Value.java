package serval.sdk.type;

/** A value in memory. It knows its type and its size. */
public interface Value {
    /** The type that made it. After an upgrade that is the old bundle's type, until the value is converted. */
    ValueType<?> type();

    /** The heap bytes it holds, its own object included, known in constant time; an estimate within a few percent. */
    long bytes();
}
