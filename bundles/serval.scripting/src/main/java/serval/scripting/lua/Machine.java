package serval.scripting.lua;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.compiler.LuaC;

/**
 * A Lua 5.1 world: globals, libraries, and what a script that runs in it has used up. One thread at a time.
 *
 * <p>The budget counts instructions of loops, calls and bytes made. When it is spent, the host is asked whether the script may go on:
 * that is where a long one gives its thread back, and where one that fills the heap ends.
 */
final class Machine {
    /** Units between two questions to the host; some microseconds. */
    private static final int BUDGET = 1_000;

    /** Questions between two for room in the heap, which takes longer to tell. */
    private static final int ROOM_EVERY = 10;

    private static final int DEEPEST_NATIVE = 195;

    /** Whoever lets scripts run. */
    interface Host {
        /** A script is alive; throws to end it. */
        void checkpoint();

        /** Whether there is room for so many bytes. */
        boolean mayTake(long bytes);
    }

    Frames frames = new Frames();
    private final Host host;
    private final SealedTable globals = new SealedTable();
    private final SealedTable strings = new SealedTable();
    private final Map<LuaString, LuaString> names = new HashMap<>();
    private int budget = BUDGET;
    private int untilRoom = ROOM_EVERY - 1;
    private int natives;
    private final HotFunctions hot;
    private @Nullable Closure tailFunction;
    private Varargs tailArguments = LuaValue.NONE;

    Machine(Host host, HotFunctions hot) {
        this.host = host;
        this.hot = hot;
    }

    /** The table of globals. */
    SealedTable globals() {
        return globals;
    }

    /** The metatable that all strings have. */
    SealedTable stringMetatable() {
        return strings;
    }

    /** Has all code that is compiled from now on mean this string by its bytes. */
    void name(LuaString text) {
        names.put(text, text);
    }

    private void useNames(Prototype code) {
        for (int i = 0; i < code.k.length; i++) {
            LuaString known = code.k[i] instanceof LuaString text ? names.get(text) : null;
            if (known != null) {
                code.k[i] = known;
            }
        }
        for (Prototype inner : code.p) {
            useNames(inner);
        }
    }

    /** A value's metatable, or nil. */
    LuaValue metatable(LuaValue value) {
        if (value instanceof LuaTable table) {
            LuaValue metatable = table.getmetatable();
            return metatable == null ? LuaValue.NIL : metatable;
        }
        if (value instanceof LuaString) {
            return strings;
        }
        if (value instanceof Proxy proxy) {
            return proxy.metatable();
        }
        return LuaValue.NIL;
    }

    /** Uses up some of what a script may do before the host is asked. */
    void spend(int units) {
        budget -= units;
        if (budget < 0) {
            ask();
        }
    }

    private void ask() {
        budget = BUDGET;
        Closure running = frames.function(1);
        if (running != null) {
            running.constants.used(BUDGET);
        }
        if (--untilRoom < 0) {
            untilRoom = ROOM_EVERY - 1;
            if (!host.mayTake(1 << 20)) {
                throw Complaint.machine("not enough memory");
            }
        }
        try {
            host.checkpoint();
        } catch (serval.sdk.reply.CommandException reason) {
            throw new Killed(reason);
        }
    }

    /** Asks for room for a string, and uses up as much as making it costs. */
    void take(long bytes) {
        if (bytes > Operations.ASKED_FOR && (bytes > Integer.MAX_VALUE - 64 || !host.mayTake(bytes))) {
            throw Complaint.machine("not enough memory");
        }
        spend((int) (bytes >> 5));
    }

    /** Begins anew for a script. */
    void begin() {
        frames.clear();
        natives = 0;
        budget = BUDGET;
        untilRoom = ROOM_EVERY - 1;
    }

    /** Runs a Lua function. */
    Varargs run(Closure function, Varargs arguments) {
        Prototype code = function.code;
        LuaValue[] stack = new LuaValue[code.maxstacksize];
        double[] numbers = new double[code.maxstacksize];
        Registers.parameters(code, arguments, stack, numbers);
        Varargs extra = code.is_vararg != 0 ? arguments.subargs(code.numparams + 1) : LuaValue.NONE;
        return Interpreter.run(this, function, stack, numbers, extra);
    }

    /** Leaves a call to whoever runs the function that makes it as the last that it does. Returns {@link Interpreter#TAIL_CALL}. */
    Varargs tailCall(Closure function, Varargs arguments) {
        tailFunction = function;
        tailArguments = arguments;
        return Interpreter.TAIL_CALL;
    }

    /** The function that was left to be called. */
    Closure tailFunction() {
        Closure function = Objects.requireNonNull(tailFunction);
        tailFunction = null;
        return function;
    }

    /** Its arguments. */
    Varargs tailArguments() {
        Varargs arguments = tailArguments;
        tailArguments = LuaValue.NONE;
        return arguments;
    }

    /** Calls a value from within a library or a metamethod: such calls lie on the thread's own stack and are bounded. */
    Varargs call(LuaValue called, Varargs arguments) {
        if (natives >= DEEPEST_NATIVE) {
            throw Complaint.machine(natives > DEEPEST_NATIVE + 8 ? "error in error handling" : "C stack overflow");
        }
        natives++;
        try {
            return Operations.call(this, called, arguments, null, 0, -1);
        } finally {
            natives--;
        }
    }

    int natives() {
        return natives;
    }

    void natives(int depth) {
        natives = depth;
    }

    /**
     * Compiles a chunk.
     *
     * @throws LuaFault with the message of a syntax error
     */
    Closure compile(byte[] source, int offset, int length, String name) {
        Prototype code;
        try {
            byte[] other = new Syntax(source, offset, length, name).check();
            ByteArrayInputStream text =
                    other == null ? new ByteArrayInputStream(source, offset, length) : new ByteArrayInputStream(other);
            code = LuaC.instance.compile(text, name);
        } catch (LuaError error) {
            throw new LuaFault(Bytes.string(Operations.message(error)));
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException error) {
            throw new LuaFault(Bytes.string(Chunks.shortName(name) + ":1: " + error.getMessage()));
        }
        useNames(code);
        Closure made = new Closure(this, code, new Constants(code, hot), globals);
        made.environment(globals);
        return made;
    }

    /** What tostring says of a value that has no text. */
    static String address(String kind, @Nullable Object value) {
        return kind + ": 0x" + String.format("%012x", System.identityHashCode(value) & 0xffffffffL);
    }
}
