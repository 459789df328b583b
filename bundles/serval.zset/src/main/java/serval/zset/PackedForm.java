package serval.zset;

import java.util.Arrays;
import serval.bytes.ByteSlice;
import serval.bytes.Longs;
import serval.sdk.reply.Reply;
import serval.sdk.value.ScoreVisitor;

/**
 * Few and short members, as one array has them. The set keeps the array alone; this is what works on it, made for each access. A
 * position is the place of a pair.
 */
final class PackedForm extends PackedPairs implements Form {
    private final SortedSet owner;

    PackedForm(SortedSet owner, byte[] array) {
        super(array);
        this.owner = owner;
    }

    @Override
    public long size() {
        return count();
    }

    @Override
    public long bytes() {
        return heapBytes(array());
    }

    private static int index(long position) {
        return (int) position;
    }

    private static int start(long position) {
        return (int) (position >> Integer.SIZE);
    }

    @Override
    public long locate(byte[] member, int offset, int length) {
        return find(member, offset, length);
    }

    @Override
    public double scoreAt(long position) {
        return score(index(position), start(position));
    }

    /** Whether a pair belongs behind a member with a score. */
    private boolean isBehind(int index, int at, double score, byte[] member, int offset, int length, Scratch scratch) {
        double there = score(index, at);
        if (there != score) {
            return there > score;
        }
        ByteSlice text = member(index, at, scratch.slice, scratch.digits);
        return Arrays.compareUnsigned(
                        text.array(), text.offset(), text.offset() + text.length(), member, offset, offset + length)
                > 0;
    }

    // Changing

    @Override
    public void add(byte[] member, int offset, int length, double score) {
        Scratch scratch = new Scratch();
        // There is one zero, as in Redis' small sets.
        double positive = score + 0.0;
        int count = count();
        int index = 0;
        int at = body();
        // What is added in ascending order is the most frequent and need not be compared with all that is there.
        if (count > 0 && !isBehind(count - 1, start(count - 1, end()), positive, member, offset, length, scratch)) {
            index = count;
            at = end();
        }
        while (index < count && !isBehind(index, at, positive, member, offset, length, scratch)) {
            at = next(index, at);
            index++;
        }
        insert(index, at, member, offset, length, positive);
        owner.packed(array());
    }

    @Override
    public void move(long position, byte[] member, int offset, int length, double score) {
        Scratch scratch = new Scratch();
        double positive = score + 0.0;
        int index = index(position);
        int at = start(position);
        int target = index;
        int targetAt = at;
        if (positive > score(index, at)) {
            int following = next(index, at);
            while (target + 1 < count()
                    && !isBehind(target + 1, following, positive, member, offset, length, scratch)) {
                target++;
                targetAt = following;
                following = next(target, following);
            }
        } else {
            while (target > 0) {
                int before = start(target - 1, targetAt);
                if (!isBehind(target - 1, before, positive, member, offset, length, scratch)) {
                    break;
                }
                target--;
                targetAt = before;
            }
        }
        if (target != index) {
            targetAt = turn(index, at, target, targetAt);
        }
        rescore(target, targetAt, positive);
        owner.packed(array());
    }

    @Override
    public void remove(long position) {
        int index = index(position);
        int at = start(position);
        remove(index, at, 1, next(index, at));
        owner.packed(array());
    }

    @Override
    public void removeRanks(long from, long count) {
        int index = (int) from;
        int at = at(index);
        remove(index, at, (int) count, at((int) (from + count)));
        owner.packed(array());
    }

    // Ranks

    @Override
    public long rank(long position) {
        return index(position);
    }

    @Override
    public long below(double score, boolean orEqual) {
        int at = body();
        for (int i = 0; i < count(); i++) {
            double there = score(i, at);
            if (there > score || there == score && !orEqual) {
                return i;
            }
            at = next(i, at);
        }
        return count();
    }

    @Override
    public long before(LexBound bound) {
        Scratch scratch = new Scratch();
        int at = body();
        for (int i = 0; i < count(); i++) {
            if (!bound.isAbove(member(i, at, scratch.slice, scratch.digits))) {
                return i;
            }
            at = next(i, at);
        }
        return count();
    }

    // Walking

    @Override
    public void visit(long rank, long count, boolean descending, ScoreVisitor visitor) {
        Scratch scratch = new Scratch();
        int index = (int) rank;
        int at = at(index);
        for (long left = count; left > 0; left--) {
            if (!visitor.visit(member(index, at, scratch.slice, scratch.digits), score(index, at))) {
                return;
            }
            if (left > 1) {
                at = descending ? start(index - 1, at) : next(index, at);
                index += descending ? -1 : 1;
            }
        }
    }

    @Override
    public void reply(Reply reply, long rank, long count, boolean descending, boolean scores, boolean nested) {
        Scratch scratch = new Scratch();
        int index = (int) rank;
        int at = at(index);
        for (long left = count; left > 0; left--) {
            if (nested) {
                reply.array(2);
            }
            if (isNumber(index)) {
                reply.bulk(number(index, at));
            } else {
                reply.bulk(member(index, at, scratch.slice, scratch.digits));
            }
            if (scores) {
                reply.real(score(index, at));
            }
            if (left > 1) {
                at = descending ? start(index - 1, at) : next(index, at);
                index += descending ? -1 : 1;
            }
        }
    }

    /** What reading a member needs. */
    private static final class Scratch {
        final ByteSlice slice = new ByteSlice();
        final byte[] digits = new byte[Longs.MAX_LENGTH];
    }
}
