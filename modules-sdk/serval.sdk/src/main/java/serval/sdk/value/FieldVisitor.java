package serval.sdk.value;

import serval.bytes.ByteSlice;

/** Told of the fields of a hash, one after another. */
@FunctionalInterface
public interface FieldVisitor {
    /**
     * Takes note of a field; both slices are valid until this method returns. The hash must not be changed meanwhile.
     *
     * @return whether to go on
     */
    boolean visit(ByteSlice field, ByteSlice value);
}
