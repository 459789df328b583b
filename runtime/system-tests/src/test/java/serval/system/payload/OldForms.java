package serval.system.payload;

import static serval.system.payload.Payloads.join;
import static serval.system.payload.Payloads.length;
import static serval.system.payload.Payloads.string;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Values in forms that are read still, but written no more. */
public final class OldForms {
    private OldForms() {}

    /** Each without what stands behind a value, under a name for it. */
    public static Map<String, byte[]> all() {
        Map<String, byte[]> forms = new LinkedHashMap<>();
        String[] words = {"a", "12", "-7", "70000", "word", "5000000000", "x".repeat(80), "1"};
        String[] pairs = {"a", "1", "b", "2.5", "c", "7", "d", "inf"};
        forms.put("list of elements", elements(1, 8, words));
        forms.put("list as ziplist", join(code(10), string(ziplist(words))));
        forms.put(
                "list of ziplists",
                join(code(14), length(2), string(ziplist(words)), string(ziplist("b", "300", "c"))));
        forms.put(
                "list with a plain node",
                join(code(18), length(2), length(1), string(bytes("y".repeat(300))), length(2), string(listpack())));
        forms.put(
                "zset with text",
                join(code(3), length(2), string(bytes("m")), text("1.5"), string(bytes("n")), new byte[] {(byte) 254}));
        forms.put("zset as ziplist", join(code(12), string(ziplist(pairs))));
        forms.put("hash of strings", elements(4, 4, pairs));
        forms.put("hash as ziplist", join(code(13), string(ziplist(pairs))));
        forms.put("hash as zipmap", join(code(9), string(zipmap(pairs))));
        return forms;
    }

    private static byte[] code(int code) {
        return new byte[] {(byte) code};
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] text(String number) {
        return join(new byte[] {(byte) number.length()}, bytes(number));
    }

    private static byte[] elements(int code, int count, String... words) {
        byte[] all = join(code(code), length(count));
        for (String word : words) {
            all = join(all, string(bytes(word)));
        }
        return all;
    }

    /** A listpack of "a" and 5. */
    private static byte[] listpack() {
        return new byte[] {12, 0, 0, 0, 2, 0, (byte) 0x81, 'a', 2, 5, 1, (byte) 0xFF};
    }

    private static byte[] ziplist(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int previous = 0;
        int last = 0;
        for (String word : words) {
            last = out.size();
            out.write(previous);
            out.writeBytes(element(word));
            previous = out.size() - last;
        }
        int all = out.size() + 11;
        return join(little(all, 4), little(last + 10, 4), little(words.length, 2), out.toByteArray(), new byte[] {
            (byte) 0xFF
        });
    }

    private static byte[] element(String word) {
        if (!word.matches("-?[0-9]+")) {
            byte[] head = word.length() < 64
                    ? new byte[] {(byte) word.length()}
                    : new byte[] {(byte) (0x40 | word.length() >> 8), (byte) word.length()};
            return join(head, bytes(word));
        }
        long number = Long.parseLong(word);
        if (number >= 0 && number <= 12) {
            return code((int) (0xF1 + number));
        }
        if (number == (byte) number) {
            return join(code(0xFE), little(number, 1));
        }
        if (number == (int) number) {
            return join(code(0xD0), little(number, 4));
        }
        return join(code(0xE0), little(number, 8));
    }

    private static byte[] zipmap(String... pairs) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(pairs.length / 2);
        for (int i = 0; i < pairs.length; i++) {
            out.write(pairs[i].length());
            if (i % 2 == 1) {
                // A value may have bytes behind it that are not used.
                out.write(1);
            }
            out.writeBytes(bytes(pairs[i]));
            if (i % 2 == 1) {
                out.write(0);
            }
        }
        out.write(0xFF);
        return out.toByteArray();
    }

    private static byte[] little(long number, int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (number >>> 8 * i);
        }
        return bytes;
    }
}
