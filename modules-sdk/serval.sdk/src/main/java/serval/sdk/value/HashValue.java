package serval.sdk.value;

import org.jspecify.annotations.Nullable;
import serval.bytes.ByteSlice;
import serval.sdk.type.Value;

/** A hash as others see it. Fields that have expired are not there. */
public interface HashValue extends Value {
    /** The number of fields, those included that expired and have not been removed yet. */
    long size();

    /** The value of a field, valid until the next change of any key; null if there is no such field. */
    @Nullable
    ByteSlice get(byte[] field, int offset, int length);

    /** Sets a field, copying the bytes; its expiry goes. Returns whether the field is new. */
    boolean put(byte[] field, int fieldOffset, int fieldLength, byte[] value, int valueOffset, int valueLength);

    /** Removes a field; returns whether it was there. */
    boolean remove(byte[] field, int offset, int length);

    /** Visits the fields in an order of the hash's own. */
    void forEach(FieldVisitor visitor);
}
