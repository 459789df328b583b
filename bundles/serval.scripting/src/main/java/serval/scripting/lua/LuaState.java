package serval.scripting.lua;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import serval.sdk.script.FunctionRegistrar;
import serval.sdk.script.ScriptRun;

/** A machine with Redis' libraries, and whoever runs in it at present. */
final class LuaState implements Machine.Host {
    private final Machine machine;
    private final RedisLibrary redis = new RedisLibrary(this);
    private final CoroutineLibrary coroutines;
    private @Nullable ScriptRun run;
    private @Nullable FunctionRegistrar loading;

    LuaState(MathLibrary.Random random, HotFunctions hot) {
        machine = new Machine(this, hot);
        SealedTable globals = machine.globals();
        BaseLibrary.install(machine);
        StringLibrary.install(machine);
        TableLibrary.install(machine);
        MathLibrary.install(machine, random);
        BitLibrary.install(machine);
        StructLibrary.install(machine);
        JsonLibrary.install(machine);
        MessagePackLibrary.install(machine);
        coroutines = CoroutineLibrary.install(machine);
        new Library(Library.of(machine, "os")).add("clock", none -> Arguments.number(System.nanoTime() / 1e9));
        redis.fill(Library.of(machine, "redis"));
        globals.rawset(Bytes.string("__redis__err__handler"), new Builtin(Varargs::arg1));
        globals.setmetatable(guard());
        seal(machine, globals);
        machine.name(LuaEngine.KEYS);
        machine.name(LuaEngine.ARGV);
    }

    Machine machine() {
        return machine;
    }

    RedisLibrary redis() {
        return redis;
    }

    /** A sealed metatable by which reading what is not there is an error. */
    static SealedTable guard() {
        SealedTable metatable = new SealedTable();
        metatable.rawset(Operations.INDEX, new Builtin(LuaState::missing));
        metatable.seal();
        return metatable;
    }

    private static Varargs missing(Varargs arguments) {
        LuaValue name = arguments.arg(2);
        if (!Interpreter.isText(name)) {
            throw Complaint.of("Second argument to luaProtectedTableError must be a string or number");
        }
        throw Complaint.of(
                "Script attempted to access nonexistent global variable '" + Bytes.text(Numbers.text(name)) + "'");
    }

    /** Seals a table and the tables in it, and has code use the names in them. */
    static void seal(Machine machine, SealedTable table) {
        if (table.isSealed()) {
            return;
        }
        table.seal();
        Varargs entry = table.next(LuaValue.NIL);
        while (entry.arg1() != LuaValue.NIL) {
            if (entry.arg1() instanceof LuaString name) {
                machine.name(name);
            }
            if (entry.arg(2) instanceof SealedTable inner) {
                seal(machine, inner);
            }
            entry = table.next(entry.arg1());
        }
    }

    /** The run that is on. */
    ScriptRun run() {
        ScriptRun now = run;
        if (now == null) {
            throw RedisLibrary.raised("redis.call/pcall can only be called inside a script invocation");
        }
        return now;
    }

    /** Begins a run. */
    void begin(ScriptRun next) {
        run = next;
        machine.begin();
        coroutines.begin();
        redis.begin();
    }

    /** Ends it. */
    void end() {
        run = null;
        machine.begin();
        coroutines.begin();
    }

    /** Begins or ends the loading of a library. */
    void loading(@Nullable FunctionRegistrar registrar) {
        loading = registrar;
        machine.begin();
        coroutines.begin();
    }

    void log(int level, String text) {
        ScriptRun now = run;
        FunctionRegistrar registrar = loading;
        if (now != null) {
            now.log(level, text);
        } else if (registrar != null) {
            registrar.log(level, text);
        }
    }

    /** A number as redis' own functions take it: anything else is 0. */
    int number(Varargs arguments, int index) {
        LuaValue value = arguments.arg(index);
        LuaValue number = Operations.number(value);
        return number instanceof LuaNumber ? (int) number.todouble() : 0;
    }

    /** A list of strings. */
    static LuaTable list(LuaString[] values) {
        LuaTable table = new Table(values.length, 0);
        for (int i = 0; i < values.length; i++) {
            table.rawset(i + 1, values[i]);
        }
        return table;
    }

    /** The keys of a run. */
    static LuaTable keys(ScriptRun run) {
        LuaString[] values = new LuaString[run.keys()];
        for (int i = 0; i < values.length; i++) {
            values[i] = LuaString.valueUsing(run.key(i));
        }
        return list(values);
    }

    /** The arguments of a run. */
    static LuaTable arguments(ScriptRun run) {
        LuaString[] values = new LuaString[run.arguments()];
        for (int i = 0; i < values.length; i++) {
            values[i] = LuaString.valueUsing(run.argument(i));
        }
        return list(values);
    }

    @Override
    public void checkpoint() {
        ScriptRun now = run;
        FunctionRegistrar registrar = loading;
        if (now != null) {
            now.checkpoint();
        } else if (registrar != null) {
            registrar.checkpoint();
        }
    }

    @Override
    public boolean mayTake(long bytes) {
        ScriptRun now = run;
        FunctionRegistrar registrar = loading;
        return now != null ? now.mayTake(bytes) : registrar == null || registrar.mayTake(bytes);
    }
}
