package serval.zset;

import java.util.Arrays;
import serval.bytes.ByteSlice;
import serval.bytes.Doubles;
import serval.bytes.Longs;
import serval.sdk.reply.Reply;
import serval.sdk.value.ScoreVisitor;
import serval.structures.packed.PackedList;

/**
 * Few and short members: a packed list of members and scores in turn, in order. The set keeps the list's array alone; this is what works on
 * it, made for each access.
 */
final class PackedForm implements Form {
    /** Integers beyond are text, as digits are written only as far as they mean something. */
    private static final double LARGEST_NUMBER = 0x1p62;

    private final SortedSet owner;
    private final PackedList list;

    PackedForm(SortedSet owner, byte[] array) {
        this.owner = owner;
        list = PackedList.over(array);
    }

    PackedList list() {
        return list;
    }

    @Override
    public long size() {
        return list.count() / 2;
    }

    @Override
    public long bytes() {
        return PackedList.heapBytes(list.array());
    }

    @Override
    public long locate(byte[] member, int offset, int length) {
        return list.find(list.first(), member, offset, length, 1);
    }

    @Override
    public double scoreAt(long position) {
        return score(list.next((int) position));
    }

    private double score(int at) {
        if (list.isNumber(at)) {
            return list.number(at);
        }
        ByteSlice text = list.get(at, new ByteSlice(), Scratch.NONE);
        return Doubles.parse(text.array(), text.offset(), text.length());
    }

    private int skip(int at) {
        return list.skip(at, 2);
    }

    private int at(long rank) {
        long size = size();
        return rank > size / 2 ? list.at((int) ((rank - size) * 2)) : list.at((int) (rank * 2));
    }

    /** Compares a member in the list with another. */
    private int compare(int at, byte[] member, int offset, int length, Scratch scratch) {
        ByteSlice there = list.get(at, scratch.slice, scratch.digits);
        return Arrays.compareUnsigned(
                there.array(), there.offset(), there.offset() + there.length(), member, offset, offset + length);
    }

    // Changing

    @Override
    public void add(byte[] member, int offset, int length, double score) {
        Scratch scratch = new Scratch();
        int at = list.first();
        // What is added in ascending order is the most frequent and need not be compared with all that is there.
        int last = list.last();
        if (last != PackedList.NONE && score(last) < score) {
            at = PackedList.NONE;
        }
        while (at != PackedList.NONE) {
            double there = score(list.next(at));
            if (there > score || there == score && compare(at, member, offset, length, scratch) > 0) {
                break;
            }
            at = skip(at);
        }
        boolean atEnd = at == PackedList.NONE;
        int put = list.insert(at, member, offset, length);
        int behind = atEnd ? PackedList.NONE : list.next(put);
        if ((long) score == score && Math.abs(score) <= LARGEST_NUMBER) {
            list.insert(behind, (long) score);
        } else {
            byte[] text = Doubles.toBytes(score);
            list.insert(behind, text, 0, text.length);
        }
        owner.packed(list);
    }

    @Override
    public void move(long position, byte[] member, int offset, int length, double score) {
        list.remove((int) position, 2);
        add(member, offset, length, score);
    }

    @Override
    public void remove(long position) {
        list.remove((int) position, 2);
        owner.packed(list);
    }

    @Override
    public void removeRanks(long from, long count) {
        list.remove(at(from), (int) (count * 2));
        owner.packed(list);
    }

    // Ranks

    @Override
    public long rank(long position) {
        long rank = 0;
        for (int at = list.first(); at != position; at = skip(at)) {
            rank++;
        }
        return rank;
    }

    @Override
    public long below(double score, boolean orEqual) {
        long rank = 0;
        for (int at = list.first(); at != PackedList.NONE; at = skip(at)) {
            double there = score(list.next(at));
            if (there > score || there == score && !orEqual) {
                break;
            }
            rank++;
        }
        return rank;
    }

    @Override
    public long before(LexBound bound) {
        Scratch scratch = new Scratch();
        long rank = 0;
        for (int at = list.first(); at != PackedList.NONE; at = skip(at)) {
            if (!bound.isAbove(list.get(at, scratch.slice, scratch.digits))) {
                break;
            }
            rank++;
        }
        return rank;
    }

    // Walking

    @Override
    public void visit(long rank, long count, boolean descending, ScoreVisitor visitor) {
        Scratch scratch = new Scratch();
        int at = at(rank);
        for (long left = count; left > 0; left--) {
            if (!visitor.visit(list.get(at, scratch.slice, scratch.digits), score(list.next(at)))) {
                return;
            }
            at = left == 1 ? at : descending ? list.previous(list.previous(at)) : skip(at);
        }
    }

    @Override
    public void reply(Reply reply, long rank, long count, boolean descending, boolean scores, boolean nested) {
        Scratch scratch = new Scratch();
        int at = at(rank);
        for (long left = count; left > 0; left--) {
            if (nested) {
                reply.array(2);
            }
            if (list.isNumber(at)) {
                reply.bulk(list.number(at));
            } else {
                reply.bulk(list.get(at, scratch.slice, scratch.digits));
            }
            if (scores) {
                reply.real(score(list.next(at)));
            }
            at = left == 1 ? at : descending ? list.previous(list.previous(at)) : skip(at);
        }
    }

    /** What reading an element of the list needs. */
    private static final class Scratch {
        /** Enough for what is known not to be a number. */
        static final byte[] NONE = {};

        final ByteSlice slice = new ByteSlice();
        final byte[] digits = new byte[Longs.MAX_LENGTH];
    }
}
