package serval.zset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import serval.structures.packed.PackedList;

/** Scores as small sorted sets write them. */
class PackedScoreTest {
    private static final int BEFORE = 3;

    /** Writes a score between other bytes and reads it again; returns the number of bytes that its code asked for. */
    private static int check(double score) {
        byte[] array = new byte[16];
        Arrays.fill(array, (byte) 0x5A);
        int code = PackedScore.code(score);
        int bytes = PackedScore.bytes(code);
        assertTrue(code >= 0 && code <= 0xFF);
        PackedScore.write(code, score, array, BEFORE);
        assertEquals(
                Double.doubleToRawLongBits(score),
                Double.doubleToRawLongBits(PackedScore.read(code, array, BEFORE)),
                () -> "" + score);
        for (int i = 0; i < array.length; i++) {
            assertTrue(array[i] == 0x5A || i >= BEFORE && i < BEFORE + bytes, () -> "" + score);
        }
        byte[] exact = Arrays.copyOfRange(array, BEFORE, BEFORE + bytes);
        assertEquals(score, PackedScore.read(code, exact, 0));
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {
                0,
                -0.0,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                Double.MIN_VALUE,
                -Double.MIN_VALUE,
                Double.MIN_NORMAL,
                Double.MAX_VALUE,
                -Double.MAX_VALUE,
                0x1p53,
                0x1p53 + 2,
                0x1p62,
                -0x1p62,
                0x1p63,
                -0x1p63,
                0x1p64,
                1e300,
                0.1,
                0.1 + 0.2,
                1e-8,
                1e-9,
                0.30000001,
                90071992547409.91,
                9007199254740991.5 / 2,
                4503599627370495.5,
                1.7976931348623157,
                Math.PI
            })
    void everyDoubleIsItselfAgain(double score) {
        check(score);
        check(-score);
    }

    @Test
    void scoresOfAllKindsAreThemselvesAgain() {
        Random random = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            long bits = random.nextLong();
            double any = Double.longBitsToDouble(bits);
            if (!Double.isNaN(any)) {
                check(any);
            }
            check(bits >> random.nextInt(Long.SIZE));
            check((bits >> random.nextInt(Long.SIZE)) / Math.pow(10, random.nextInt(12)));
            check(random.nextDouble());
        }
    }

    @Test
    void wholeScoresAreNoLongerThanInAListpack() {
        for (int shift = 0; shift < 62; shift++) {
            for (long score = (1L << shift) - 2; score <= (1L << shift) + 2; score++) {
                for (long each : new long[] {score, -score}) {
                    PackedList list = new PackedList();
                    list.append(each);
                    // A header and an end, and the element's own length behind it.
                    assertTrue(1 + check(each) <= list.size() - 7, () -> "" + each);
                }
            }
        }
    }

    @Test
    void shortFractionsAreShort() {
        assertEquals(0, check(127));
        assertEquals(1, check(0.5));
        assertEquals(1, check(8319));
        assertEquals(2, check(19.99));
        assertEquals(3, check(3.14159));
        assertEquals(7, check(0x1p52 - 1));
        assertEquals(8, check(Math.E));
    }
}
