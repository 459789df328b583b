package serval.zset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
import serval.bytes.Doubles;
import serval.structures.packed.PackedList;

/** The small form by itself, with more and longer members than sets have as a rule, beside a tree of the library. */
class PackedFormTest {
    private record Pair(double score, String member) implements Comparable<Pair> {
        @Override
        public int compareTo(Pair other) {
            int byScore = Double.compare(score, other.score);
            return byScore != 0 ? byScore : member.compareTo(other.member);
        }
    }

    private final SortedSet set = new SortedSet();
    private final TreeSet<Pair> pairs = new TreeSet<>();
    private final Map<String, Double> scores = new HashMap<>();

    private PackedForm form() {
        return (PackedForm) set.form();
    }

    private long locate(String member) {
        byte[] bytes = Ascii.bytes("<" + member + ">");
        return set.locate(bytes, 1, member.length());
    }

    private void put(String member, double score) {
        byte[] bytes = Ascii.bytes(member);
        long position = locate(member);
        Double before = scores.put(member, score);
        assertEquals(before == null, position == Form.NONE, member);
        if (before == null) {
            form().add(bytes, 0, bytes.length, score);
        } else {
            assertEquals(before, set.scoreAt(position));
            pairs.remove(new Pair(before, member));
            form().move(position, bytes, 0, bytes.length, score);
        }
        pairs.add(new Pair(score, member));
    }

    private void remove(String member) {
        long position = locate(member);
        Double before = scores.remove(member);
        assertEquals(before == null, position == Form.NONE, member);
        if (before != null) {
            pairs.remove(new Pair(before, member));
            form().remove(position);
        }
    }

    private void removeRanks(int from, int count) {
        List<Pair> gone = List.copyOf(pairs).subList(from, from + count);
        set.removeRanks(from, count);
        gone.forEach(pair -> {
            pairs.remove(pair);
            scores.remove(pair.member);
        });
    }

    private List<Pair> visited(int rank, int count, boolean descending) {
        List<Pair> visited = new ArrayList<>();
        form().visit(rank, count, descending, (member, score) -> visited.add(new Pair(score, member.toString())));
        return visited;
    }

    private void compare(Random random) {
        List<Pair> all = List.copyOf(pairs);
        int size = all.size();
        assertTrue(set.isPacked());
        assertEquals(size, set.size());
        assertEquals(all, visited(0, size, false));
        assertEquals(List.copyOf(pairs.descendingSet()), visited(size - 1, size, true));
        for (int i = 0; i < size; i++) {
            long position = locate(all.get(i).member);
            assertEquals(i, set.rank(position));
            assertEquals(all.get(i).score, set.scoreAt(position));
        }
        for (int i = 0; i < 10 && size > 0; i++) {
            int from = random.nextInt(size);
            int count = random.nextInt(size - from) + 1;
            List<Pair> some = all.subList(from, from + count);
            assertEquals(some, visited(from, count, false));
            assertEquals(some.reversed(), visited(from + count - 1, count, true));
            assertEquals(
                    pairs.headSet(new Pair(all.get(from).score, "")).size(), form().below(all.get(from).score, false));
            assertEquals(
                    pairs.headSet(new Pair(all.get(from).score, "~")).size(), form().below(all.get(from).score, true));
        }
        assertEquals(16 + (12 + form().array().length + 7 & ~7), set.bytes());
        assertArrayEquals(saved(all), saved(set));
        assertArrayEquals(PackedPairs.copy(form().array()), packed(load(saved(set))));
    }

    /** The pairs of a set as an array of the small form without room to grow. */
    private static byte[] packed(SortedSet set) {
        PackedBuilder builder = new PackedBuilder();
        set.forEach((member, score) -> {
            builder.add(member.array(), member.offset(), member.length(), score);
            return true;
        });
        return builder.array();
    }

    /** The listpack that Redis has of these. */
    private static byte[] saved(List<Pair> all) {
        PackedList list = new PackedList();
        for (Pair pair : all) {
            byte[] member = Ascii.bytes(pair.member);
            byte[] score = Doubles.toBytes(pair.score);
            list.append(member, 0, member.length);
            list.append(score, 0, score.length);
        }
        return list.toBytes();
    }

    private static byte[] saved(SortedSet set) {
        Tape tape = new Tape();
        assertTrue(SortedSetType.INSTANCE.save(set, 11).step(tape, 1));
        return tape.string();
    }

    private static SortedSet load(byte[] listpack) {
        Tape tape = new Tape();
        tape.string(listpack, 0, listpack.length);
        if (PackedList.of(listpack).isEmpty()) {
            return new SortedSet();
        }
        var loader = SortedSetType.INSTANCE.load(SortedSetType.LISTPACK, 0);
        assertTrue(loader.step(tape, 1));
        return loader.value();
    }

    private static String member(Random random, int members) {
        int number = random.nextInt(members);
        return switch (number % 8) {
            case 0 -> Long.toString((number - members / 2L) * (number % 3 == 0 ? 1 : 1_234_567_891_011L));
            case 1 -> "m".repeat(number % 10);
            case 2 -> "long" + number + "-".repeat(number % 400);
            case 3 -> "0" + number;
            case 4 -> Integer.toString(number);
            default -> "member:" + number;
        };
    }

    private static double score(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> random.nextInt(40) / 8.0;
            case 1 -> random.nextInt(10_000) / 100.0;
            case 2 -> random.nextGaussian();
            case 3 -> random.nextLong() >> random.nextInt(64);
            case 4 -> random.nextBoolean() ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
            case 5 -> (random.nextInt(2000) - 1000) * 1e30;
            default -> random.nextInt(200);
        };
    }

    // Around a kilobyte the array changes its layout, at 255 pairs too.
    @ParameterizedTest
    @ValueSource(ints = {12, 90, 250, 700})
    void behavesLikeATreeOfPairs(int members) {
        Random random = new Random(members);
        for (int round = 0; round < 40; round++) {
            boolean shrinking = round % 4 == 3;
            for (int step = 0; step < members; step++) {
                String member = member(random, members);
                if (random.nextInt(10) < (shrinking ? 8 : 2)) {
                    remove(member);
                } else {
                    put(member, score(random));
                }
            }
            compare(random);
            if (round % 5 == 4) {
                int count = random.nextInt((int) set.size() + 1);
                removeRanks(random.nextInt((int) set.size() - count + 1), count);
                compare(random);
            }
        }
        removeRanks(0, (int) set.size());
        compare(random);
        put("again", 1);
        compare(random);
    }

    @Test
    void everyScoreMovesAMemberWhereItBelongs() {
        Random random = new Random(4);
        for (int i = 0; i < 60; i++) {
            put("m" + i, i);
        }
        for (int i = 0; i < 2000; i++) {
            put("m" + random.nextInt(60), random.nextInt(5) == 0 ? score(random) : random.nextInt(60));
            compare(random);
        }
    }

    @Test
    void aMemberOfTheSetItselfCanBePut() {
        for (int i = 0; i < 200; i++) {
            put("member:" + i, i);
        }
        PackedForm form = form();
        int at = form.at(150);
        form.insert(0, form.body(), form.array(), at + 2, 8, -1);
        set.packed(form.array());
        assertEquals("mber:150", visited(0, 1, false).getFirst().member);
    }

    @Test
    void growingAndShrinkingSetsHaveLittleRoom() {
        for (int i = 0; i < 5000; i++) {
            put("member:" + i, i);
            byte[] array = form().array();
            assertTrue(array.length <= form().end() * 9L / 8 + 8);
        }
        while (set.size() > 0) {
            removeRanks(0, 1 + (int) set.size() / 50);
            assertTrue(form().array().length <= 2 * form().end() + 8);
        }
        assertEquals(1, form().array().length);
    }

    @Test
    void thereIsOneZeroUnlessALoadedSetHasTheOther() {
        byte[] member = Ascii.bytes("m");
        set.add(member, 0, 1, -0.0);
        assertEquals(1 / 0.0, 1 / set.score(member, 0, 1));
        set.put(member, 0, 1, 5);
        set.put(member, 0, 1, -0.0);
        assertEquals(1 / 0.0, 1 / set.score(member, 0, 1));
        PackedList list = new PackedList();
        list.append(member, 0, 1);
        list.append(Ascii.bytes("-0"), 0, 2);
        SortedSet loaded = load(list.toBytes());
        assertEquals(1 / -0.0, 1 / loaded.score(member, 0, 1));
        assertArrayEquals(list.toBytes(), saved(loaded));
    }
}
