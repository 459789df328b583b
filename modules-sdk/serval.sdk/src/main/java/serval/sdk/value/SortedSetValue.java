package serval.sdk.value;

import serval.sdk.type.Value;

/** A sorted set as others see it: members in the order of their scores, those of equal score in the order of their bytes. */
public interface SortedSetValue extends Value {
    /** The number of members. */
    long size();

    /** The score of a member; NaN if there is no such member. */
    double score(byte[] member, int offset, int length);

    /** Sets the score of a member, which must not be NaN, copying the bytes; returns whether the member is new. */
    boolean put(byte[] member, int offset, int length, double score);

    /** Removes a member; returns whether it was there. */
    boolean remove(byte[] member, int offset, int length);

    /** Visits all members in ascending order. */
    void forEach(ScoreVisitor visitor);

    /** Visits the members with {@code min <= score <= max} in ascending order. */
    void range(double min, double max, ScoreVisitor visitor);

    /** Visits members in ascending or descending order, from a rank counted in that order on; nothing if there is no such rank. */
    void fromRank(long rank, boolean descending, ScoreVisitor visitor);
}
