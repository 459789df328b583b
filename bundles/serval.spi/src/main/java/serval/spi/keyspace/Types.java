package serval.spi.keyspace;

import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import serval.sdk.type.Value;
import serval.sdk.type.ValueInput;
import serval.sdk.type.ValueOutput;
import serval.sdk.type.ValueType;

/** The types that the keyspace knows at this moment. Types arrive and leave as OSGi services. */
@ProviderType
public interface Types {
    /** All types present. */
    Collection<ValueType<?>> all();

    /** The type of this name, or null. */
    @Nullable
    ValueType<?> byName(String name);

    /** The type that reads this RDB type code, or null; not for modules' values. */
    @Nullable
    ValueType<?> byCode(int code);

    /**
     * The symbolic name of the bundle that has, or had when last it was there, the type of this name: what is missing when a value is
     * parked. Null if no such type was ever there; any thread.
     */
    @Nullable
    String owner(String typeName);

    /** The built-in string type. */
    ValueType<?> string();

    /** A string value of its own, to be put or restored. */
    Value string(byte[] bytes);

    /** A parked value: the bytes of an absent type. */
    Value park(String typeName, int code, int version, byte[] encoded);

    /**
     * Writes a value, of whatever type or parked, in one go: type code first left to the caller.
     *
     * @return the type code
     */
    int save(Value value, int rdbVersion, ValueOutput out);

    /**
     * A value as DUMP gives it: type code, bytes, version and checksum.
     */
    byte[] dump(Value value, int rdbVersion);

    /**
     * Reads what {@link #dump} wrote.
     *
     * @return null if the version or the checksum is wrong
     * @throws serval.sdk.type.CorruptValueException if the bytes are no value
     */
    @Nullable
    Value undump(byte[] payload);

    /** Whether {@link #undump} looks at checksums; it does unless a test has it stop. */
    void verifyChecksums(boolean on);

    /** Whether a value is parked. */
    boolean isParked(Value value);

    /** The number of parked values under each type's name, those included that wait to be revived. Under the engine lock. */
    java.util.Map<String, Long> parked();

    /** Reads a whole value of this code, in one go; a value of an absent type comes parked. */
    Value load(int code, ValueInput in);
}
