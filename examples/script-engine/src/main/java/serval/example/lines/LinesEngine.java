package serval.example.lines;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Component;
import serval.sdk.script.FunctionRegistrar;
import serval.sdk.script.ScriptEngine;
import serval.sdk.script.ScriptException;
import serval.sdk.script.ScriptFlag;
import serval.sdk.script.ScriptProgram;

/**
 * The language {@code #!lines}: each line is a command, {@code @1} stands for the first key and {@code $1} for the first argument. A
 * library's functions begin with {@code function <name> [flag ...]}.
 */
@Component
public final class LinesEngine implements ScriptEngine {
    @Override
    public String name() {
        return "lines";
    }

    @Override
    public ScriptProgram compile(String name, byte[] source) {
        return new LinesProgram(lines(source));
    }

    @Override
    public void load(byte[] source, FunctionRegistrar functions) {
        List<String[]> lines = lines(source);
        for (int i = 0; i < lines.size(); ) {
            String[] head = lines.get(i++);
            if (!head[0].equals("function") || head.length < 2) {
                throw new ScriptException("expected a function instead of '" + String.join(" ", head) + "'", true);
            }
            List<String[]> body = new ArrayList<>();
            while (i < lines.size() && !lines.get(i)[0].equals("function")) {
                body.add(lines.get(i++));
            }
            functions.register(head[1], new LinesProgram(body), flags(head), null);
        }
    }

    private static Set<ScriptFlag> flags(String[] head) {
        Set<ScriptFlag> flags = EnumSet.noneOf(ScriptFlag.class);
        for (int i = 2; i < head.length; i++) {
            ScriptFlag flag = ScriptFlag.named(head[i]);
            if (flag == null) {
                throw new ScriptException("unknown flag '" + head[i] + "'", true);
            }
            flags.add(flag);
        }
        return flags;
    }

    /** The lines behind the first, each in words. */
    private static List<String[]> lines(byte[] source) {
        return new String(source, StandardCharsets.ISO_8859_1)
                .lines()
                .skip(1)
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(line -> line.split(" +"))
                .toList();
    }

    @Override
    public long memory() {
        return 0;
    }

    @Override
    public long functionMemory() {
        return 0;
    }

    @Override
    public void forgetScripts() {
        // Programs hold all there is.
    }

    @Override
    public void forgetFunctions() {
        // Programs hold all there is.
    }
}
