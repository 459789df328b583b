package serval.scripting.lua;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import serval.sdk.script.FunctionRegistrar;
import serval.sdk.script.ScriptEngine;
import serval.sdk.script.ScriptException;
import serval.sdk.script.ScriptProgram;
import serval.sdk.script.ScriptRun;

/** Lua: one world for scripts, one for functions. */
public final class LuaEngine implements ScriptEngine {
    /** What a world takes before any script has run; measured. */
    static final long STATE_BYTES = 90_000;

    static final LuaString KEYS = Bytes.string("KEYS");
    static final LuaString ARGV = Bytes.string("ARGV");

    private final MathLibrary.Random random = new MathLibrary.Random();
    private final HotFunctions hot;
    private LuaState scripts;
    private FunctionWorld functions;

    /** Creates two empty worlds. */
    public LuaEngine() {
        this(HotFunctions.asSet());
    }

    LuaEngine(HotFunctions hot) {
        this.hot = hot;
        scripts = new LuaState(random, hot);
        functions = new FunctionWorld(random, hot);
    }

    @Override
    public String name() {
        return "lua";
    }

    @Override
    public ScriptProgram compile(String name, byte[] source) {
        LuaState state = scripts;
        Closure main = compiled(state.machine(), source, "@user_script");
        return run -> runScript(state, main, run);
    }

    /** Compiles; a first line that names the engine stands for an empty one. */
    static Closure compiled(Machine machine, byte[] source, String chunk) {
        byte[] text = source;
        if (source.length > 1 && source[0] == '#' && source[1] == '!') {
            text = source.clone();
            for (int i = 0; i < text.length && text[i] != '\n'; i++) {
                text[i] = ' ';
            }
        }
        try {
            if (text.length > 0 && text[0] == 27) {
                throw new LuaFault(Bytes.string("attempt to load chunk with wrong mode"));
            }
            return machine.compile(text, 0, text.length, chunk);
        } catch (LuaFault fault) {
            throw new ScriptException(text(fault.value()), true);
        }
    }

    static String text(LuaValue value) {
        return value instanceof LuaString text
                ? new String(text.m_bytes, text.m_offset, text.m_length, StandardCharsets.UTF_8)
                : BaseLibrary.describe(value);
    }

    private static void runScript(LuaState state, Closure main, ScriptRun run) {
        SealedTable globals = state.machine().globals();
        LuaTable keys = LuaState.keys(run);
        LuaTable arguments = LuaState.arguments(run);
        globals.unseal();
        globals.rawset(KEYS, keys);
        globals.rawset(ARGV, arguments);
        globals.seal();
        main.environment(globals);
        run(state, main, LuaValue.NONE, run);
    }

    /** Runs a function of a state for a run and writes what it returns. */
    static void run(LuaState state, Closure function, Varargs arguments, ScriptRun run) {
        state.begin(run);
        try {
            LuaValue result;
            try {
                result = state.machine().run(function, arguments).arg1();
            } catch (LuaFault fault) {
                new ValueReplies(run, 2, state.machine()).failure(fault);
                return;
            } catch (Killed killed) {
                run.reply().error(killed.text(run.name()));
                return;
            } catch (OutOfMemoryError full) {
                // All that the script held is let go of by now.
                run.reply().error("ERR not enough memory script: " + run.name() + ".");
                return;
            }
            try {
                new ValueReplies(run, state.redis().version(), state.machine()).write(result, 0);
            } catch (LuaFault fault) {
                throw new IllegalStateException(fault.getMessage());
            }
        } finally {
            state.end();
        }
    }

    @Override
    public void load(byte[] source, FunctionRegistrar registrar) {
        functions.load(source, registrar);
    }

    @Override
    public long memory() {
        return STATE_BYTES;
    }

    @Override
    public long functionMemory() {
        return STATE_BYTES;
    }

    @Override
    public void forgetScripts() {
        scripts = new LuaState(random, hot);
    }

    @Override
    public void forgetFunctions() {
        functions = new FunctionWorld(random, hot);
    }

    static @Nullable LuaString string(LuaValue value) {
        return Interpreter.isText(value) ? Numbers.text(value) : null;
    }
}
