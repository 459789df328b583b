package serval.zset;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import serval.bytes.ByteSlice;
import serval.bytes.Doubles;
import serval.bytes.KeyHash;
import serval.bytes.Longs;
import serval.sdk.type.Codec;
import serval.sdk.type.CorruptValueException;
import serval.sdk.type.ValueInput;
import serval.structures.packed.PackedList;

/** Loads a sorted set that was saved as a listpack, or as a ziplist. */
final class PackedLoader implements Codec.Loader<SortedSet> {
    private final int code;
    private @Nullable SortedSet set;

    PackedLoader(int code) {
        this.code = code;
    }

    @Override
    public boolean step(ValueInput in, int budget) {
        byte[] bytes = in.string();
        PackedList list = code == SortedSetType.ZIPLIST ? Ziplist.toPackedList(bytes) : PackedList.of(bytes);
        if (list == null || list.isEmpty()) {
            throw new CorruptValueException("a sorted set is no list of members and scores");
        }
        SortedSet loaded = new SortedSet(checked(list));
        if (loaded.size() > SortedSetType.INSTANCE.limits().entries()) {
            loaded.unpack();
        }
        set = loaded;
        return true;
    }

    @Override
    public SortedSet value() {
        assert set != null;
        return set;
    }

    /** The array of a small set; sees to it that scores are numbers and in order, and no member is there twice. */
    private static byte[] checked(PackedList list) {
        PackedBuilder builder = new PackedBuilder();
        Members seen = new Members();
        ByteSlice slice = new ByteSlice();
        byte[] digits = new byte[Longs.MAX_LENGTH];
        byte[] previous = null;
        for (int at = list.first(); at != PackedList.NONE; ) {
            int scoreAt = list.next(at);
            if (scoreAt == PackedList.NONE) {
                throw new CorruptValueException("a member has no score");
            }
            double score = score(list, scoreAt);
            ByteSlice member = list.get(at, slice, digits);
            byte[] entry = Entries.of(member.array(), member.offset(), member.length(), score);
            if (previous != null && !isAfter(entry, previous)) {
                throw new CorruptValueException("members are not in order");
            }
            long hash = KeyHash.hash(entry, Entries.HEAD, Entries.length(entry));
            if (seen.put(hash, entry, Entries.HEAD, Entries.length(entry), entry) != null) {
                throw new CorruptValueException("a member is there twice");
            }
            builder.add(member.array(), member.offset(), member.length(), score);
            previous = entry;
            at = list.next(scoreAt);
        }
        return builder.array();
    }

    private static boolean isAfter(byte[] entry, byte[] previous) {
        double before = Entries.score(previous);
        double after = Entries.score(entry);
        return before < after
                || before == after
                        && Arrays.compareUnsigned(
                                        previous, Entries.HEAD, previous.length, entry, Entries.HEAD, entry.length)
                                < 0;
    }

    private static double score(PackedList list, int at) {
        if (list.isNumber(at)) {
            return list.number(at);
        }
        byte[] text = list.copy(at);
        double score = Doubles.parse(text, 0, text.length);
        if (Double.isNaN(score)) {
            throw new CorruptValueException("a score is not a number");
        }
        return score;
    }
}
