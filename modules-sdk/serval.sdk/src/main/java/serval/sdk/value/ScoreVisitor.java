package serval.sdk.value;

import serval.bytes.ByteSlice;

/** Told of the members of a sorted set, one after another. */
@FunctionalInterface
public interface ScoreVisitor {
    /**
     * Takes note of a member, which is valid until this method returns. The sorted set must not be changed meanwhile.
     *
     * @return whether to go on
     */
    boolean visit(ByteSlice member, double score);
}
