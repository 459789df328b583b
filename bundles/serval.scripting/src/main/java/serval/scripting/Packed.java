package serval.scripting;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Texts as one array: each after its length. */
final class Packed {
    private Packed() {}

    static byte[] pack(List<byte[]> texts) {
        int size = 0;
        for (byte[] text : texts) {
            size += 4 + text.length;
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        for (byte[] text : texts) {
            out.putInt(text.length).put(text);
        }
        return out.array();
    }

    static List<byte[]> unpack(ByteBuffer in) {
        List<byte[]> texts = new ArrayList<>();
        while (in.remaining() >= 4) {
            byte[] text = new byte[in.getInt()];
            in.get(text);
            texts.add(text);
        }
        return texts;
    }
}
