package serval.system.oracle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import serval.system.ServalProcess;

/** The Lua snippets of {@code lua.txt}, one EVAL each: libraries, formats, conversions, errors. */
class LuaOracleIT extends OracleTest {
    private static List<String> snippets() throws IOException {
        try (InputStream file = Objects.requireNonNull(LuaOracleIT.class.getResourceAsStream("lua.txt"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }

    private static String[] commands() throws IOException {
        return snippets().stream().map(line -> "EVAL " + quoted(line) + " 0").toArray(String[]::new);
    }

    @Test
    void everySnippetGivesTheSame() throws IOException {
        compare(commands());
    }

    @Test
    void everySnippetGivesTheSameWhenItIsTranslated() throws IOException {
        try (ServalProcess translating = ServalProcess.startWithOptions("-Dserval.lua.compileAfter=0")) {
            compare(translating, commands());
        }
    }

    /** A snippet as one word of a command line; only {@code \n} at its beginning or after {@code f()} is a line end. */
    private static String quoted(String line) {
        String text = line;
        int leading = 0;
        while (text.startsWith("\\n")) {
            text = text.substring(2);
            leading++;
        }
        String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"").replace("end\\\\nf()", "end\\nf()");
        return "\"" + "\\n".repeat(leading) + escaped + "\"";
    }
}
