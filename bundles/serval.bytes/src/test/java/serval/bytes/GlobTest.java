package serval.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "abc, abc, true",
                "abc, abd, false",
                "abc, ab, false",
                "ab, abc, false",
                "*, a, true",
                "*, \"\", false",
                "\"\", \"\", true",
                "\"\", a, false",
                "**, a, true",
                "a*, a, true",
                "a**, a, true",
                "*a, a, true",
                "*a, ba, true",
                "*a, ab, false",
                "a*c, abbc, true",
                "a*c, abcbc, true",
                "a*c*e, abcde, true",
                "a*b*c, aXbXbX, false",
                "*aab, aaaab, true",
                "?, a, true",
                "?, \"\", false",
                "??, a, false",
                "a?c, abc, true",
                "*?, ab, true",
                "?*, a, true",
                "*?, a, true",
                "[abc], b, true",
                "[abc], d, false",
                "[^abc], d, true",
                "[^abc], b, false",
                "[a-c]x, bx, true",
                "[c-a], b, true",
                "[a-c], d, false",
                "[^a-c], d, true",
                "[\\]], ], true",
                "[\\a-c], b, false",
                "[\\a-c], -, true",
                "[], a, false",
                "[^], a, true",
                "[a, a, true",
                "[a, b, false",
                "[^, a, true",
                "[, a, false",
                "[, [, false",
                "[a-, -, true",
                "[a-], b, false",
                "[a-], a, true",
                "[ab*, b, true",
                "x[ab, xb, true",
                "\\*, *, true",
                "\\*, a, false",
                "\\, \\, true",
                "a\\, a\\, true",
                "\\a, a, true",
                "a[^b], a, false",
                "h[a-b]llo*, hallo, true",
                "foo*, foo:1, true",
                "*:{tag}:*, a:{tag}:b, true"
            })
    void matches(String pattern, String string, boolean expected) {
        assertEquals(expected, Glob.matches(Ascii.bytes(pattern), Ascii.bytes(string), false));
        byte[] p = Ascii.bytes("*" + pattern + "*");
        byte[] s = Ascii.bytes("?" + string + "a");
        assertEquals(expected, Glob.matches(p, 1, p.length - 2, s, 1, s.length - 2, false), "as ranges");
    }

    @ParameterizedTest
    @CsvSource({
        "ABC, abc, true",
        "a*C, Abc, true",
        "[A-C], b, true",
        "[a-c], B, true",
        "[xB], b, true",
        "[\\B], b, false",
        "[\\B], B, true",
        "\\B, b, true",
        "@, `, false"
    })
    void matchesIgnoringCase(String pattern, String string, boolean expected) {
        assertEquals(expected, Glob.matches(Ascii.bytes(pattern), Ascii.bytes(string), true));
    }

    @Test
    void bytesInRangesAreSigned() {
        assertTrue(Glob.matches(Ascii.bytes("[\u0080-a]"), Ascii.bytes("B"), false));
        assertTrue(Glob.matches(Ascii.bytes("[a-\u00ff]"), Ascii.bytes("B"), false));
        assertFalse(Glob.matches(Ascii.bytes("[a-\u00ff]"), Ascii.bytes("\u0080"), false));
    }

    @Test
    void manyStarsNeitherExplodeNorOverflow() {
        byte[] pattern = Ascii.bytes("a*".repeat(20_000) + "b");
        byte[] string = new byte[30_000];
        Arrays.fill(string, (byte) 'a');
        assertFalse(Glob.matches(pattern, string, false));
        string[string.length - 1] = 'b';
        assertTrue(Glob.matches(pattern, string, false));
    }
}
