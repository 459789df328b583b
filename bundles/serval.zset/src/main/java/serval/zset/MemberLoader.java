package serval.zset;

import serval.sdk.type.Codec;
import serval.sdk.type.CorruptValueException;
import serval.sdk.type.ValueInput;

/** Loads a sorted set that was saved member by member. */
final class MemberLoader implements Codec.Loader<SortedSet> {
    private final int code;
    private final SortedSet set = new SortedSet();
    private long left = -1;

    MemberLoader(int code) {
        this.code = code;
    }

    @Override
    public boolean step(ValueInput in, int budget) {
        if (left < 0) {
            left = in.unsigned();
            if (left <= 0 || left > in.remaining()) {
                throw new CorruptValueException("a sorted set cannot have " + left + " members");
            }
            // In whatever order they come; how many are packed shows at the end.
            set.unpack(left);
        }
        for (int room = budget; room > 0 && left > 0; left--) {
            byte[] member = in.string();
            double score = code == SortedSetType.BINARY ? in.real() : in.textReal();
            if (Double.isNaN(score)) {
                throw new CorruptValueException("a score is not a number");
            }
            if (set.locate(member, 0, member.length) != Form.NONE) {
                throw new CorruptValueException("a member is there twice");
            }
            set.add(member, 0, member.length, score);
            room -= member.length + Long.BYTES;
        }
        if (left == 0) {
            set.packIfSmall();
        }
        return left == 0;
    }

    @Override
    public SortedSet value() {
        return set;
    }
}
