package serval.structures.packed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import serval.bytes.ByteSlice;

final class PackedListTest {
    private static final byte[] SCRATCH = new byte[32];

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<String> all(PackedList list) {
        List<String> found = new ArrayList<>();
        ByteSlice view = new ByteSlice();
        for (int at = list.first(); at != PackedList.NONE; at = list.next(at)) {
            found.add(list.get(at, view, SCRATCH).toString());
        }
        return found;
    }

    private static List<String> backwards(PackedList list) {
        List<String> found = new ArrayList<>();
        for (int at = list.last(); at != PackedList.NONE; at = list.previous(at)) {
            found.addFirst(new String(list.copy(at), StandardCharsets.ISO_8859_1));
        }
        return found;
    }

    @Test
    void isWrittenAsListpacksAre() {
        PackedList list = new PackedList();
        list.append(bytes("a"), 0, 1);
        list.append(5);
        list.append(-1);
        list.append(70000);
        // 81 'a' 02 | 05 01 | df ff 02 | f2 70 11 01 04 | ff
        assertEquals(
                "14000000" + "0400" + "816102" + "0501" + "dfff02" + "f270110104" + "ff",
                HexFormat.of().formatHex(list.toBytes()));
    }

    @Test
    void keepsEveryNumberAndLength() {
        PackedList list = new PackedList();
        List<String> expected = new ArrayList<>();
        long[] numbers = {
            0,
            127,
            128,
            -1,
            4095,
            4096,
            -4096,
            -4097,
            32767,
            32768,
            -32768,
            -32769,
            8388607,
            8388608,
            -8388608,
            -8388609,
            Integer.MAX_VALUE,
            Integer.MIN_VALUE,
            2147483648L,
            Long.MAX_VALUE,
            Long.MIN_VALUE
        };
        for (long number : numbers) {
            list.append(bytes(Long.toString(number)), 0, Long.toString(number).length());
            expected.add(Long.toString(number));
        }
        for (int length : new int[] {0, 1, 63, 64, 125, 126, 127, 128, 4095, 4096, 16380, 16381, 16382, 16383, 70000}) {
            String text = "x".repeat(length);
            list.append(bytes(text), 0, length);
            expected.add(text);
        }
        for (String text : new String[] {"-0", "00", "01", "+1", " 1", "9223372036854775808", "1e3"}) {
            list.append(bytes(text), 0, text.length());
            expected.add(text);
        }
        assertEquals(expected, all(list));
        assertEquals(expected, backwards(list));
        PackedList again = PackedList.of(list.toBytes());
        assertNotNull(again);
        assertEquals(expected, all(again));
    }

    @Test
    void doesWhatAListDoes() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        PackedList list = new PackedList();
        List<String> model = new ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            String text = random.nextInt(3) == 0
                    ? Long.toString(random.nextLong() >> random.nextInt(64))
                    : "t".repeat(random.nextInt(random.nextInt(20) == 0 ? 5000 : 80));
            byte[] word = bytes(text);
            int index = model.isEmpty() ? 0 : random.nextInt(model.size());
            switch (random.nextInt(model.size() > 60 ? 9 : 6)) {
                case 0 -> {
                    list.append(word, 0, word.length);
                    model.add(text);
                }
                case 1 -> {
                    list.prepend(word, 0, word.length);
                    model.addFirst(text);
                }
                case 2, 3 -> {
                    int at = list.insert(list.at(index), word, 0, word.length);
                    assertTrue(list.is(at, word, 0, word.length));
                    model.add(index, text);
                }
                case 4 -> {
                    if (!model.isEmpty()) {
                        list.replace(list.at(index), word, 0, word.length);
                        model.set(index, text);
                    }
                }
                default -> {
                    if (!model.isEmpty()) {
                        int count = Math.min(1 + random.nextInt(4), model.size() - index);
                        list.remove(list.at(index), count);
                        model.subList(index, index + count).clear();
                    }
                }
            }
            assertEquals(model.size(), list.count(), () -> "seed " + seed);
            if (step % 50 == 0) {
                assertEquals(model, all(list), () -> "seed " + seed);
                assertEquals(model, backwards(list), () -> "seed " + seed);
                assertNotNull(PackedList.of(list.toBytes()), () -> "seed " + seed);
            }
        }
    }

    @Test
    void findsTextsAndNumbers() {
        PackedList list = new PackedList();
        for (String text : new String[] {"a", "1", "b", "2", "1", "c"}) {
            list.append(bytes(text), 0, text.length());
        }
        assertEquals(list.at(1), list.find(list.first(), bytes("1"), 0, 1, 0));
        assertEquals(list.at(4), list.find(list.first(), bytes("1"), 0, 1, 1));
        assertEquals(PackedList.NONE, list.find(list.first(), bytes("01"), 0, 2, 0));
        assertEquals(list.at(-1), list.find(list.at(2), bytes("c"), 0, 1, 0));
    }

    @Test
    void countsMoreThanItsHeaderCanSay() {
        PackedList list = new PackedList();
        for (int i = 0; i < 70_000; i++) {
            list.append(i % 100);
        }
        assertEquals(70_000, list.count());
        list.remove(list.first(), 10_000);
        assertEquals(60_000, list.count());
        assertNotNull(PackedList.of(list.toBytes()));
    }

    @Test
    void refusesWhatIsNoListpack() {
        PackedList list = new PackedList();
        list.append(bytes("hello"), 0, 5);
        list.append(1234567);
        list.append(bytes("y".repeat(200)), 0, 200);
        byte[] sound = list.toBytes();
        Random random = new Random(42);
        for (int i = 0; i < sound.length; i++) {
            assertNull(PackedList.of(java.util.Arrays.copyOf(sound, i)));
        }
        for (int i = 0; i < 100_000; i++) {
            byte[] broken = sound.clone();
            for (int flips = random.nextInt(3); flips >= 0; flips--) {
                broken[random.nextInt(broken.length)] ^= (byte) (1 << random.nextInt(8));
            }
            PackedList read = PackedList.of(broken);
            if (read != null) {
                assertEquals(read.count(), all(read).size());
                assertArrayEquals(broken, read.toBytes());
                assertEquals(all(read), backwards(read));
            }
        }
    }

    @Test
    void bothEndsAgainstAModel() {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            PackedList list = new PackedList();
            List<String> model = new ArrayList<>();
            for (int step = 0; step < 1500; step++) {
                String text = random.nextBoolean() ? "x".repeat(random.nextInt(90)) : "" + random.nextInt(100_000);
                int place = model.isEmpty() ? 0 : random.nextInt(model.size());
                switch (random.nextInt(model.size() > 200 ? 14 : 9)) {
                    case 0, 1, 2 -> {
                        list.prepend(bytes(text), 0, text.length());
                        model.addFirst(text);
                    }
                    case 3, 4 -> {
                        list.append(bytes(text), 0, text.length());
                        model.add(text);
                    }
                    case 5 -> {
                        int at = list.insert(list.at(place), bytes(text), 0, text.length());
                        assertEquals(text, new String(list.copy(at), StandardCharsets.ISO_8859_1));
                        model.add(place, text);
                    }
                    case 6 -> {
                        if (!model.isEmpty()) {
                            int at = list.replace(list.at(place), bytes(text), 0, text.length());
                            assertEquals(text, new String(list.copy(at), StandardCharsets.ISO_8859_1));
                            model.set(place, text);
                        }
                    }
                    case 7 -> {
                        if (random.nextInt(10) == 0) {
                            PackedList other = list.copy();
                            List<String> before = List.copyOf(model);
                            other.removeFirst(place);
                            if (random.nextBoolean()) {
                                list.prependAll(other);
                                model.addAll(0, before.subList(place, before.size()));
                            } else {
                                list.appendAll(other);
                                model.addAll(before.subList(place, before.size()));
                            }
                        }
                    }
                    case 8 -> {
                        if (random.nextInt(10) == 0) {
                            assertNotNull(PackedList.of(java.util.Arrays.copyOf(list.array(), list.size())));
                        }
                    }
                    case 9, 10 -> {
                        int count = random.nextInt(random.nextInt(20) == 0 ? 200 : 4);
                        list.removeFirst(count);
                        model.subList(0, count).clear();
                    }
                    case 11 -> {
                        int count = random.nextInt(9);
                        int at = list.remove(list.at(place), count);
                        model.subList(place, Math.min(model.size(), place + count))
                                .clear();
                        assertEquals(
                                place == model.size() ? null : model.get(place),
                                at == PackedList.NONE ? null : new String(list.copy(at), StandardCharsets.ISO_8859_1));
                    }
                    case 12 -> {
                        list.remove(list.last());
                        model.removeLast();
                    }
                    default -> {
                        if (random.nextInt(20) == 0) {
                            list.trim();
                        }
                    }
                }
                assertEquals(model.size(), list.count());
            }
            assertEquals(model, all(list), "seed " + seed);
            assertEquals(model, backwards(list), "seed " + seed);
            PackedList read = PackedList.of(list.toBytes());
            assertNotNull(read);
            assertEquals(model, all(read));
            assertEquals(list.size(), read.size());
            assertArrayEquals(read.array(), java.util.Arrays.copyOf(list.array(), list.size()));
            assertEquals(model, all(list.copy()));
        }
    }

    @Test
    void aQueueDoesNotGrow() {
        PackedList list = new PackedList();
        byte[] text = bytes("an element of a queue");
        for (int i = 0; i < 100; i++) {
            list.append(text, 0, text.length);
        }
        long before = list.heapBytes();
        for (int i = 0; i < 100_000; i++) {
            list.removeFirst(1);
            list.append(text, 0, text.length);
        }
        assertEquals(100, list.count());
        assertTrue(list.heapBytes() <= before * 3 / 2, list.heapBytes() + " bytes");
        for (int i = 0; i < 100_000; i++) {
            list.prepend(text, 0, text.length);
            list.remove(list.last());
        }
        assertEquals(100, list.count());
        assertTrue(list.heapBytes() <= before * 3 / 2, list.heapBytes() + " bytes");
    }

    @Test
    void anOwnerMayKeepTheArrayAlone() {
        byte[] array = new PackedList(0).array();
        List<String> model = new ArrayList<>();
        Random random = new Random(11);
        for (int i = 0; i < 2000; i++) {
            PackedList list = PackedList.over(array);
            if (random.nextInt(5) < 3) {
                byte[] text = bytes("element " + i);
                list.append(text, 0, text.length);
                model.add("element " + i);
            } else if (!model.isEmpty()) {
                int index = random.nextInt(model.size());
                list.remove(list.at(index));
                model.remove(index);
            }
            assertEquals(model, all(list));
            array = list.array();
        }
    }

    @Test
    void aSmallListFillsItsObject() {
        PackedList list = new PackedList(0);
        byte[] text = bytes("seventeen in all.");
        for (int i = 0; i < 40; i++) {
            list.append(text, 0, text.length);
            assertEquals(16 + (12 + list.size() + 7 & ~7), list.heapBytes());
        }
    }

    @Test
    void aNumberThatSomebodyWroteAsAStringIsFound() {
        byte[] numbers = HexFormat.of().parseHex("0f0000000300" + "82313203" + "0d01" + "0e01" + "ff");
        PackedList list = PackedList.over(numbers);
        assertEquals(List.of("12", "13", "14"), all(list));
        for (int i = 0; i < 3; i++) {
            byte[] text = bytes(Integer.toString(12 + i));
            assertEquals(list.at(i), list.find(list.first(), text, 0, 2, 0));
        }
        assertEquals(PackedList.NONE, list.find(list.first(), bytes("15"), 0, 2, 0));
    }
}
