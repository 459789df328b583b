package serval.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import serval.bytes.ByteSlice;
import serval.sdk.type.Codec;
import serval.sdk.type.ValueOutput;
import serval.structures.packed.PackedList;

/** A saver gives the list of the moment it was opened, whatever happens to the list meanwhile. */
class SavingTest {
    /** Takes the elements out of what is saved. */
    private static final class Tape implements ValueOutput {
        final List<String> elements = new ArrayList<>();
        private long chunks = -1;
        private long container;

        @Override
        public void unsigned(long value) {
            if (chunks < 0) {
                chunks = value;
            } else {
                container = value;
            }
        }

        @Override
        public void string(byte[] array, int offset, int length) {
            chunks--;
            byte[] copy = java.util.Arrays.copyOfRange(array, offset, offset + length);
            if (container == 1) {
                elements.add(new String(copy, StandardCharsets.ISO_8859_1));
                return;
            }
            PackedList list = PackedList.of(copy);
            assertNotNull(list);
            ByteSlice view = new ByteSlice();
            byte[] digits = new byte[20];
            for (int at = list.first(); at != PackedList.NONE; at = list.next(at)) {
                elements.add(list.get(at, view, digits).toString());
            }
        }

        @Override
        public void signed(long value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void real(double value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void real(float value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void octet(int value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void fixed64(long value) {
            throw new UnsupportedOperationException();
        }
    }

    private static void push(ListObject list, String text, boolean atHead) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        list.push(bytes, 0, bytes.length, atHead);
    }

    private static void change(ListObject list, Random random) {
        String text = "new" + random.nextInt(1000);
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        int at = random.nextInt((int) list.size());
        switch (random.nextInt(8)) {
            case 0, 1 -> push(list, text, true);
            case 2 -> push(list, text, false);
            case 3 -> list.replace(at, bytes, 0, bytes.length);
            case 4 -> {
                ElementCursor cursor = new ElementCursor(list, at, false);
                cursor.next();
                list.insert(cursor, bytes, 0, bytes.length, random.nextBoolean());
            }
            case 5 -> list.pop(random.nextBoolean());
            case 6 -> {
                ElementCursor cursor = new ElementCursor(list, at, random.nextBoolean());
                cursor.next();
                cursor.remove();
            }
            default -> list.removeRange(at, 1 + random.nextInt(5));
        }
        if (list.size() < 100) {
            for (int i = 0; i < 300; i++) {
                push(list, text + i, random.nextBoolean());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 60, -1})
    void changesMeanwhileAreNotSeen(int limit) {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            ListObject list = new ListObject(new ChunkList(limit));
            for (int i = 0; i < 2000; i++) {
                push(list, i % 3 == 0 ? "" + i : "element " + i, random.nextBoolean());
            }
            List<Codec.Saver> savers = new ArrayList<>();
            List<Tape> tapes = new ArrayList<>();
            List<List<String>> expected = new ArrayList<>();
            for (int step = 0; step < 3000; step++) {
                if (random.nextInt(300) == 0) {
                    savers.add(ListType.INSTANCE.save(list, 11));
                    tapes.add(new Tape());
                    expected.add(ListObjectTest.all(list));
                }
                change(list, random);
                if (!savers.isEmpty()) {
                    int one = random.nextInt(savers.size());
                    if (savers.get(one).step(tapes.get(one), 300)) {
                        savers.remove(one).close();
                        assertEquals(expected.remove(one), tapes.remove(one).elements, "seed " + seed);
                    }
                }
            }
            for (int i = 0; i < savers.size(); i++) {
                while (!savers.get(i).step(tapes.get(i), 1000)) {
                    change(list, random);
                }
                savers.get(i).close();
                assertEquals(expected.get(i), tapes.get(i).elements, "seed " + seed);
            }
        }
    }

    @Test
    void aSmallListIsSavedAsItWas() {
        ListObject list = new ListObject();
        push(list, "a", false);
        Codec.Saver saver = ListType.INSTANCE.save(list, 11);
        push(list, "b", true);
        Tape tape = new Tape();
        while (!saver.step(tape, 100)) {
            push(list, "c", true);
        }
        saver.close();
        assertEquals(List.of("a"), tape.elements);
    }
}
