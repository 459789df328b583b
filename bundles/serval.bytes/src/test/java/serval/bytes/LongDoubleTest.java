package serval.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LongDoubleTest {

    private static @Nullable LongDouble parse(String text) {
        return LongDouble.parse(Ascii.bytes("1" + text + "1"), 1, text.length());
    }

    private static LongDouble number(String text) {
        LongDouble number = parse(text);
        assertNotNull(number, text);
        return number;
    }

    /** Expected values are what INCRBYFLOAT of a Redis on x86-64 answers. */
    @ParameterizedTest
    @CsvSource({
        "10.50, 0.1, 10.6",
        "5.0e3, 200, 5200",
        "3.0e3, -5.0e3, -2000",
        "0.1, 0.2, 0.3",
        "1, 1, 2",
        "1.5, -1.5, 0",
        "1000.1, 0.1, 1000.19999999999999996",
        "123456789.123456789, 0.000000001, 123456789.12345678999554366",
        "9223372036854775807, 1, 9223372036854775808",
        "18446744073709551615, 1, 18446744073709551616",
        "18446744073709551616, 1, 18446744073709551616",
        "1e20, 0.5, 100000000000000000000",
        "-0, -0, 0",
        "1e-17, 0, 0.00000000000000001",
        "5e-18, 0, 0",
        "5.1e-18, 0, 0.00000000000000001",
        "-1e-20, 0, 0",
        "0x1p-16445, 0, 0",
        "1e-4950, 1, 1",
        "0x1.8p1, 1, 4",
        "1e25, 1e5, 10000000000000000000000000",
        "99999999999999999, 0.99, 99999999999999999.9921875",
        "3.14159265358979323846, 2.71828182845904523536, 5.85987448204883847",
        "1e18, 0.0625, 1000000000000000000.0625",
        "0x1.fffffffffffffffep0, 0, 2",
        "0x1.ffffffffffffffffp0, 0, 2",
        "0x1.fffffffffffffffdp0, 0, 2",
        "1e30, -1e30, 0",
        "17179869184, 1.000000000000000001, 17179869185",
        "+1, +.5, 1.5",
        "00012.50, 1e0, 13.5"
    })
    void adds(String a, String b, String sum) {
        assertEquals(sum, number(a).plus(number(b)).toString());
        assertEquals(sum, number(b).plus(number(a)).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " 1",
                "1 ",
                "nan",
                "1e4933",
                "-1e4933",
                "1e-4951",
                "1e999999999999",
                "1e-999999999999",
                "0x1p16384",
                "0x1p-16447",
                "0x1p-16446",
                "0x1p999999999999",
                "abc",
                "0x",
                "1.18973149535723176506e4932"
            })
    void refuses(String text) {
        assertNull(parse(text));
    }

    @Test
    void refusesTextThatRedisHasNoBufferFor() {
        assertNotNull(parse("0".repeat(5118) + "1"));
        assertNull(parse("0".repeat(5119) + "1"));
    }

    @Test
    void infinitiesAreNumbersOnlyUntilAdded() {
        assertFalse(number("inf").plus(number("1")).isFinite());
        assertFalse(number("-inf").plus(number("inf")).isFinite());
        assertEquals("nan", number("-inf").plus(number("inf")).toString());
        assertEquals(
                "inf",
                number("1.18973149535723176502e4932").plus(number("1e4932")).toString());
    }

    @Test
    void doublesAreHeldExactly() {
        SplittableRandom random = new SplittableRandom(9);
        for (int i = 0; i < 20_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong() >>> (i % 2) * 12);
            assertEquals(value, LongDouble.of(value).doubleValue());
        }
        assertEquals("2.5", LongDouble.of(2.5).toString());
        assertEquals("0.10000000000000001", LongDouble.of(0.1).toString());
        assertEquals("-9223372036854775808", LongDouble.of(Long.MIN_VALUE).toString());
        assertEquals(Double.MIN_VALUE, LongDouble.of(Double.MIN_VALUE).doubleValue());
    }
}
