package serval.scripting.lua;

import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Worlds in which tests run scripts, and what came out as text. */
final class Worlds {
    private Worlds() {}

    static LuaState interpreted() {
        return new LuaState(new MathLibrary.Random(), new HotFunctions(HotFunctions.NEVER));
    }

    static LuaState translated() {
        return new LuaState(new MathLibrary.Random(), new HotFunctions(0));
    }

    static Closure compile(LuaState state, String script) {
        byte[] source = script.getBytes(StandardCharsets.ISO_8859_1);
        return state.machine().compile(source, 0, source.length, "@user_script");
    }

    /** Runs a script; returns what it returned, or the error with the place that the server would tell. */
    static String run(LuaState state, String script) {
        Closure main = compile(state, script);
        try {
            String shown = show(state.machine().run(main, LuaValue.NONE));
            return shown;
        } catch (LuaFault fault) {
            return "error " + show(fault.value()) + " on " + fault.source() + ":" + fault.line();
        } catch (Killed killed) {
            return killed.text("script");
        } finally {
            state.end();
        }
    }

    static String show(Varargs values) {
        StringBuilder out = new StringBuilder();
        for (int i = 1; i <= values.narg(); i++) {
            out.append(i > 1 ? ", " : "").append(show(values.arg(i), 0));
        }
        return out.toString();
    }

    private static String show(LuaValue value, int depth) {
        if (value instanceof LuaString text) {
            return '"' + Bytes.text(text) + '"';
        }
        if (value instanceof LuaTable table) {
            if (depth > 3) {
                return "{...}";
            }
            TreeMap<String, String> fields = new TreeMap<>();
            Varargs entry = table.next(LuaValue.NIL);
            while (entry.arg1() != LuaValue.NIL) {
                fields.put(show(entry.arg1(), depth + 1), show(entry.arg(2), depth + 1));
                entry = table.next(entry.arg1());
            }
            return fields.toString();
        }
        return value.isfunction()
                ? "function"
                : value.isnumber() ? Numbers.format(value.todouble()) : value.tojstring();
    }
}
