package serval.structures.packed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FrontCodingTest {

    private static PackedList list(String... texts) {
        PackedList list = new PackedList();
        for (String text : texts) {
            append(list, text);
        }
        return list;
    }

    private static void append(PackedList list, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        list.append(bytes, 0, bytes.length);
    }

    /** Every element, reached from every other, and the list itself have to come back. */
    private static void assertComesBack(PackedList list, byte[] coded) {
        int count = list.count();
        assertEquals(list.size(), FrontCoding.listBytes(coded));
        assertArrayEquals(list.toBytes(), FrontCoding.decode(coded, count).toBytes());
        FrontCodedCursor cursor = new FrontCodedCursor();
        int from = 0;
        for (int first = list.first(); first != PackedList.NONE; first = list.next(first)) {
            cursor.seek(coded, count, from++);
            int steps = 0;
            for (int at = first; at != PackedList.NONE && steps < 40; at = list.next(at)) {
                assertTrue(cursor.next());
                byte[] text = list.copy(at);
                assertArrayEquals(text, cursor.element().copy());
                assertEquals(list.isNumber(at), cursor.isNumber());
                if (cursor.isNumber()) {
                    assertEquals(list.number(at), cursor.number());
                } else {
                    assertTrue(cursor.is(text, 0, text.length));
                    assertFalse(cursor.is(new byte[text.length + 1], 0, text.length + 1));
                }
                steps++;
            }
            if (from + 39 >= count) {
                assertFalse(cursor.next());
            }
        }
    }

    @Test
    void tellsWhatStringsHaveInCommonOnce() {
        PackedList list = list("item:1", "item:2", "7", "item:23", "a", "item", "item:", "item:9");
        byte[] coded = FrontCoding.encode(list);
        assertNotNull(coded);
        assertEquals(
                "3a000000" + "866974656d3a31" + "f5050132" + "07" + "f506" + "0133" + "8161" + "846974656d" + "f504013a"
                        + "f5050139",
                HexFormat.of().formatHex(coded));
        assertComesBack(list, coded);
    }

    @Test
    void leavesAloneWhatWouldNotBeMuchShorter() {
        assertNull(FrontCoding.encode(list("item:1", "item:2", "item:3")));
        PackedList strangers = new PackedList();
        for (int i = 0; i < 200; i++) {
            append(strangers, (char) ('a' + i % 26) + "-" + "x".repeat(30));
        }
        assertNull(FrontCoding.encode(strangers));
        PackedList many = new PackedList();
        for (int i = 0; i < 6000; i++) {
            append(many, "element:" + i);
        }
        assertNull(FrontCoding.encode(many));
    }

    /** Lists from elsewhere may have codes longer than need be; they are saved as they came. */
    @Test
    void leavesAloneWhatIsCodedOtherwise() {
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < 9; i++) {
            // Strings of three bytes whose lengths are told in four.
            hex.append("f003000000").append("616263").append("08");
        }
        int size = 7 + 9 * 9;
        PackedList list =
                PackedList.of(HexFormat.of().parseHex(String.format("%02x000000", size) + "0900" + hex + "ff"));
        assertNotNull(list);
        assertNull(FrontCoding.encode(list));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void bringsBackRandomLists(long seed) {
        Random random = new Random(seed);
        int coded = 0;
        for (int round = 0; round < 60; round++) {
            PackedList list = new PackedList();
            String stem = "stem:".repeat(random.nextInt(60));
            for (int i = 10 + random.nextInt(200); i > 0 && list.size() < 50_000; i--) {
                switch (random.nextInt(6)) {
                    case 0 -> list.append(random.nextLong() >> random.nextInt(64));
                    case 1 -> append(list, stem.substring(random.nextInt(stem.length() + 1)));
                    case 2 -> append(list, "y".repeat(random.nextInt(20) * random.nextInt(20)));
                    default -> append(list, stem + random.nextInt(1000) + "z".repeat(random.nextInt(3) * 128));
                }
            }
            byte[] bytes = FrontCoding.encode(list);
            if (bytes != null) {
                coded++;
                assertTrue(bytes.length <= list.size() - (list.size() >> 3));
                assertComesBack(list, bytes);
            }
        }
        assertTrue(coded > 20);
    }
}
