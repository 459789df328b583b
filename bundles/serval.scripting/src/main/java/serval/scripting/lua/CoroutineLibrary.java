package serval.scripting.lua;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Lua 5.1's coroutine library. */
final class CoroutineLibrary {
    /** As deep as coroutines may resume each other; they lie on one thread's stack. */
    private static final int DEEPEST = 150;

    private final Machine machine;
    private @Nullable Coroutine running;
    private int depth;

    private CoroutineLibrary(Machine machine) {
        this.machine = machine;
    }

    /** Puts the library into the globals; returns what a new script begins with. */
    static CoroutineLibrary install(Machine machine) {
        CoroutineLibrary library = new CoroutineLibrary(machine);
        new Library(Library.of(machine, "coroutine"))
                .add("create", library::create)
                .add("resume", library::resume)
                .add("running", none -> library.running == null ? LuaValue.NIL : library.running)
                .add("status", arguments -> Bytes.string(coroutine(arguments).status().name))
                .add("wrap", library::wrap)
                .add("yield", library::yield);
        return library;
    }

    /** Forgets what a script that ended in the middle left. */
    void begin() {
        running = null;
        depth = 0;
    }

    private static Coroutine coroutine(Varargs arguments) {
        if (arguments.arg1() instanceof Coroutine coroutine) {
            return coroutine;
        }
        throw Complaint.argument(1, "coroutine expected");
    }

    private Coroutine make(Varargs arguments) {
        LuaValue function = arguments.arg1();
        if (!(function instanceof Closure)) {
            throw Complaint.argument(1, "Lua function expected");
        }
        machine.spend(20);
        return new Coroutine(machine, function);
    }

    private Varargs create(Varargs arguments) {
        return make(arguments);
    }

    private Varargs enter(Coroutine coroutine, Varargs arguments) {
        if (coroutine.status() != Coroutine.Status.SUSPENDED) {
            throw new LuaFault(Bytes.string("cannot resume " + coroutine.status().name + " coroutine"));
        }
        if (depth >= DEEPEST) {
            throw new LuaFault(Bytes.string("C stack overflow"));
        }
        Coroutine outer = running;
        if (outer != null) {
            outer.status(Coroutine.Status.NORMAL);
        }
        running = coroutine;
        depth++;
        try {
            machine.spend(10);
            return coroutine.resume(arguments);
        } finally {
            depth--;
            running = outer;
            if (outer != null) {
                outer.status(Coroutine.Status.RUNNING);
            }
        }
    }

    private Varargs resume(Varargs arguments) {
        Coroutine coroutine = coroutine(arguments);
        try {
            return LuaValue.varargsOf(LuaValue.TRUE, enter(coroutine, arguments.subargs(2)));
        } catch (LuaFault fault) {
            return LuaValue.varargsOf(LuaValue.FALSE, fault.value());
        }
    }

    private Varargs wrap(Varargs arguments) {
        Coroutine coroutine = make(arguments);
        return new Builtin(passed -> {
            try {
                return enter(coroutine, passed);
            } catch (LuaFault fault) {
                if (fault.value() instanceof LuaString text) {
                    throw Complaint.of(Bytes.text(text));
                }
                throw fault;
            }
        });
    }

    private Varargs yield(Varargs arguments) {
        Coroutine coroutine = running;
        if (coroutine == null) {
            throw Complaint.machine("attempt to yield across metamethod/C-call boundary");
        }
        return coroutine.yield(arguments);
    }
}
