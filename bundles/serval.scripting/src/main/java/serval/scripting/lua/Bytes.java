package serval.scripting.lua;

import java.nio.charset.StandardCharsets;
import org.luaj.vm2.LuaString;
import serval.bytes.ByteSlice;

/** Lua strings and Java's, one char per byte. */
final class Bytes {
    private Bytes() {}

    /** A text as a Lua string. */
    static LuaString string(String text) {
        return LuaString.valueUsing(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A Lua string as text. */
    static String text(LuaString string) {
        return new String(string.m_bytes, string.m_offset, string.m_length, StandardCharsets.ISO_8859_1);
    }

    /** A Lua string's bytes, which may be shared and must not change. */
    static byte[] array(LuaString string) {
        if (string.m_offset == 0 && string.m_length == string.m_bytes.length) {
            return string.m_bytes;
        }
        return copy(string);
    }

    /** A Lua string's bytes as an array of their own. */
    static byte[] copy(LuaString string) {
        byte[] bytes = new byte[string.m_length];
        System.arraycopy(string.m_bytes, string.m_offset, bytes, 0, bytes.length);
        return bytes;
    }

    static LuaString string(ByteSlice slice) {
        return LuaString.valueUsing(slice.copy());
    }
}
