package serval.scripting.lua;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Worlds in which tests run scripts, and what came out as text. */
final class Worlds {
    private static final long STACK_BYTES = 64 << 20;

    private Worlds() {}

    /** One in which nothing is translated. */
    static LuaState interpreted() {
        return world(HotFunctions.NEVER);
    }

    /** One in which everything is. */
    static LuaState translated() {
        return world(0);
    }

    /** One in which a function is translated when it has done so much. */
    static LuaState world(int after) {
        return new LuaState(new MathLibrary.Random(), new HotFunctions(after, true));
    }

    static Closure compile(LuaState state, String script) {
        byte[] source = script.getBytes(StandardCharsets.ISO_8859_1);
        return state.machine().compile(source, 0, source.length, "@user_script");
    }

    /**
     * Runs a script on a thread with as much stack as the server's; returns what it returned, or the error with the place that the server
     * would tell.
     */
    static String run(LuaState state, String script) {
        Closure main = compile(state, script);
        AtomicReference<String> shown = new AtomicReference<>();
        Thread thread = new Thread(null, () -> shown.set(outcome(state, main)), "script", STACK_BYTES);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
        return Objects.requireNonNull(shown.get());
    }

    private static String outcome(LuaState state, Closure main) {
        try {
            return show(state.machine().run(main, LuaValue.NONE));
        } catch (LuaFault fault) {
            return "error " + show(fault.value()) + " on " + fault.source() + ":" + fault.line();
        } catch (Killed killed) {
            return killed.text("script");
        } catch (Throwable failed) {
            return "failed: " + failed;
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
