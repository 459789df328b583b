package serval.bytes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Case folding, comparison and classification of ASCII bytes, as the C locale defines them.
 *
 * <p>Bytes outside {@code A-Z} and {@code a-z} are never changed by folding, so binary data passes through unharmed.
 */
public final class Ascii {

    private Ascii() {}

    /** Returns the lower-case form of {@code b}. */
    public static byte toLower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
    }

    /** Returns the upper-case form of {@code b}. */
    public static byte toUpper(byte b) {
        return b >= 'a' && b <= 'z' ? (byte) (b - 32) : b;
    }

    /** Tells whether {@code b} is a space, tab, newline, vertical tab, form feed or carriage return. */
    public static boolean isSpace(byte b) {
        return b == ' ' || (b >= '\t' && b <= '\r');
    }

    /** Tells whether {@code b} is a decimal digit. */
    public static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /** Tells whether {@code b} is a printable character, the space included. */
    public static boolean isPrintable(byte b) {
        return b >= ' ' && b <= '~';
    }

    /** Returns the value of a hexadecimal digit, or -1. */
    public static int hexDigit(byte b) {
        if (b >= '0' && b <= '9') {
            return b - '0';
        }
        int lower = b | 32;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    /** Returns a copy of the range in lower case. */
    public static byte[] lower(byte[] bytes, int offset, int length) {
        byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
        lowerInPlace(copy, 0, length);
        return copy;
    }

    /** Returns a copy of the range in upper case. */
    public static byte[] upper(byte[] bytes, int offset, int length) {
        byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
        for (int i = 0; i < length; i++) {
            copy[i] = toUpper(copy[i]);
        }
        return copy;
    }

    /** Turns the range into lower case. */
    public static void lowerInPlace(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            bytes[i] = toLower(bytes[i]);
        }
    }

    /** Tells whether the range equals {@code other}, letter case aside. */
    public static boolean equalsIgnoreCase(byte[] bytes, int offset, int length, byte[] other) {
        return equalsIgnoreCase(bytes, offset, length, other, 0, other.length);
    }

    /** Tells whether two ranges are equal, letter case aside. */
    public static boolean equalsIgnoreCase(byte[] a, int aOffset, int aLength, byte[] b, int bOffset, int bLength) {
        if (aLength != bLength) {
            return false;
        }
        for (int i = 0; i < aLength; i++) {
            byte x = a[aOffset + i];
            byte y = b[bOffset + i];
            if (x != y && toLower(x) != toLower(y)) {
                return false;
            }
        }
        return true;
    }

    /** Tells whether the range equals {@code ascii}, letter case aside. A character above 0xFF never matches. */
    public static boolean equalsIgnoreCase(byte[] bytes, int offset, int length, String ascii) {
        if (length != ascii.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            byte x = bytes[offset + i];
            char y = ascii.charAt(i);
            if ((x & 0xFF) != y && (y > 0xFF || toLower(x) != toLower((byte) y))) {
                return false;
            }
        }
        return true;
    }

    /** Returns a hash of the range that is the same for all letter cases of one name. Not keyed: for fixed sets of names. */
    public static int foldedHash(byte[] bytes, int offset, int length) {
        int hash = length;
        for (int i = offset; i < offset + length; i++) {
            hash = hash * 31 + toLower(bytes[i]);
        }
        return hash ^ (hash >>> 15);
    }

    /** Returns the bytes of a string whose characters are all below 0x100, one byte each. */
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Returns the range as a string, one character for each byte. */
    public static String string(byte[] bytes, int offset, int length) {
        return new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
    }
}
