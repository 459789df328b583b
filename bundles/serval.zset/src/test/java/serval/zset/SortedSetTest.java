package serval.zset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import serval.bytes.Ascii;
import serval.bytes.ByteSlice;
import serval.sdk.type.Codec;

/** Both forms of a sorted set, step by step beside a tree of the library. */
class SortedSetTest {
    private record Pair(double score, String member) implements Comparable<Pair> {
        @Override
        public int compareTo(Pair other) {
            // Zeros of both signs are equal here.
            return score < other.score ? -1 : score > other.score ? 1 : member.compareTo(other.member);
        }
    }

    private final TreeSet<Pair> pairs = new TreeSet<>();
    private final Map<String, Double> scores = new HashMap<>();

    private void put(SortedSet set, String member, double score) {
        byte[] bytes = Ascii.bytes(member);
        Double before = scores.put(member, score);
        if (before != null) {
            pairs.remove(new Pair(before, member));
        }
        pairs.add(new Pair(score, member));
        assertEquals(before == null, set.put(bytes, 0, bytes.length, score));
    }

    private void remove(SortedSet set, String member) {
        byte[] bytes = Ascii.bytes(member);
        Double before = scores.remove(member);
        if (before != null) {
            pairs.remove(new Pair(before, member));
        }
        assertEquals(before != null, set.remove(bytes, 0, bytes.length));
    }

    private static List<Pair> all(SortedSet set, boolean descending) {
        List<Pair> all = new ArrayList<>();
        set.fromRank(0, descending, (member, score) -> all.add(new Pair(score, member.toString())));
        return all;
    }

    private void compare(SortedSet set, Random random) {
        assertEquals(pairs.size(), set.size());
        assertEquals(List.copyOf(pairs), all(set, false));
        assertEquals(List.copyOf(pairs.descendingSet()), all(set, true));
        long rank = 0;
        for (Pair pair : pairs) {
            byte[] bytes = Ascii.bytes(pair.member);
            long position = set.locate(bytes, 0, bytes.length);
            assertEquals(rank++, set.rank(position), pair.member);
            assertEquals(pair.score, set.scoreAt(position));
        }
        for (int i = 0; i < 20; i++) {
            double score = random.nextInt(-3, 60) / 2.0;
            assertEquals(pairs.headSet(new Pair(score, "")).size(), set.before(new ScoreBound(score, false)));
            assertEquals(pairs.headSet(new Pair(score, "~")).size(), set.before(new ScoreBound(score, true)));
            assertEquals(pairs.headSet(new Pair(score, "~")).size(), set.upTo(new ScoreBound(score, false)));
            assertEquals(pairs.headSet(new Pair(score, "")).size(), set.upTo(new ScoreBound(score, true)));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void behavesLikeATreeOfPairs(boolean large) {
        long seed = Long.getLong("serval.seed", 281_126L);
        Random random = new Random(seed);
        try {
            SortedSet set = new SortedSet();
            if (large) {
                set.unpack();
            }
            int members = large ? 6000 : 100;
            for (int round = 0; round < 12; round++) {
                boolean shrinking = round % 3 == 2;
                for (int step = 0; step < members; step++) {
                    String member = "m" + random.nextInt(members);
                    if (random.nextInt(10) < (shrinking ? 8 : 2)) {
                        remove(set, member);
                    } else {
                        put(set, member, random.nextInt(4) == 0 ? random.nextInt(60) / 2.0 : random.nextDouble() * 30);
                    }
                }
                if (round % 4 == 3) {
                    int count = random.nextInt((int) set.size() + 1);
                    int from = random.nextInt((int) set.size() - count + 1);
                    List<Pair> gone = List.copyOf(pairs).subList(from, from + count);
                    set.removeRanks(from, count);
                    gone.forEach(pair -> {
                        pairs.remove(pair);
                        scores.remove(pair.member);
                    });
                }
                compare(set, random);
            }
            assertEquals(!large, set.isPacked());
            set.removeRanks(0, set.size());
            pairs.clear();
            compare(set, random);
            put(set, "again", 1);
            compare(set, random);
        } catch (AssertionError failed) {
            throw new AssertionError("seed " + seed, failed);
        }
    }

    @Test
    void orderedAdditionsAndMembersOfOneScore() {
        SortedSet set = new SortedSet();
        for (int i = 0; i < 20_000; i++) {
            put(set, String.format("%06d", i), 7);
        }
        for (int i = 0; i < 2000; i++) {
            byte[] bound = Ascii.bytes("[" + String.format("%06d", i * 9));
            ByteSlice slice = new ByteSlice(bound);
            assertEquals(i * 9, set.before(LexBound.parse(slice, false)));
            assertEquals(i * 9 + 1, set.before(LexBound.parse(slice, true)));
        }
        for (int i = 20_000; i > 0; i--) {
            put(set, "x" + i, -i);
        }
        compare(set, new Random(1));
    }

    @Test
    void aSaverGivesTheMomentItWasOpenedAt() {
        Random random = new Random(5);
        SortedSet set = new SortedSet();
        for (int i = 0; i < 5000; i++) {
            put(set, "m" + i, random.nextInt(1000));
        }
        List<Pair> before = List.copyOf(pairs.descendingSet());
        Codec.Saver first = SortedSetType.INSTANCE.save(set, 11);
        Tape tape = new Tape();
        int steps = 0;
        while (!first.step(tape, 1000)) {
            steps++;
            for (int i = 0; i < 50; i++) {
                put(set, "m" + random.nextInt(6000), random.nextInt(1000));
                remove(set, "m" + random.nextInt(6000));
            }
        }
        assertTrue(steps > 20);
        assertEquals((long) before.size(), tape.items().getFirst());
        for (int i = 0; i < before.size(); i++) {
            assertEquals(before.get(i).member, tape.items().get(1 + 2 * i));
            assertEquals(before.get(i).score, tape.items().get(2 + 2 * i));
        }
        first.close();
        compare(set, random);
        SortedSet copy = set.copy();
        set.removeRanks(0, set.size() / 2);
        compare(copy, random);
    }

    private List<Object> moment() {
        List<Object> items = new ArrayList<>();
        items.add((long) pairs.size());
        for (Pair pair : pairs.descendingSet()) {
            items.add(pair.member);
            items.add(pair.score);
        }
        return items;
    }

    @Test
    void saversKeepOnlyWhatTheyHaveNotReadYet() {
        Random random = new Random(7);
        SortedSet set = new SortedSet();
        for (int i = 0; i < 40_000; i++) {
            put(set, "m" + i, random.nextInt(100_000));
        }
        Tree tree = ((TreeForm) set.form()).tree();
        for (int round = 0; round < 4; round++) {
            List<Object> before = moment();
            Codec.Saver first = SortedSetType.INSTANCE.save(set, 11);
            Tape tape = new Tape();
            // Every leaf is changed before much has been read.
            for (int i = 0; i < 20_000; i++) {
                put(set, "m" + random.nextInt(40_000), random.nextInt(100_000));
            }
            long most = first.kept();
            assertTrue(most > tree.bytes() / 2, most + " of " + tree.bytes());
            List<Object> between = null;
            Codec.Saver second = null;
            Tape other = new Tape();
            int steps = 0;
            while (!first.step(tape, 4000)) {
                if (++steps == 40 && round > 1) {
                    between = moment();
                    second = SortedSetType.INSTANCE.save(set, 11);
                }
                if (second != null) {
                    second.step(other, 3000);
                }
                for (int i = 0; i < 200; i++) {
                    put(set, "m" + random.nextInt(41_000), random.nextInt(100_000));
                    remove(set, "m" + random.nextInt(41_000));
                }
            }
            if (second == null) {
                assertTrue(first.kept() < most / 10, first.kept() + " of " + most);
            }
            assertEquals(before, tape.items());
            first.close();
            if (second != null) {
                while (!second.step(other, 3000)) {
                    for (int i = 0; i < 200; i++) {
                        put(set, "m" + random.nextInt(41_000), random.nextInt(100_000));
                    }
                }
                assertEquals(between, other.items());
                second.close();
            }
            assertEquals(0, first.kept());
            assertEquals(0, tree.kept());
            compare(set, random);
        }
    }

    @Test
    void knowsItsBytes() {
        SortedSet set = new SortedSet();
        Random random = new Random(9);
        for (int i = 0; i < 30_000; i++) {
            put(set, "member:" + random.nextInt(20_000), random.nextDouble());
            if (i % 3 == 0) {
                remove(set, "member:" + random.nextInt(20_000));
            }
        }
        TreeForm form = (TreeForm) set.form();
        assertEquals(bytes(form.tree().root()) + 40, form.tree().bytes());
        assertTrue(set.bytes() < set.size() * 80, () -> set.bytes() + " bytes for " + set.size());
    }

    @Test
    void aSmallSetIsTwoObjects() {
        SortedSet set = new SortedSet();
        for (int i = 0; i < 10; i++) {
            put(set, "member:000000" + i, i);
        }
        // The number of pairs takes a byte, a member 14 and its code, a score nothing but its code; an array has a head
        // of 12.
        assertEquals(16 + (12 + 1 + 10 * (1 + 14 + 1) + 7 & ~7), set.bytes());
        for (int i = 0; i < 9; i++) {
            remove(set, "member:000000" + i);
        }
        assertEquals(16 + (12 + 1 + 1 + 14 + 1 + 7 & ~7), set.bytes());
        compare(set, new Random(3));
    }

    private static long bytes(Node node) {
        long bytes = node.bytes();
        if (node instanceof Inner inner) {
            for (int i = 0; i < inner.count; i++) {
                assertEquals(inner.child(i).total(), inner.sizes[i]);
                bytes += bytes(inner.child(i));
            }
        }
        return bytes;
    }
}
