package serval.scripting;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import serval.sdk.reply.CommandError;
import serval.sdk.script.ScriptFlag;

/**
 * The first line of a script or library that says what it is: {@code #!lua flags=no-writes}.
 *
 * @param engine the language's name
 * @param options the words that follow it
 */
record Shebang(String engine, List<String> options) {
    Shebang {
        options = List.copyOf(options);
    }

    /** Whether a text begins with such a line. */
    static boolean isIn(byte[] source) {
        return source.length > 1 && source[0] == '#' && source[1] == '!';
    }

    /**
     * The first line of a text, or null if it has no end.
     *
     * @param unbalanced the error if its quotes are not balanced
     */
    static @Nullable Shebang of(byte[] source, CommandError unbalanced) {
        int end = 0;
        while (end < source.length && source[end] != '\n') {
            end++;
        }
        if (end == source.length) {
            return null;
        }
        List<String> words = QuotedWords.split(new String(source, 0, end, StandardCharsets.ISO_8859_1));
        if (words == null || words.isEmpty()) {
            throw unbalanced.exception();
        }
        String first = words.removeFirst();
        return new Shebang(first.startsWith("#!") ? first.substring(2) : first, words);
    }

    /** The flags of a script: of EVAL. */
    Set<ScriptFlag> flags() {
        Set<ScriptFlag> flags = EnumSet.noneOf(ScriptFlag.class);
        for (String option : options) {
            if (!option.startsWith("flags=")) {
                throw ScriptErrors.error("Unknown lua shebang option: " + option)
                        .exception();
            }
            for (String name : option.substring(6).split(",")) {
                if (name.isEmpty()) {
                    continue;
                }
                ScriptFlag flag = ScriptFlag.named(name);
                if (flag == null) {
                    throw ScriptErrors.error("Unexpected flag in script shebang: " + name)
                            .exception();
                }
                flags.add(flag);
            }
        }
        return flags;
    }

    /** The name of a library: of FUNCTION LOAD. */
    String libraryName() {
        String name = null;
        for (String option : options) {
            if (!option.startsWith("name=")) {
                throw ScriptErrors.error("Invalid metadata value given: " + option)
                        .exception();
            }
            if (name != null) {
                throw ScriptErrors.TWO_NAMES.exception();
            }
            name = option.substring(5);
        }
        if (name == null) {
            throw ScriptErrors.NO_LIBRARY_NAME.exception();
        }
        if (!isName(name)) {
            throw ScriptErrors.error(ScriptErrors.BAD_NAME).exception();
        }
        return name;
    }

    /** Whether a text may name a library or a function. */
    static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_')) {
                return false;
            }
        }
        return !name.isEmpty();
    }
}
