package serval.zset;

import serval.bytes.ByteSlice;
import serval.bytes.Doubles;
import serval.bytes.KeyHash;
import serval.sdk.reply.Reply;
import serval.sdk.type.Upcoming;
import serval.sdk.value.ScoreVisitor;

/** Many or long members: entries that a table finds by their members and a tree has in order. */
final class TreeForm implements Form {
    private static final int SHALLOW_BYTES = 32;

    private final Members members = new Members();
    private final Tree tree = new Tree();
    private long entryBytes;
    /** The hash of the member that was looked for last. */
    private long hash;

    /** A form that is about to get so many members. */
    TreeForm(long members) {
        this.members.expect(members);
    }

    Tree tree() {
        return tree;
    }

    @Override
    public long size() {
        return members.size();
    }

    @Override
    public long bytes() {
        return SHALLOW_BYTES + members.bytes() + tree.bytes() + entryBytes;
    }

    @Override
    public long locate(byte[] member, int offset, int length) {
        hash = KeyHash.hash(member, offset, length);
        return members.locate(hash, member, offset, length);
    }

    @Override
    public double scoreAt(long position) {
        return Entries.score(members.at(position));
    }

    /** The member is the word behind a score or an increment, as in ZADD, or there is none: then it is the word behind the key. */
    long foresee(Upcoming requests, int from, int to) {
        byte[] array = requests.array();
        long[] hashes = new long[Upcoming.MOST];
        double[] scores = new double[2 * Upcoming.MOST];
        int count = 0;
        int places = 0;
        for (int i = from; i < to; i++) {
            int word = requests.length(i, 3) >= 0 ? 3 : 2;
            if (requests.length(i, word) >= 0) {
                hashes[count++] = KeyHash.hash(array, requests.offset(i, word), requests.length(i, word));
            }
            if (word == 3) {
                double score = Doubles.parse(array, requests.offset(i, 2), requests.length(i, 2));
                if (!Double.isNaN(score)) {
                    scores[places++] = score;
                }
            }
        }
        long sum = members.warm(hashes, count);
        count = 0;
        for (int i = from; i < to; i++) {
            int word = requests.length(i, 3) >= 0 ? 3 : 2;
            if (requests.length(i, word) >= 0) {
                byte[] entry = members.find(hashes[count++], array, requests.offset(i, word), requests.length(i, word));
                if (entry != null) {
                    scores[places++] = Entries.score(entry);
                }
            }
        }
        return sum + tree.warm(scores, places);
    }

    // Changing

    @Override
    public void add(byte[] member, int offset, int length, double score) {
        byte[] entry = Entries.of(member, offset, length, score);
        members.add(hash, entry);
        tree.add(entry, score);
        entryBytes += Entries.bytes(entry);
    }

    @Override
    public void move(long position, byte[] member, int offset, int length, double score) {
        byte[] entry = members.at(position);
        tree.move(entry, Entries.score(entry), score);
        Entries.setScore(entry, score);
    }

    @Override
    public void remove(long position) {
        byte[] entry = members.removeAt(position);
        tree.remove(Entries.score(entry), entry, Entries.HEAD, Entries.length(entry));
        entryBytes -= Entries.bytes(entry);
    }

    @Override
    public void removeRanks(long from, long count) {
        for (long left = count; left > 0; left--) {
            byte[] entry = new LeafCursor(tree.root(), from).entry();
            remove(locate(entry, Entries.HEAD, Entries.length(entry)));
        }
    }

    // Ranks

    @Override
    public long rank(long position) {
        byte[] entry = members.at(position);
        return tree.rank(Entries.score(entry), entry, Entries.HEAD, Entries.length(entry));
    }

    @Override
    public long below(double score, boolean orEqual) {
        return tree.below(score, orEqual);
    }

    @Override
    public long before(LexBound bound) {
        return bound.isFirst()
                ? 0
                : bound.isLast()
                        ? size()
                        : tree.below(bound.array(), bound.offset(), bound.length(), bound.passesEqual());
    }

    // Walking

    @Override
    public void visit(long rank, long count, boolean descending, ScoreVisitor visitor) {
        if (count <= 0) {
            return;
        }
        ByteSlice slice = new ByteSlice();
        LeafCursor cursor = new LeafCursor(tree.root(), rank);
        Leaf leaf = cursor.leaf();
        int at = cursor.index();
        int step = descending ? -1 : 1;
        long next = rank;
        for (long left = count; left > 0; left--) {
            if (at < 0 || at >= leaf.count) {
                leaf = cursor.seek(next);
                at = cursor.index();
            }
            byte[] entry = leaf.entry(at);
            if (!visitor.visit(slice.set(entry, Entries.HEAD, Entries.length(entry)), leaf.scores[at])) {
                return;
            }
            at += step;
            next += step;
        }
    }

    @Override
    public void reply(Reply reply, long rank, long count, boolean descending, boolean scores, boolean nested) {
        if (count <= 0) {
            return;
        }
        LeafCursor cursor = new LeafCursor(tree.root(), rank);
        Leaf leaf = cursor.leaf();
        int at = cursor.index();
        int step = descending ? -1 : 1;
        long next = rank;
        for (long left = count; left > 0; left--) {
            if (at < 0 || at >= leaf.count) {
                leaf = cursor.seek(next);
                at = cursor.index();
            }
            if (nested) {
                reply.array(2);
            }
            byte[] entry = leaf.entry(at);
            reply.bulk(entry, Entries.HEAD, Entries.length(entry));
            if (scores) {
                reply.real(leaf.scores[at]);
            }
            at += step;
            next += step;
        }
    }

    /** Visits a few members behind a cursor; see {@link serval.structures.table.HashTable#scan}. */
    long scan(long cursor, ScoreVisitor visitor) {
        ByteSlice slice = new ByteSlice();
        return members.scan(
                cursor,
                entry -> visitor.visit(slice.set(entry, Entries.HEAD, Entries.length(entry)), Entries.score(entry)));
    }

    TreeForm copy() {
        TreeForm copy = new TreeForm(size());
        visit(0, size(), false, (member, score) -> {
            copy.hash = KeyHash.hash(member.array(), member.offset(), member.length());
            copy.add(member.array(), member.offset(), member.length(), score);
            return true;
        });
        return copy;
    }
}
