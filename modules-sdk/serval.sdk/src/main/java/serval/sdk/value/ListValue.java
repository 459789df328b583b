package serval.sdk.value;

import serval.sdk.type.Value;

/** A list as others see it. */
public interface ListValue extends Value {
    /** The number of elements. */
    long size();

    /** Adds an element behind the last. The bytes are copied. */
    void append(byte[] array, int offset, int length);

    /** Visits the elements from an index on, 0 being the first, in their order; nothing if there is no such index. */
    void forEach(long from, ElementVisitor visitor);
}
