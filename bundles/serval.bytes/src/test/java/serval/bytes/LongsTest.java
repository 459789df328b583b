package serval.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "1",
                "-1",
                "9",
                "10",
                "-10",
                "9223372036854775807",
                "-9223372036854775808",
                "9223372036854775806",
                "-9223372036854775807",
                "1000000000000000000"
            })
    void readsStrictNumbers(String text) {
        byte[] bytes = Ascii.bytes("7" + text + "7");
        assertTrue(Longs.isLong(bytes, 1, text.length()));
        assertEquals(Long.parseLong(text), Longs.parse(bytes, 1, text.length()));
        assertEquals(Long.parseLong(text), Longs.parse(bytes, 1, text.length(), 77));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "+1",
                "00",
                "01",
                "-0",
                "-01",
                " 1",
                "1 ",
                "1.0",
                "1e3",
                "0x1",
                "a",
                "--1",
                "1-",
                "9223372036854775808",
                "-9223372036854775809",
                "9999999999999999999",
                "18446744073709551616",
                "18446744073709551615",
                "10000000000000000000",
                "-10000000000000000000",
                "100000000000000000000",
                "1\0",
                "\u0661"
            })
    void refusesTheRest(String text) {
        byte[] bytes = Ascii.bytes(text);
        assertFalse(Longs.isLong(bytes, 0, bytes.length));
        assertEquals(77, Longs.parse(bytes, 0, bytes.length, 77));
    }

    @Test
    void writesWhatItReads() {
        SplittableRandom random = new SplittableRandom(1);
        byte[] buffer = new byte[32];
        for (int i = 0; i < 200_000; i++) {
            long value = random.nextLong() >> random.nextInt(64);
            check(value, buffer);
        }
        long power = 1;
        for (int i = 0; i < 19; i++, power *= 10) {
            for (int near = -1; near <= 1; near++) {
                check(power + near, buffer);
                check(-power + near, buffer);
            }
        }
        check(Long.MAX_VALUE, buffer);
        check(Long.MIN_VALUE, buffer);
        check(Long.MIN_VALUE + 1, buffer);
    }

    private static void check(long value, byte[] buffer) {
        int length = Longs.write(value, buffer, 3);
        assertEquals(Long.toString(value), Ascii.string(buffer, 3, length));
        assertEquals(length, Longs.length(value));
        assertTrue(Longs.isLong(buffer, 3, length));
        assertEquals(value, Longs.parse(buffer, 3, length));
        length = Longs.writeUnsigned(value, buffer, 3);
        assertEquals(Long.toUnsignedString(value), Ascii.string(buffer, 3, length));
        assertEquals(length, Longs.lengthUnsigned(value));
        assertTrue(Longs.isUnsigned(buffer, 3, length));
        assertEquals(value, Longs.parseUnsigned(buffer, 3, length));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-1", "18446744073709551616", "18446744073709551620", "184467440737095516150", "1 ", "a"})
    void refusesWhatIsNotUnsigned(String text) {
        assertFalse(Longs.isUnsigned(Ascii.bytes(text), 0, text.length()));
    }

    @Test
    void unsignedAllowsLeadingZeros() {
        assertTrue(Longs.isUnsigned(Ascii.bytes("00018446744073709551615"), 0, 23));
        assertEquals(-1, Longs.parseUnsigned(Ascii.bytes("00018446744073709551615"), 0, 23));
    }
}
