package serval.scripting.lua;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import serval.sdk.script.FunctionRegistrar;
import serval.sdk.script.ScriptException;
import serval.sdk.script.ScriptFlag;
import serval.sdk.script.ScriptProgram;

/**
 * The world of functions. Their globals are an empty sealed table that refers to another for what it lacks: while a library loads to
 * one that has little more than {@code redis.register_function}, later to the real one.
 */
final class FunctionWorld {

    private final LuaState state;
    private final SealedTable globals = new SealedTable();
    private final SealedTable reference = new SealedTable();
    private final SealedTable whileLoading = new SealedTable();
    private @Nullable FunctionRegistrar registrar;

    FunctionWorld(MathLibrary.Random random, HotFunctions hot) {
        state = new LuaState(random, hot);
        SealedTable redis = new SealedTable();
        state.redis().shared(redis);
        new Library(redis).add("register_function", this::register);
        redis.setmetatable(LuaState.guard());
        redis.seal();
        whileLoading.rawset(Bytes.string("redis"), redis);
        whileLoading.setmetatable(LuaState.guard());
        whileLoading.seal();
        refer(state.machine().globals());
        globals.setmetatable(reference);
        globals.seal();
    }

    private void refer(LuaTable table) {
        reference.unseal();
        reference.rawset(Operations.INDEX, table);
        reference.seal();
    }

    /** Loads a library. */
    void load(byte[] source, FunctionRegistrar into) {
        Closure main = LuaEngine.compiled(state.machine(), source, "@user_function");
        main.environment(globals);
        registrar = into;
        state.loading(into);
        refer(whileLoading);
        try {
            state.machine().run(main, LuaValue.NONE);
        } catch (LuaFault fault) {
            throw new ScriptException(message(fault.value()), false);
        } finally {
            refer(state.machine().globals());
            state.loading(null);
            registrar = null;
        }
    }

    private static String message(LuaValue value) {
        if (value instanceof LuaTable table && table.rawget(ReplyValues.ERROR) instanceof LuaString text) {
            return LuaEngine.text(text);
        }
        return "ERR " + LuaEngine.text(value);
    }

    private Varargs register(Varargs arguments) {
        FunctionRegistrar into = registrar;
        if (into == null) {
            throw RedisLibrary.raised("redis.register_function can only be called on FUNCTION LOAD command");
        }
        int count = arguments.narg();
        if (count < 1 || count > 2) {
            throw RedisLibrary.raised("wrong number of arguments to redis.register_function");
        }
        if (count == 1) {
            if (!(arguments.arg1() instanceof LuaTable named)) {
                throw RedisLibrary.raised("calling redis.register_function with a single argument is only applicable "
                        + "to Lua table (representing named arguments).");
            }
            named(into, named);
            return LuaValue.NONE;
        }
        LuaString name = LuaEngine.string(arguments.arg1());
        if (name == null) {
            throw RedisLibrary.raised("first argument to redis.register_function must be a string");
        }
        if (!(arguments.arg(2) instanceof Closure function)) {
            throw RedisLibrary.raised("second argument to redis.register_function must be a function");
        }
        register(into, Bytes.text(name), function, EnumSet.noneOf(ScriptFlag.class), null);
        return LuaValue.NONE;
    }

    private void named(FunctionRegistrar into, LuaTable named) {
        LuaString name = null;
        LuaString description = null;
        Closure callback = null;
        Set<ScriptFlag> flags = EnumSet.noneOf(ScriptFlag.class);
        Varargs entry = named.next(LuaValue.NIL);
        while (entry.arg1() != LuaValue.NIL) {
            LuaValue key = entry.arg1();
            LuaValue value = entry.arg(2);
            LuaString text = LuaEngine.string(key);
            if (text == null) {
                throw RedisLibrary.raised("named argument key given to redis.register_function is not a string");
            }
            switch (Bytes.text(text)) {
                case "function_name" -> {
                    name = LuaEngine.string(value);
                    if (name == null) {
                        throw RedisLibrary.raised(
                                "function_name argument given to redis.register_function must be a string");
                    }
                }
                case "description" -> {
                    description = LuaEngine.string(value);
                    if (description == null) {
                        throw RedisLibrary.raised(
                                "description argument given to redis.register_function must be a string");
                    }
                }
                case "callback" -> {
                    if (!(value instanceof Closure function)) {
                        throw RedisLibrary.raised(
                                "callback argument given to redis.register_function must be a function");
                    }
                    callback = function;
                }
                case "flags" -> {
                    if (!(value instanceof LuaTable list)) {
                        throw RedisLibrary.raised("flags argument to redis.register_function must be a table "
                                + "representing function flags");
                    }
                    flags(list, flags);
                }
                default -> throw RedisLibrary.raised("unknown argument given to redis.register_function");
            }
            entry = named.next(key);
        }
        if (name == null) {
            throw RedisLibrary.raised("redis.register_function must get a function name argument");
        }
        if (callback == null) {
            throw RedisLibrary.raised("redis.register_function must get a callback argument");
        }
        register(into, Bytes.text(name), callback, flags, description == null ? null : Bytes.text(description));
    }

    private static void flags(LuaTable list, Set<ScriptFlag> flags) {
        for (int i = 1; list.rawget(i) != LuaValue.NIL; i++) {
            LuaValue value = list.rawget(i);
            ScriptFlag flag = value instanceof LuaString text ? ScriptFlag.named(Bytes.text(text)) : null;
            if (flag == null) {
                throw RedisLibrary.raised("unknown flag given");
            }
            flags.add(flag);
        }
    }

    private void register(
            FunctionRegistrar into,
            String name,
            Closure function,
            Set<ScriptFlag> flags,
            @Nullable String description) {
        ScriptProgram program = run ->
                LuaEngine.run(state, function, LuaValue.varargsOf(LuaState.keys(run), LuaState.arguments(run)), run);
        try {
            into.register(name, program, flags, description);
        } catch (ScriptException refused) {
            throw RedisLibrary.raised(refused.getMessage());
        }
    }
}
