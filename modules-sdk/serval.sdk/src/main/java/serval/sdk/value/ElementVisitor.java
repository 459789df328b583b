package serval.sdk.value;

import serval.bytes.ByteSlice;

/** Told of the elements of a collection, one after another. */
@FunctionalInterface
public interface ElementVisitor {
    /**
     * Takes note of an element, which is valid until this method returns. The collection must not be changed meanwhile.
     *
     * @return whether to go on
     */
    boolean visit(ByteSlice element);
}
