package serval.zset;

import serval.bytes.Doubles;
import serval.sdk.type.Codec;
import serval.sdk.type.ValueOutput;
import serval.structures.packed.PackedList;

/** Saves a small sorted set in one go. */
final class PackedSaver implements Codec.Saver {
    /** Integers beyond are text, as digits are written only as far as they mean something. */
    private static final double LARGEST_NUMBER = 0x1p62;
    /** The bytes of a pair in a listpack that need not be there in memory, as a rule. */
    private static final int MORE_BYTES = 6;

    private final SortedSet set;
    private final boolean listpack;

    /** Creates the saver of a set of its own, as a listpack or, for former versions, member by member. */
    PackedSaver(SortedSet set, boolean listpack) {
        this.set = set;
        this.listpack = listpack;
    }

    @Override
    public boolean step(ValueOutput out, int budget) {
        if (listpack) {
            PackedList list = listpack();
            out.string(list.array(), 0, list.size());
            return true;
        }
        long size = set.size();
        out.unsigned(size);
        set.fromRank(0, true, (member, score) -> {
            out.string(member.array(), member.offset(), member.length());
            out.real(score);
            return true;
        });
        return true;
    }

    /** Members and scores in turn; scores as Redis writes them, whole ones as numbers, others as text. */
    private PackedList listpack() {
        PackedList list = new PackedList((int) Math.min(Integer.MAX_VALUE / 2, set.bytes() + MORE_BYTES * set.size()));
        byte[] digits = new byte[Doubles.MAX_LENGTH];
        set.forEach((member, score) -> {
            list.append(member.array(), member.offset(), member.length());
            // The other zero can only have come as text.
            if ((long) score == score && Math.abs(score) <= LARGEST_NUMBER && (score != 0 || 1 / score > 0)) {
                list.append((long) score);
            } else {
                list.append(digits, 0, Doubles.write(score, digits, 0));
            }
            return true;
        });
        return list;
    }

    @Override
    public void close() {}
}
