package serval.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DoublesTest {

    private static double parse(String text) {
        byte[] bytes = Ascii.bytes("9" + text + "9");
        return Doubles.parse(bytes, 1, text.length());
    }

    private static String write(double value) {
        byte[] bytes = Doubles.toBytes(value);
        return Ascii.string(bytes, 0, bytes.length);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.0",
        "-0, -0.0",
        "+0, 0.0",
        "1, 1.0",
        "+1, 1.0",
        "-1.5, -1.5",
        ".5, 0.5",
        "5., 5.0",
        "-.5e1, -5.0",
        "1e3, 1000.0",
        "1E+3, 1000.0",
        "1e-3, 0.001",
        "00012, 12.0",
        "0.1, 0.1",
        "3.14159265358979, 3.14159265358979",
        "9007199254740993, 9007199254740992",
        "179769313486231570000e288, 1.7976931348623157E308",
        "4.9e-324, 4.9e-324",
        "0e999999999999, 0.0",
        "0x10, 16.0",
        "0x1.8p1, 3.0",
        "-0xAp-1, -5.0",
        "0x.8, 0.5",
        "0x8., 8.0",
        "0X1P3, 8.0",
        "inf, Infinity",
        "-inf, -Infinity",
        "+INFINITY, Infinity",
        "Infinity, Infinity",
        "0.000000000000000000000000000001, 1e-30",
        "123456789012345678901234567890, 1.2345678901234568e29"
    })
    void reads(String text, double expected) {
        assertEquals(expected, parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "+",
                ".",
                "-.",
                "e5",
                "1e",
                "1e+",
                "1e5.0",
                "1.2.3",
                " 1",
                "1 ",
                "\t1",
                "1\n",
                "nan",
                "-nan",
                "nan(1)",
                "inf1",
                "infi",
                "0x",
                "0x.",
                "0xg",
                "0x1p",
                "0x1p+",
                "1f",
                "1d",
                "1e400",
                "-1e400",
                "1e-400",
                "2e-324",
                "1,5",
                "--1",
                "+-1",
                "0x1p2000",
                "1\0",
                "1_000",
                "\u0661"
            })
    void refuses(String text) {
        assertTrue(Double.isNaN(parse(text)), text);
    }

    @Test
    void readsLikeTheStandardLibraryAndBack() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 100_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (!Double.isFinite(value)) {
                continue;
            }
            assertEquals(value, parse(Double.toString(value)));
            assertEquals(value, parse(Double.toHexString(value)));
            assertEquals(value, parse(write(value)));
            String decimal = random.nextInt(-99999, 99999) + "." + random.nextInt(0, 99999999);
            assertEquals(Double.parseDouble(decimal), parse(decimal));
        }
    }

    /** Expected values are what ZSCORE of Redis 7.2 answers. */
    @ParameterizedTest
    @CsvSource({
        "0.0, 0",
        "-0.0, -0",
        "1.0, 1",
        "-1.0, -1",
        "0.1, 0.1",
        "-2.5, -2.5",
        "1e17, 100000000000000000",
        "4611686018427387904, 4611686018427387904",
        "4611686018427388928, 4611686018427389000",
        "1e19, 1e+19",
        "1.2345e20, 1.2345e+20",
        "1e21, 1e+21",
        "1.5e22, 1.5e+22",
        "1e-5, 0.00001",
        "1e-6, 0.000001",
        "1e-7, 1e-7",
        "1.25e-7, 1.25e-7",
        "0.0001234567890123456, 1.234567890123456e-4",
        "1.234567890123456e-5, 1.234567890123456e-5",
        "5e-324, 5e-324",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "-1.7976931348623157e308, -1.7976931348623157e+308",
        "3.0000000000000004, 3.0000000000000004",
        "9999.3984375, 9999.3984375",
        "10000.3984375, 1.00003984375e+4",
        "12345678.3984375, 1.23456783984375e+7",
        "Infinity, inf",
        "-Infinity, -inf",
        "1e100, 1e+100",
        "1e10, 10000000000",
        "123456.789, 123456.789",
        "5e19, 5e+19",
        "123456789012345678901234, 123456789012345690000000",
        "9.5e-10, 9.5e-10",
        "2.2250738585072014e-308, 2.2250738585072014e-308",
        "9007199254740993.5, 9007199254740994",
        "0.1234567890123456789, 0.12345678901234568",
        "-1.2345678901234567e-9, -1.2345678901234566e-9",
        "8.41e21, 8409999999999999000000",
        "2.0e-3, 0.002",
        "5.0e-324, 5e-324",
        "1.0e23, 99999999999999990000000",
        "9.5367431640625e-7, 9.5367431640625e-7",
        "NaN, nan"
    })
    void writes(double value, String expected) {
        assertEquals(expected, write(value));
    }
}
