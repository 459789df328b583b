package serval.structures.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SegmentTest {

    @Test
    void countsOfPassedEntriesAreExactAfterAnyChanges() {
        SplittableRandom random = new SplittableRandom(11);
        for (int round = 0; round < 200; round++) {
            Segment segment = new Segment(random.nextInt(25));
            segment.allocate(1 + random.nextInt(40));
            List<Long> hashes = new ArrayList<>();
            for (int i = 0; i < 2000; i++) {
                if (segment.count < segment.limit && random.nextInt(100) < 55) {
                    long hash = random.nextLong();
                    segment.place(hash, hash);
                    hashes.add(hash);
                } else if (!hashes.isEmpty()) {
                    long hash = hashes.remove(random.nextInt(hashes.size()));
                    segment.free(slotOf(segment, hash), Segment.home(hash, segment.depth, segment.words.length));
                }
            }
            check(segment, hashes.size());
        }
    }

    private static int slotOf(Segment segment, long hash) {
        for (int slot = 0; slot < segment.slots.length; slot++) {
            if (Long.valueOf(hash).equals(segment.slots[slot])) {
                return slot;
            }
        }
        throw new AssertionError("lost " + hash);
    }

    private static void check(Segment segment, int count) {
        int groups = segment.words.length;
        int[] passed = new int[groups];
        int found = 0;
        for (int slot = 0; slot < segment.slots.length; slot++) {
            int at = slot / Segment.GROUP;
            long tag = segment.words[at] >>> (slot % Segment.GROUP) * 8 & 0xFF;
            if (segment.slots[slot] instanceof Long hash) {
                assertEquals(Segment.tag(hash) & 0xFF, tag);
                for (int group = Segment.home(hash, segment.depth, groups); group != at; group = segment.next(group)) {
                    passed[group]++;
                }
                found++;
            } else {
                assertEquals(0, tag);
            }
        }
        assertEquals(count, found);
        assertEquals(count, segment.count);
        for (int group = 0; group < groups; group++) {
            assertEquals(passed[group], segment.words[group] >>> 56);
        }
    }

    @Test
    void groupsAreTheRangesThatStartSays() {
        SplittableRandom random = new SplittableRandom(12);
        for (int i = 0; i < 20_000; i++) {
            int depth = random.nextInt(25);
            int groups = 1 + random.nextInt(1 << random.nextInt(1, 14));
            int group = random.nextInt(groups);
            long prefix = depth == 0 ? 0 : random.nextLong() << 64 - depth >>> 16;
            long first = prefix + Segment.start(group, depth, groups);
            long end = prefix + Segment.start(group + 1, depth, groups);
            assertTrue(first < end);
            assertEquals(group, Segment.home(first << 16, depth, groups));
            assertEquals(group, Segment.home((end << 16) - 1, depth, groups));
        }
        assertEquals(0, Segment.start(0, 3, 5));
        assertEquals(1L << 45, Segment.start(5, 3, 5));
    }

    @Test
    void matchingFindsJustTheSlotsWithTheTag() {
        SplittableRandom random = new SplittableRandom(13);
        for (int i = 0; i < 100_000; i++) {
            // Few different bytes, so that there are many hits and many near misses.
            long word = random.nextLong() & 0x8181818181818181L;
            long hash = random.nextLong() & 0x81;
            long tag = Segment.tag(hash) & 0xFF;
            long expected = 0;
            long occupied = 0;
            for (int slot = 0; slot < Segment.GROUP; slot++) {
                long there = word >>> slot * 8 & 0xFF;
                expected |= there == tag ? 0x80L << slot * 8 : 0;
                occupied |= there != 0 ? 0x80L << slot * 8 : 0;
            }
            assertEquals(expected, Segment.matching(word, Segment.tag(hash)));
            assertEquals(occupied, Segment.occupied(word));
        }
    }
}
