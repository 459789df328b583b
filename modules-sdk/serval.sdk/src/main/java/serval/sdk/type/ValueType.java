package serval.sdk.type;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A type of value, published by its bundle as an OSGi service.
 *
 * <p>Without its type a value is parked: kept as the bytes of its codec under the type's name, with its key, expiry and all,
 * until a type of that name returns. A successor of the bundle (same symbolic name, newer version) publishes a type of the same name,
 * and values move over through the codec, old one saving, new one loading. So a type, its codec and its values must work without
 * OSGi and after their bundle has stopped.
 *
 * @param <V> the class of the values
 */
@ConsumerType
public interface ValueType<V extends Value> {
    /** The name that TYPE answers: {@code list}, {@code hash} ..., or a module type's nine characters. */
    String name();

    /** How values leave and enter memory. */
    Codec<V> codec();

    /** A new empty value. */
    V empty();

    /** The name OBJECT ENCODING answers for a value. */
    String encoding(V value);

    /** The number of elements: what freeing it in the background is decided by. */
    long elements(V value);

    /** A copy that shares nothing that can change. */
    V copy(V value);

    /** Feeds a value to DEBUG DIGEST, in the way Redis does for its types. */
    void digest(V value, Digest digest);

    /** MEMORY USAGE of a value; {@code samples} elements are looked at, 0 for all. */
    default long memoryUsage(V value, long samples) {
        return value.bytes();
    }
}
