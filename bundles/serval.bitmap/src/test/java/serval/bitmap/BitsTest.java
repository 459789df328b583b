package serval.bitmap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import serval.bytes.ByteSlice;

/** Fast loops against a bit set that is asked bit by bit. */
class BitsTest {
    private static final int OFFSET = 3;
    private static final int LENGTH = 45;

    private final Random random = new Random(1);
    private final byte[] array = new byte[OFFSET + LENGTH + 5];
    private final BitSet bits = new BitSet();

    @BeforeEach
    void fill() {
        random.nextBytes(array);
        for (int i = 0; i < LENGTH; i++) {
            // Long runs of equal bits as well as mixed ones.
            if (random.nextInt(3) > 0) {
                array[OFFSET + i] = (byte) (i / 15 % 2 == 0 ? 0 : 0xff);
            }
        }
        for (int i = 0; i < LENGTH * 8; i++) {
            bits.set(i, (array[OFFSET + i / 8] & 0x80 >>> i % 8) != 0);
        }
    }

    @Test
    void countsEveryRange() {
        assertEquals(bits.cardinality(), Bits.count(array, OFFSET, LENGTH));
        for (int first = 0; first < LENGTH * 8; first += 3) {
            for (int last = first; last < LENGTH * 8; last += 5) {
                assertEquals(bits.get(first, last + 1).cardinality(), Bits.countBits(array, OFFSET, first, last));
            }
        }
    }

    @Test
    void findsInEveryRange() {
        for (int first = 0; first < LENGTH * 8; first += 3) {
            for (int last = first; last < LENGTH * 8; last += 5) {
                int set = bits.nextSetBit(first);
                int clear = bits.nextClearBit(first);
                assertEquals(set >= 0 && set <= last ? set : -1, Bits.find(array, OFFSET, true, first, last));
                assertEquals(clear <= last ? clear : -1, Bits.find(array, OFFSET, false, first, last));
            }
        }
    }

    @Test
    void readsWhatItWrote() {
        for (int i = 0; i < 5000; i++) {
            int width = random.nextInt(64) + 1;
            int bit = random.nextInt(LENGTH * 8 - width + 1);
            byte[] before = array.clone();
            long old = Bits.read(array, OFFSET, LENGTH, bit, width);
            for (int j = 0; j < width; j++) {
                int at = bit + j;
                assertEquals((array[OFFSET + at / 8] & 0x80 >>> at % 8) != 0 ? 1 : 0, old >>> width - 1 - j & 1);
            }
            long value = random.nextLong() >>> 64 - width;
            Bits.write(array, OFFSET, bit, width, value);
            assertEquals(value, Bits.read(array, OFFSET, LENGTH, bit, width));
            Bits.write(array, OFFSET, bit, width, old);
            assertArrayEquals(before, array);
        }
    }

    @Test
    void beyondTheEndThereAreZeros() {
        byte[] ones = {-1, -1, -1};
        assertEquals(0xf0, Bits.read(ones, 1, 1, 4, 8));
        assertEquals(0, Bits.read(ones, 0, 3, 1L << 35, 64));
    }

    @Test
    void operationsAreThoseOfSingleBits() {
        ByteSlice[] strings = new ByteSlice[4];
        for (int i = 0; i < strings.length; i++) {
            byte[] bytes = new byte[random.nextInt(40) + 2];
            random.nextBytes(bytes);
            strings[i] = new ByteSlice().set(bytes, 1, bytes.length - 1);
        }
        for (BitOperation operation : BitOperation.values()) {
            byte[] result = operation.apply(strings, 41);
            for (int bit = 0; bit < 41 * 8; bit++) {
                int first = bit(strings[0], bit);
                int others = bit(strings[1], bit) + bit(strings[2], bit) + bit(strings[3], bit);
                boolean expected = switch (operation) {
                    case AND -> first + others == 4;
                    case OR -> first + others > 0;
                    case XOR -> (first + others) % 2 == 1;
                    case NOT -> first == 0;
                    case DIFF -> first == 1 && others == 0;
                    case DIFF1 -> first == 0 && others > 0;
                    case ANDOR -> first == 1 && others > 0;
                    case ONE -> first + others == 1;
                };
                assertEquals(expected ? 1 : 0, bit(new ByteSlice(result), bit), operation + " at " + bit);
            }
        }
    }

    private static int bit(ByteSlice string, int bit) {
        return bit / 8 < string.length() && (string.at(bit / 8) & 0x80 >>> bit % 8) != 0 ? 1 : 0;
    }
}
