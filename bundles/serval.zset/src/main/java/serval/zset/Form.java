package serval.zset;

import serval.sdk.reply.Reply;
import serval.sdk.value.ScoreVisitor;

/**
 * How members are kept. Ranks count from 0 in ascending order; those given are there. A <em>position</em> is good until the next change.
 */
sealed interface Form permits PackedForm, TreeForm {
    /** Stands for no position. */
    long NONE = -1;

    long size();

    long bytes();

    /** Where a member is. */
    long locate(byte[] member, int offset, int length);

    double scoreAt(long position);

    /** Adds a member; the last {@link #locate} has looked for it in vain. */
    void add(byte[] member, int offset, int length, double score);

    /** Gives the member at a position, which is this one, another score. */
    void move(long position, byte[] member, int offset, int length, double score);

    /** Removes the member at a position. */
    void remove(long position);

    /** Removes members from a rank on. */
    void removeRanks(long from, long count);

    /** The rank of the member at a position. */
    long rank(long position);

    /** The number of members with a lower score, or with one that is not higher. */
    long below(double score, boolean orEqual);

    /** The number of members before the first that is not below a bound. */
    long before(LexBound bound);

    /** Visits members from a rank on, upwards or downwards. */
    void visit(long rank, long count, boolean descending, ScoreVisitor visitor);

    /** Writes members from a rank on, upwards or downwards: pairs as a flat array has them, or in arrays of two. */
    void reply(Reply reply, long rank, long count, boolean descending, boolean scores, boolean nested);
}
