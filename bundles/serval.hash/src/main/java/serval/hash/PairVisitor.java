package serval.hash;

import serval.bytes.ByteSlice;

/** Told of fields, one after another, whether or not their time is up. */
@FunctionalInterface
interface PairVisitor {
    /**
     * A field, its value and when it expires, 0 for never; valid until this returns.
     *
     * @return whether to go on
     */
    boolean visit(ByteSlice field, ByteSlice value, long expiry);
}
