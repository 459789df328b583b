package serval.zset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import serval.bytes.Ascii;
import serval.sdk.type.CorruptValueException;
import serval.structures.packed.PackedList;

/** What the loaders take, and what they refuse. */
class LoaderTest {
    private static SortedSet load(int code, Object... items) {
        Tape tape = new Tape();
        for (Object item : items) {
            tape.items().add(item);
        }
        var loader = SortedSetType.INSTANCE.load(code, 0);
        for (int i = 0; !loader.step(tape, 10); i++) {
            assertTrue(i < 10_000);
        }
        return loader.value();
    }

    private static String packed(Object... items) {
        PackedList list = new PackedList();
        for (Object item : items) {
            byte[] bytes = Ascii.bytes(item.toString());
            list.append(bytes, 0, bytes.length);
        }
        return Ascii.string(list.array(), 0, list.size());
    }

    private static void refused(int code, Object... items) {
        assertThrows(CorruptValueException.class, () -> load(code, items));
    }

    @Test
    void memberByMember() {
        SortedSet set = load(SortedSetType.BINARY, 2L, "b", 2.0, "a", Double.NEGATIVE_INFINITY);
        assertEquals(2, set.size());
        assertTrue(set.isPacked());
        assertEquals(2.0, set.score(Ascii.bytes("b"), 0, 1));
        assertFalse(load(SortedSetType.TEXT, 1L, "x".repeat(65), 2.0).isPacked());
    }

    @Test
    void manyMembersInSlices() {
        Object[] items = new Object[2001];
        items[0] = 1000L;
        for (int i = 0; i < 1000; i++) {
            items[1 + 2 * i] = "m" + i;
            items[2 + 2 * i] = (double) (1000 - i);
        }
        SortedSet set = load(SortedSetType.BINARY, items);
        assertEquals(1000, set.size());
        assertFalse(set.isPacked());
    }

    @Test
    void badMembersAreRefused() {
        refused(SortedSetType.BINARY, 0L);
        refused(SortedSetType.BINARY, 1000L, "a", 1.0);
        refused(SortedSetType.BINARY, 2L, "a", 1.0);
        refused(SortedSetType.BINARY, -1L, "a", 1.0);
        refused(SortedSetType.BINARY, 1L, "a", Double.NaN);
        refused(SortedSetType.BINARY, 2L, "a", 1.0, "a", 2.0);
        refused(SortedSetType.TEXT, 1L, "a", Double.NaN);
    }

    @Test
    void listpacks() {
        SortedSet set = load(SortedSetType.LISTPACK, packed("a", 1, "b", 1, "17", "1.5", "z", "inf"));
        assertEquals(4, set.size());
        assertEquals(1.5, set.score(Ascii.bytes("17"), 0, 2));
    }

    @Test
    void badListpacksAreRefused() {
        refused(SortedSetType.LISTPACK, packed());
        refused(SortedSetType.LISTPACK, packed("a"));
        refused(SortedSetType.LISTPACK, packed("a", 1, "b"));
        refused(SortedSetType.LISTPACK, packed("a", "nan"));
        refused(SortedSetType.LISTPACK, packed("a", "x"));
        refused(SortedSetType.LISTPACK, packed("b", 1, "a", 1));
        refused(SortedSetType.LISTPACK, packed("a", 2, "b", 1));
        refused(SortedSetType.LISTPACK, packed("a", 1, "a", 2));
        refused(SortedSetType.LISTPACK, packed("a", 1, "a", 1));
        refused(SortedSetType.LISTPACK, "nothing");
        refused(SortedSetType.LISTPACK, "");
    }

    /** a 1, 300 bytes of b 2.5, as a ziplist of Redis 6.2 has them. */
    private static byte[] ziplist() {
        byte[] bytes = new byte[10 + 3 + 2 + 3 + 300 + 5 + 5 + 1];
        int at = 10;
        bytes[at++] = 0;
        bytes[at++] = 1;
        bytes[at++] = 'a';
        bytes[at++] = 3;
        bytes[at++] = (byte) 0xF2;
        bytes[at++] = 2;
        bytes[at++] = 0x41;
        bytes[at++] = 0x2C;
        for (int i = 0; i < 300; i++) {
            bytes[at++] = 'b';
        }
        int last = at;
        bytes[at++] = (byte) 0xFE;
        bytes[at++] = 0x2F;
        bytes[at++] = 0x01;
        at += 2;
        bytes[at++] = 3;
        bytes[at++] = '2';
        bytes[at++] = '.';
        bytes[at++] = '5';
        bytes[at++] = (byte) 0xFF;
        bytes[0] = (byte) at;
        bytes[1] = (byte) (at >> 8);
        bytes[4] = (byte) last;
        bytes[5] = (byte) (last >> 8);
        bytes[8] = 4;
        return java.util.Arrays.copyOf(bytes, at);
    }

    @Test
    void ziplists() {
        byte[] bytes = ziplist();
        SortedSet set = load(SortedSetType.ZIPLIST, Ascii.string(bytes, 0, bytes.length));
        assertEquals(2, set.size());
        assertEquals(1, set.score(Ascii.bytes("a"), 0, 1));
        assertEquals(2.5, set.score(Ascii.bytes("b".repeat(300)), 0, 300));
    }

    @Test
    void numbersInZiplists() {
        byte[] bytes = {
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            6,
            0,
            0,
            (byte) 0xC0,
            -1,
            -1,
            4,
            (byte) 0xF0,
            0,
            0,
            -128,
            5,
            (byte) 0xFE,
            -5,
            3,
            (byte) 0xD0,
            1,
            0,
            0,
            0,
            6,
            (byte) 0xE0,
            1,
            0,
            0,
            0,
            0,
            0,
            0,
            1,
            10,
            (byte) 0xFD,
            -1
        };
        bytes[0] = (byte) bytes.length;
        bytes[4] = (byte) (bytes.length - 3);
        PackedList list = Ziplist.toPackedList(bytes);
        assertTrue(list != null);
        long[] numbers = new long[list.count()];
        int i = 0;
        for (int at = list.first(); at != PackedList.NONE; at = list.next(at)) {
            numbers[i++] = list.number(at);
        }
        assertArrayEquals(new long[] {-1, -8388608, -5, 1, 72057594037927937L, 12}, numbers);
    }

    @Test
    void brokenZiplistsAreRefusedOrRead() {
        Random random = new Random(3);
        byte[] sound = ziplist();
        for (int i = 0; i < 100_000; i++) {
            byte[] broken = java.util.Arrays.copyOf(
                    sound, random.nextInt(8) == 0 ? random.nextInt(sound.length) : sound.length);
            for (int flips = random.nextInt(4); flips >= 0 && broken.length > 0; flips--) {
                broken[random.nextInt(Math.min(broken.length, random.nextBoolean() ? 20 : broken.length))] ^=
                        (byte) (1 << random.nextInt(8));
            }
            try {
                load(SortedSetType.ZIPLIST, Ascii.string(broken, 0, broken.length));
            } catch (CorruptValueException refused) {
                continue;
            }
        }
    }

    @Test
    void scoresAsText() {
        assertEquals("0.10000000000000001", new String(ScoreText.seventeen(0.1)));
        assertEquals("-0", new String(ScoreText.seventeen(-0.0)));
        assertEquals("1e+17", new String(ScoreText.seventeen(1e17)));
        assertEquals("1.0000000000000001e-05", new String(ScoreText.seventeen(1e-5)));
        assertEquals("-1.2345e+300", new String(ScoreText.shortest(-1.2345e300)));
        assertEquals("1e+8", new String(ScoreText.shortest(1e8)));
        assertEquals("123456789", new String(ScoreText.shortest(123456789)));
        assertEquals("12e", new String(ScoreText.shortest(12)) + "e");
    }
}
