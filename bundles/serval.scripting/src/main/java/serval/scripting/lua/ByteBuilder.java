package serval.scripting.lua;

import java.util.Arrays;
import org.luaj.vm2.LuaString;

/** A string that is being made. Its growth is paid for. */
final class ByteBuilder {
    private final Machine machine;
    private byte[] bytes;
    private int length;

    ByteBuilder(Machine machine, int expected) {
        this.machine = machine;
        bytes = new byte[Math.max(16, expected)];
    }

    private void room(int more) {
        long needed = (long) length + more;
        if (needed > bytes.length) {
            long size = Math.max(needed, Math.min(2L * bytes.length, Integer.MAX_VALUE - 128));
            machine.take(size);
            bytes = Arrays.copyOf(bytes, (int) size);
        }
    }

    void add(int b) {
        room(1);
        bytes[length++] = (byte) b;
    }

    void add(byte[] from, int offset, int count) {
        room(count);
        System.arraycopy(from, offset, bytes, length, count);
        length += count;
    }

    void add(LuaString text) {
        add(text.m_bytes, text.m_offset, text.m_length);
    }

    void add(String text) {
        int count = text.length();
        room(count);
        for (int i = 0; i < count; i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
    }

    void pad(int c, int times) {
        if (times > 0) {
            room(times);
            Arrays.fill(bytes, length, length + times, (byte) c);
            length += times;
        }
    }

    int length() {
        return length;
    }

    byte[] bytes() {
        return bytes;
    }

    void cut(int to) {
        length = to;
    }

    LuaString string() {
        return length == bytes.length
                ? LuaString.valueUsing(bytes)
                : LuaString.valueUsing(Arrays.copyOf(bytes, length));
    }
}
