package serval.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import serval.bytes.ByteSlice;

/** Lists against an {@link ArrayList}, small and large, with chunks of different sizes. */
class ListObjectTest {
    private static final int STEPS = 6000;

    private final ListObject list = new ListObject();
    private final List<String> model = new ArrayList<>();
    private Random random = new Random();
    /** What elements begin with that are no numbers; any length of one letter if empty. */
    private String stem = "";
    /** How many chunks were found coded. */
    private int coded;

    @AfterEach
    void reset() {
        Limits.MAX_LISTPACK_SIZE.reset();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static List<String> all(ListObject list) {
        List<String> all = new ArrayList<>();
        list.forEach(0, element -> all.add(element.toString()));
        return all;
    }

    private void push(String text, boolean atHead) {
        list.beforeGrowing(text.length(), 1);
        list.push(bytes(text), 0, text.length(), atHead);
        model.add(atHead ? 0 : model.size(), text);
    }

    private String text() {
        if (random.nextInt(3) == 0) {
            return "" + random.nextInt(20);
        }
        return stem.isEmpty() ? "x".repeat(random.nextInt(60)) + "y" : stem + random.nextInt(100);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 128, -1, -2, 0})
    void doesWhatAnArrayListDoes(int limit) {
        long seed = Long.getLong("serval.seed", 281_126L);
        random = new Random(seed);
        Limits.MAX_LISTPACK_SIZE.set(List.of("" + limit));
        boolean wasLarge = false;
        for (int step = 0; step < STEPS; step++) {
            step();
            wasLarge |= list.chunks() != null;
            assertEquals(model.size(), list.size(), "seed " + seed);
            if (step % 97 == 0) {
                assertEquals(model, all(list), "seed " + seed);
                check(seed);
            }
        }
        assertTrue(wasLarge, "seed " + seed);
    }

    /** Chunks that are not near the ends are kept in fewer bytes, and work as the others do. */
    @ParameterizedTest
    @ValueSource(ints = {9, 24, 40})
    void doesWhatAnArrayListDoesWithElementsThatHaveMuchInCommon(int limit) {
        stem = "element:".repeat(1 + limit / 9);
        doesWhatAnArrayListDoes(limit);
        assertTrue(coded > 20, coded + " chunks were coded");
    }

    @Test
    void takesFewBytesForElementsThatHaveMuchInCommon() {
        for (int i = 0; i < 20_000; i++) {
            push("element:%07d".formatted(i), i % 3 == 0);
        }
        assertEquals(model, all(list));
        assertTrue(list.bytes() < 20_000 * 9, list.bytes() + " bytes");
        assertEquals(model, all(list.copy()));
    }

    private void step() {
        int size = model.size();
        int at = size == 0 ? 0 : random.nextInt(size);
        String text = text();
        switch (random.nextInt(size > 900 ? 16 : 13)) {
            case 0, 1, 2 -> push(text, true);
            case 3, 4, 5 -> push(text, false);
            case 6, 7 -> {
                if (size > 0) {
                    boolean behind = random.nextBoolean();
                    list.beforeGrowing(text.length(), 1);
                    ElementCursor cursor = new ElementCursor(list, at, random.nextBoolean());
                    assertTrue(cursor.next());
                    list.insert(cursor, bytes(text), 0, text.length(), behind);
                    model.add(behind ? at + 1 : at, text);
                }
            }
            case 8 -> {
                if (size > 0) {
                    list.beforeGrowing(text.length(), 1);
                    list.replace(at, bytes(text), 0, text.length());
                    model.set(at, text);
                    list.afterShrinking();
                }
            }
            case 9 -> {
                if (size > 0) {
                    boolean atHead = random.nextBoolean();
                    list.pop(atHead);
                    model.remove(atHead ? 0 : size - 1);
                    list.afterShrinking();
                }
            }
            case 10 -> remove(text, random.nextBoolean(), 1 + random.nextInt(3));
            case 11 -> {
                ByteSlice found = list.get(at);
                assertEquals(size == 0 ? null : model.get(at), found == null ? null : found.toString());
            }
            case 12 -> {
                List<String> seen = new ArrayList<>();
                if (size > 0) {
                    ElementCursor cursor = new ElementCursor(list, at, true);
                    while (seen.size() < 50 && cursor.next()) {
                        seen.add(cursor.element().toString());
                    }
                    List<String> expected = new ArrayList<>(model.subList(Math.max(0, at - 49), at + 1));
                    Collections.reverse(expected);
                    assertEquals(expected, seen);
                }
            }
            default -> {
                int from = random.nextInt(3) == 0 ? 0 : at;
                int count = Math.min(size - from, random.nextInt(400));
                list.removeRange(from, count);
                model.subList(from, from + count).clear();
                list.afterShrinking();
            }
        }
    }

    private void remove(String text, boolean backwards, int most) {
        if (model.isEmpty()) {
            return;
        }
        ElementCursor cursor = new ElementCursor(list, backwards ? model.size() - 1 : 0, backwards);
        Needle needle = new Needle(new ByteSlice(bytes(text)));
        int removed = 0;
        while (removed < most && cursor.next()) {
            if (cursor.matches(needle)) {
                cursor.remove();
                removed++;
            }
        }
        for (int i = 0; i < removed; i++) {
            model.remove(backwards ? model.lastIndexOf(text) : model.indexOf(text));
        }
        list.afterShrinking();
    }

    /** The account of bytes against a fresh sum, and the links against the tree. */
    private void check(long seed) {
        ChunkList chunks = list.chunks();
        if (chunks == null) {
            return;
        }
        long elements = 0;
        long bytes = 0;
        int count = 0;
        Chunk last = null;
        for (Chunk chunk = chunks.first; chunk != null; chunk = chunk.after) {
            assertEquals(last, chunk.before);
            assertEquals(chunk, chunks.find(elements), "seed " + seed);
            assertEquals(chunk.large != null ? 1 : chunk.toRead().count(), chunk.count);
            coded += chunk.coded != null ? 1 : 0;
            elements += chunk.count;
            bytes += chunk.bytes();
            count++;
            last = chunk;
        }
        assertEquals(last, chunks.last);
        assertEquals(elements, chunks.elements());
        assertEquals(count, chunks.chunks());
        long branches = chunks.bytes() - bytes;
        assertTrue(branches >= 0 && branches <= 200 + 64L * count, branches + " bytes of branches for " + count);
    }

    @Test
    void becomesLargeAndSmallAgain() {
        Limits.MAX_LISTPACK_SIZE.set(List.of("4"));
        for (int i = 0; i < 4; i++) {
            push("" + i, false);
        }
        assertNotNull(list.packed());
        push("4", false);
        assertNull(list.packed());
        list.removeRange(3, 2);
        list.afterShrinking();
        assertNull(list.packed(), "three of four are not few enough");
        list.pop(true);
        list.afterShrinking();
        assertNotNull(list.packed());
        assertEquals(List.of("1", "2"), all(list));
    }

    @Test
    void keepsLargeElementsApart() {
        ChunkList chunks = new ChunkList(-2);
        chunks.appendLarge(bytes("large"));
        chunks.push(bytes("a"), 0, 1, false);
        chunks.push(bytes("b"), 0, 1, true);
        ListObject mixed = new ListObject(chunks);
        assertEquals(List.of("b", "large", "a"), all(mixed));
        assertEquals(3, chunks.chunks());
        mixed.replace(1, bytes("c"), 0, 1);
        assertEquals(List.of("b", "c", "a"), all(mixed));
        chunks.appendLarge(bytes("large"));
        mixed.pop(false);
        mixed.pop(false);
        assertEquals(List.of("b", "c"), all(mixed));
    }

    @Test
    void aMillionChunksAreFoundAndRemoved() {
        ChunkList chunks = new ChunkList(1);
        int count = 300_000;
        for (int i = 0; i < count; i++) {
            byte[] text = bytes("" + i);
            chunks.push(text, 0, text.length, false);
        }
        ListObject large = new ListObject(chunks);
        random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            int at = random.nextInt(count);
            assertEquals("" + at, large.get(at).toString());
        }
        while (large.size() > 10) {
            chunks.removeRange(random.nextInt((int) large.size()), 1 + random.nextInt(400));
        }
        assertEquals(large.size(), all(large).size());
    }
}
