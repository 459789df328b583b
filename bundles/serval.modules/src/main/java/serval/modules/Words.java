package serval.modules;

import java.nio.charset.StandardCharsets;

/** Words of commands and of the configuration, which hold one char per byte, as text and back. */
final class Words {
    private Words() {}

    /** The text that a path's bytes are. */
    static String path(String word) {
        return new String(word.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** The bytes of a text, one char each. */
    static String word(String path) {
        return new String(path.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
