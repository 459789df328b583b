package serval.sdk.value;

import serval.sdk.type.Value;

/** A set as others see it. */
public interface SetValue extends Value {
    /** The number of members. */
    long size();

    /** Whether these bytes are a member. */
    boolean contains(byte[] array, int offset, int length);

    /** Adds a member, copying the bytes; returns whether it is new. */
    boolean add(byte[] array, int offset, int length);

    /** Removes a member; returns whether it was there. */
    boolean remove(byte[] array, int offset, int length);

    /** Visits the members in an order of the set's own. */
    void forEach(ElementVisitor visitor);
}
