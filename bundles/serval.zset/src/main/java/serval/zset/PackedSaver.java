package serval.zset;

import serval.sdk.type.Codec;
import serval.sdk.type.ValueOutput;
import serval.structures.packed.PackedList;

/** Saves a small sorted set in one go. */
final class PackedSaver implements Codec.Saver {
    private final SortedSet set;
    private final boolean whole;

    /** Creates the saver of a set of its own, as it lies or, for former versions, member by member. */
    PackedSaver(SortedSet set, boolean whole) {
        this.set = set;
        this.whole = whole;
    }

    @Override
    public boolean step(ValueOutput out, int budget) {
        PackedForm packed = (PackedForm) set.form();
        if (whole) {
            PackedList list = packed.list();
            out.string(list.array(), 0, list.size());
            return true;
        }
        long size = packed.size();
        out.unsigned(size);
        packed.visit(size - 1, size, true, (member, score) -> {
            out.string(member.array(), member.offset(), member.length());
            out.real(score);
            return true;
        });
        return true;
    }

    @Override
    public void close() {}
}
