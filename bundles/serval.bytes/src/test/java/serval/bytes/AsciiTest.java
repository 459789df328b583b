package serval.bytes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AsciiTest {

    @Test
    void foldsLettersAndNothingElse() {
        for (int i = 0; i < 256; i++) {
            byte b = (byte) i;
            char c = (char) i;
            boolean upper = c >= 'A' && c <= 'Z';
            boolean lower = c >= 'a' && c <= 'z';
            assertEquals(upper ? (byte) Character.toLowerCase(c) : b, Ascii.toLower(b));
            assertEquals(lower ? (byte) Character.toUpperCase(c) : b, Ascii.toUpper(b));
            assertEquals(" \t\n\u000b\f\r".indexOf(c) >= 0, Ascii.isSpace(b));
            assertEquals(c < 128 ? Character.digit(c, 16) : -1, Ascii.hexDigit(b));
        }
    }

    @Test
    void comparesRangesIgnoringCase() {
        byte[] bytes = Ascii.bytes("xxGeTex");
        assertTrue(Ascii.equalsIgnoreCase(bytes, 2, 3, "get"));
        assertTrue(Ascii.equalsIgnoreCase(bytes, 2, 5, Ascii.bytes("gETEx")));
        assertFalse(Ascii.equalsIgnoreCase(bytes, 2, 3, "gets"));
        assertFalse(Ascii.equalsIgnoreCase(bytes, 2, 3, "set"));
        assertFalse(Ascii.equalsIgnoreCase(Ascii.bytes("@["), 0, 2, "`{"));
        assertTrue(Ascii.equalsIgnoreCase(new byte[] {(byte) 0xE4}, 0, 1, "\u00e4"));
        assertFalse(Ascii.equalsIgnoreCase(new byte[] {(byte) 0xE4}, 0, 1, "\u00c4"));
        assertFalse(Ascii.equalsIgnoreCase(new byte[] {'a'}, 0, 1, "\u0161"));
        assertFalse(Ascii.equalsIgnoreCase(new byte[] {'A'}, 0, 1, "\u0161"));
    }

    @Test
    void foldedHashIgnoresCase() {
        assertEquals(Ascii.foldedHash(Ascii.bytes("GETEX"), 0, 5), Ascii.foldedHash(Ascii.bytes(" getEx "), 1, 5));
        assertNotEquals(Ascii.foldedHash(Ascii.bytes("GETEX"), 0, 5), Ascii.foldedHash(Ascii.bytes("GETXE"), 0, 5));
    }

    @Test
    void copiesInOneCase() {
        byte[] bytes = Ascii.bytes("-aB1\u00e4-");
        assertArrayEquals(Ascii.bytes("AB1\u00e4"), Ascii.upper(bytes, 1, 4));
        assertArrayEquals(Ascii.bytes("ab1\u00e4"), Ascii.lower(bytes, 1, 4));
        assertEquals("aB1\u00e4", Ascii.string(bytes, 1, 4));
    }
}
