package serval.zset;

import serval.sdk.reply.Reply;
import serval.sdk.type.Foreseeing;
import serval.sdk.type.Upcoming;
import serval.sdk.type.ValueType;
import serval.sdk.value.ScoreVisitor;
import serval.sdk.value.SortedSetValue;

/** A sorted set, in the form that its size and the longest member it has had ask for. */
final class SortedSet implements SortedSetValue, Foreseeing {
    private static final int SHALLOW_BYTES = 16;

    /** The array of {@link PackedPairs}, or a {@link TreeForm}: a small set is two objects. */
    private Object body;

    SortedSet() {
        this(PackedPairs.EMPTY);
    }

    /** Creates a small set of an array, which becomes its own. */
    SortedSet(byte[] pairs) {
        body = pairs;
    }

    private SortedSet(TreeForm large) {
        body = large;
    }

    @Override
    public ValueType<SortedSet> type() {
        return SortedSetType.INSTANCE;
    }

    @Override
    public long bytes() {
        return SHALLOW_BYTES + (body instanceof TreeForm large ? large.bytes() : PackedPairs.heapBytes((byte[]) body));
    }

    Form form() {
        return body instanceof TreeForm large ? large : new PackedForm(this, (byte[]) body);
    }

    /** Takes over what the small form's array has become. */
    void packed(byte[] pairs) {
        body = pairs;
    }

    boolean isPacked() {
        return !(body instanceof TreeForm);
    }

    @Override
    public long size() {
        return body instanceof TreeForm large ? large.size() : PackedPairs.count((byte[]) body);
    }

    SortedSet copy() {
        return body instanceof TreeForm large
                ? new SortedSet(large.copy())
                : new SortedSet(PackedPairs.copy((byte[]) body));
    }

    // Members

    /** Where a member is, or {@link Form#NONE}; good until the next change. */
    long locate(byte[] member, int offset, int length) {
        return form().locate(member, offset, length);
    }

    double scoreAt(long position) {
        return form().scoreAt(position);
    }

    /** Adds a member that was just looked for in vain. */
    void add(byte[] member, int offset, int length, double score) {
        Limits limits = SortedSetType.INSTANCE.limits();
        Form form = form();
        if (form instanceof PackedForm && (length > limits.value() || form.size() >= limits.entries())) {
            form = unpack();
            form.locate(member, offset, length);
        }
        form.add(member, offset, length, score);
    }

    /** Gives the member at a position another score. */
    void move(long position, byte[] member, int offset, int length, double score) {
        form().move(position, member, offset, length, score);
    }

    @Override
    public double score(byte[] member, int offset, int length) {
        Form form = form();
        long position = form.locate(member, offset, length);
        return position == Form.NONE ? Double.NaN : form.scoreAt(position);
    }

    @Override
    public boolean put(byte[] member, int offset, int length, double score) {
        Form form = form();
        long position = form.locate(member, offset, length);
        if (position == Form.NONE) {
            add(member, offset, length, score);
            return true;
        }
        if (form.scoreAt(position) != score) {
            form.move(position, member, offset, length, score);
        }
        return false;
    }

    @Override
    public boolean remove(byte[] member, int offset, int length) {
        Form form = form();
        long position = form.locate(member, offset, length);
        if (position == Form.NONE) {
            return false;
        }
        form.remove(position);
        return true;
    }

    void removeRanks(long from, long count) {
        if (count > 0) {
            form().removeRanks(from, count);
        }
    }

    @Override
    public long foresee(Upcoming requests, int from, int to) {
        return body instanceof TreeForm large ? large.foresee(requests, from, to) : 0;
    }

    // Ranks

    long rank(long position) {
        return form().rank(position);
    }

    /** The number of members before those of a range's lower end. */
    long before(ScoreBound least) {
        return form().below(least.score(), least.exclusive());
    }

    /** The number of members up to a range's upper end. */
    long upTo(ScoreBound most) {
        return form().below(most.score(), !most.exclusive());
    }

    long before(LexBound bound) {
        return form().before(bound);
    }

    // Walking

    @Override
    public void forEach(ScoreVisitor visitor) {
        fromRank(0, false, visitor);
    }

    @Override
    public void range(double min, double max, ScoreVisitor visitor) {
        Form form = form();
        long from = form.below(min, false);
        long count = form.below(max, true) - from;
        if (count > 0) {
            form.visit(from, count, false, visitor);
        }
    }

    @Override
    public void fromRank(long rank, boolean descending, ScoreVisitor visitor) {
        Form form = form();
        long size = form.size();
        if (rank >= 0 && rank < size) {
            form.visit(descending ? size - 1 - rank : rank, size - rank, descending, visitor);
        }
    }

    /** Writes members from a rank on, counted in the direction; with scores in pairs, which RESP3 has as arrays of two. */
    void reply(Reply reply, long rank, long count, boolean descending, boolean scores) {
        if (count > 0) {
            Form form = form();
            form.reply(
                    reply,
                    descending ? form.size() - 1 - rank : rank,
                    count,
                    descending,
                    scores,
                    scores && reply.version() >= 3);
        }
    }

    // Forms

    /** Takes the large form. */
    TreeForm unpack() {
        return unpack(0);
    }

    /** Takes the large form, in which so many members are about to come. */
    TreeForm unpack(long members) {
        if (body instanceof TreeForm present) {
            return present;
        }
        TreeForm large = new TreeForm(members);
        forEach((member, score) -> {
            large.locate(member.array(), member.offset(), member.length());
            large.add(member.array(), member.offset(), member.length(), score);
            return true;
        });
        body = large;
        return large;
    }

    /** Takes the small form if the limits allow it. */
    void packIfSmall() {
        Limits limits = SortedSetType.INSTANCE.limits();
        if (body instanceof TreeForm large && large.size() <= limits.entries()) {
            long[] longest = new long[1];
            forEach((member, score) -> {
                longest[0] = Math.max(longest[0], member.length());
                return true;
            });
            if (longest[0] <= limits.value()) {
                PackedBuilder small = new PackedBuilder();
                forEach((member, score) -> {
                    // There is one zero in small sets.
                    small.add(member.array(), member.offset(), member.length(), score + 0.0);
                    return true;
                });
                body = small.array();
            }
        }
    }
}
