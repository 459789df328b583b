package serval.hyperloglog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import serval.bytes.ByteSlice;
import serval.sdk.reply.CommandException;

class SketchTest {
    private static final long SPARSE_MAX_BYTES = 3000;

    private static boolean add(Sketch sketch, String element) {
        byte[] bytes = element.getBytes(StandardCharsets.US_ASCII);
        long hash = ElementHash.hash(bytes, 0, bytes.length);
        return sketch.set(ElementHash.register(hash), ElementHash.run(hash), SPARSE_MAX_BYTES);
    }

    private static byte[] registers(Sketch sketch) {
        byte[] registers = new byte[Dense.REGISTERS];
        if (sketch.isSparse()) {
            assertTrue(Sparse.merge(sketch.bytes, Header.BYTES, sketch.length, registers));
        } else {
            Dense.merge(sketch.bytes, 0, registers);
        }
        return registers;
    }

    @Test
    void hasTheKnownBytes() {
        Sketch sketch = Sketch.empty();
        assertEquals("48594c4c0100000000000000000000007fff", shown(sketch));
        assertTrue(add(sketch, "a"));
        assertTrue(add(sketch, "b"));
        assertTrue(add(sketch, "c"));
        assertFalse(add(sketch, "a"));
        assertEquals(3, sketch.cardinality());
        assertEquals("48594c4c010000000000000000000000" + ABC, shown(sketch));
    }

    /** What redis-server makes of a, b and c. */
    private static final String ABC = "60f38050b1844bfb80425a";

    private static String shown(Sketch sketch) {
        return HexFormat.of().formatHex(sketch.bytes, 0, sketch.length);
    }

    @Test
    void encodingsAgreeWithPlainRegisters() {
        Random random = new Random(1);
        byte[] expected = new byte[Dense.REGISTERS];
        Sketch sparse = Sketch.empty();
        Sketch dense = Sketch.empty();
        dense.makeDense();
        for (int i = 0; i < 20_000; i++) {
            int register = random.nextBoolean() ? random.nextInt(40) : random.nextInt(Dense.REGISTERS);
            int value = random.nextInt(5) == 0 ? random.nextInt(32) + 1 : random.nextInt(3) + 1;
            boolean raised = value > expected[register];
            expected[register] = (byte) Math.max(expected[register], value);
            assertEquals(raised, sparse.set(register, value, Long.MAX_VALUE));
            assertEquals(raised, dense.set(register, value, 0));
            if (i % 500 == 0) {
                assertArrayEquals(expected, registers(sparse));
                assertArrayEquals(expected, registers(dense));
                assertEquals(dense.cardinality(), sparse.cardinality());
            }
        }
        assertTrue(sparse.isSparse());
        sparse.makeDense();
        assertArrayEquals(Arrays.copyOf(dense.bytes, Dense.BYTES), sparse.bytes);
    }

    @Test
    void turnsDenseWhenItOutgrowsTheLimitOrAValueIsTooLarge() {
        Sketch sketch = Sketch.empty();
        assertTrue(sketch.set(5, Sparse.LARGEST_VALUE, 19));
        assertFalse(sketch.isSparse(), "three runs of zeros and a value do not fit 19 bytes");
        sketch = Sketch.empty();
        assertTrue(sketch.set(5, Sparse.LARGEST_VALUE + 1, SPARSE_MAX_BYTES));
        assertFalse(sketch.isSparse());
        assertEquals(33, Dense.get(sketch.bytes, 0, 5));
    }

    @Test
    void corruptedRunsAreRefused() {
        for (String runs : new String[] {"", "7ffe", "80", "7fff00", "7fff80"}) {
            Sketch sketch =
                    Sketch.of(new ByteSlice(HexFormat.of().parseHex("48594c4c010000000000000000000080" + runs)));
            assertThrows(CommandException.class, sketch::makeDense, runs);
        }
        Sketch cut = Sketch.of(new ByteSlice(HexFormat.of().parseHex("48594c4c01000000000000000000008000")));
        assertThrows(CommandException.class, () -> cut.set(77, 3, SPARSE_MAX_BYTES));
    }

    @Test
    void selfTestPasses() {
        assertNull(new SelfTest(SPARSE_MAX_BYTES, () -> {}).run());
    }
}
