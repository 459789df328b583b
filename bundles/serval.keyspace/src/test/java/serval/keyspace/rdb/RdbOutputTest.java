package serval.keyspace.rdb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RdbOutputTest {
    private final Random random = new Random(7);

    /** Bytes of which the more are alike, the fewer there are to choose from. */
    private byte[] bytes(int length, int different) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) random.nextInt(different);
        }
        return bytes;
    }

    private static void assertRead(List<byte[]> strings, RdbOutput out) {
        RdbInput in = new RdbInput(out.toBytes(), 0, out.size(), true);
        for (byte[] string : strings) {
            assertArrayEquals(string, in.string());
        }
        assertEquals(0, in.remaining());
    }

    @Test
    void stringsOfAllLengthsComeBackCompressedOrNot() {
        RdbOutput out = new RdbOutput(true);
        List<byte[]> strings = new ArrayList<>();
        for (int length = 0; length < 600; length++) {
            for (int different : new int[] {1, 2, 256}) {
                strings.add(bytes(length, different));
            }
        }
        strings.add(bytes(70_000, 2));
        strings.add(bytes(70_000, 256));
        long all = 0;
        for (byte[] string : strings) {
            out.string(string, 0, string.length);
            all += string.length;
        }
        assertTrue(out.size() < all, "nothing was compressed");
        assertRead(strings, out);
    }

    @Test
    void aPartOfAnArrayIsCompressed() {
        byte[] array = bytes(1000, 2);
        RdbOutput out = new RdbOutput(true);
        out.string(array, 300, 400);
        assertTrue(out.size() < 400);
        assertRead(List.of(java.util.Arrays.copyOfRange(array, 300, 700)), out);
    }

    @Test
    void aClearedOutputBeginsAnew() {
        RdbOutput out = new RdbOutput(true);
        byte[] before = bytes(5000, 256);
        out.string(before, 0, before.length);
        out.clear();
        byte[] after = bytes(100, 2);
        out.string(after, 0, after.length);
        assertRead(List.of(after), out);
    }
}
