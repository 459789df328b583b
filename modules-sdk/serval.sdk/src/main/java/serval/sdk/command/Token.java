package serval.sdk.command;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import serval.bytes.ByteSlice;

/** A keyword of a command's syntax, such as {@code EX}, compared with arguments letter case aside. */
public final class Token {
    private final byte[] upper;

    private Token(String text) {
        upper = text.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
    }

    /** The token of this text (ASCII). */
    public static Token of(String text) {
        return new Token(text);
    }

    /** Whether these bytes spell the token, letter case aside. */
    public boolean matches(byte[] array, int offset, int length) {
        if (length != upper.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            int c = array[offset + i];
            if (c >= 'a' && c <= 'z') {
                c -= 'a' - 'A';
            }
            if (c != upper[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether these bytes spell the token, letter case aside. */
    public boolean matches(ByteSlice slice) {
        return matches(slice.array(), slice.offset(), slice.length());
    }

    /** A copy of the token's bytes, in capitals: for effects. */
    public byte[] bytes() {
        return upper.clone();
    }

    @Override
    public String toString() {
        return new String(upper, StandardCharsets.US_ASCII);
    }
}
