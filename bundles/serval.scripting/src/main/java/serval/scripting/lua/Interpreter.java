package serval.scripting.lua;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;
import org.luaj.vm2.Varargs;

/**
 * The loop that runs a Lua function's code.
 *
 * <p>LuaJ compiles and has the values; the loop is ours because a server needs of it what an embedded interpreter does not have: a
 * checkpoint in every loop, errors that name what they are about, a bound on depth that is not the thread's stack, and numbers that read
 * as C prints them. The method must stay below 8,000 bytes of code, beyond which the JIT leaves it alone: what is rare is in
 * {@link Operations}.
 */
final class Interpreter {
    /** What a function's code returns that has left a call to {@link Machine#tailCall}. No script has this value. */
    static final LuaValue TAIL_CALL = new Table();

    private static final LuaValue NIL = LuaValue.NIL;
    private static final Varargs NONE = LuaValue.NONE;

    private Interpreter() {}

    /** Runs a function with its parameters in place. */
    static Varargs run(Machine machine, Closure function, LuaValue[] stack, double[] numbers, Varargs extra) {
        int depth = machine.frames.push(function, machine.natives());
        Variable @Nullable [] open = variables(function.code);
        try {
            Varargs result = step(machine, function, stack, numbers, extra, open, depth);
            while (result == TAIL_CALL) {
                // The frame makes place for the function called.
                Variable.close(open, 0);
                Closure next = machine.tailFunction();
                Varargs arguments = machine.tailArguments();
                Prototype code = next.code;
                machine.frames.replace(depth, next);
                LuaValue[] registers = new LuaValue[code.maxstacksize];
                double[] values = new double[code.maxstacksize];
                Registers.parameters(code, arguments, registers, values);
                open = variables(code);
                Varargs more = code.is_vararg != 0 ? arguments.subargs(code.numparams + 1) : NONE;
                result = step(machine, next, registers, values, more, open, depth);
            }
            return result;
        } finally {
            Variable.close(open, 0);
            machine.frames.pop(depth);
        }
    }

    private static Variable @Nullable [] variables(Prototype code) {
        return code.p.length > 0 ? new Variable[code.maxstacksize] : null;
    }

    private static Varargs step(
            Machine machine,
            Closure function,
            LuaValue[] stack,
            double[] numbers,
            Varargs extra,
            Variable @Nullable [] open,
            int depth) {
        Translation translation = function.constants.translation();
        if (translation == null) {
            translation = function.constants.used(1);
        }
        return translation != null
                ? translation.run(numbers, stack, machine, function, extra, open, depth)
                : interpret(machine, function, stack, numbers, extra, open, depth);
    }

    private static Varargs interpret(
            Machine machine,
            Closure function,
            LuaValue[] stack,
            double[] numbers,
            Varargs extra,
            Variable @Nullable [] open,
            int depth) {
        int pc = 0;
        try {
            double[] constants = function.constants.numbers;
            int[] instructions = function.code.code;
            int top = 0;
            Varargs results = NONE;
            for (; ; ++pc) {
                int i = instructions[pc];
                int a = i >> 6 & 255;
                switch (i & 63) {
                    case Lua.OP_MOVE: {
                        int b = i >>> 23;
                        double number = numbers[b];
                        numbers[a] = number;
                        if (Double.isNaN(number)) {
                            stack[a] = stack[b];
                        }
                        continue;
                    }
                    case Lua.OP_LOADK:
                        stack[a] = function.code.k[i >>> 14];
                        numbers[a] = constants[i >>> 14];
                        continue;
                    case Lua.OP_LOADKX: {
                        int x = instructions[++pc] >>> 6;
                        stack[a] = function.code.k[x];
                        numbers[a] = constants[x];
                        continue;
                    }
                    case Lua.OP_LOADBOOL:
                        Registers.setOther(stack, numbers, a, i >>> 23 != 0 ? LuaValue.TRUE : LuaValue.FALSE);
                        if ((i & 511 << 14) != 0) {
                            ++pc;
                        }
                        continue;
                    case Lua.OP_LOADNIL:
                        Registers.clear(stack, numbers, a, a + (i >>> 23) + 1);
                        continue;
                    case Lua.OP_GETUPVAL: {
                        Variable variable = function.shared[i >>> 23];
                        stack[a] = variable.raw();
                        numbers[a] = variable.number();
                        continue;
                    }
                    case Lua.OP_GETTABUP: {
                        LuaValue table = function.shared[i >>> 23].get();
                        int c = i >> 14 & 511;
                        LuaValue key = c > 255 ? function.code.k[c & 255] : Registers.value(stack, numbers, c);
                        LuaValue found = table instanceof LuaTable own ? own.rawget(key) : NIL;
                        if (found == NIL) {
                            found = Operations.index(machine, table, key, function.code, pc, -1 - (i >>> 23));
                        }
                        Registers.set(stack, numbers, a, found);
                        continue;
                    }
                    case Lua.OP_GETTABLE: {
                        int b = i >>> 23;
                        int c = i >> 14 & 511;
                        LuaValue table = Registers.value(stack, numbers, b);
                        double place = c > 255 ? constants[c & 255] : numbers[c];
                        int index = (int) place;
                        LuaValue found = NIL;
                        if (index == place && table instanceof LuaTable own) {
                            found = own.rawget(index);
                        }
                        if (found == NIL) {
                            LuaValue key = c > 255 ? function.code.k[c & 255] : Registers.value(stack, numbers, c);
                            found = table instanceof LuaTable own ? own.rawget(key) : NIL;
                            if (found == NIL) {
                                found = Operations.index(machine, table, key, function.code, pc, b);
                            }
                        }
                        Registers.set(stack, numbers, a, found);
                        continue;
                    }
                    case Lua.OP_SETTABUP: {
                        int b = i >>> 23;
                        int c = i >> 14 & 511;
                        Operations.assign(
                                machine,
                                function.shared[a].get(),
                                b > 255 ? function.code.k[b & 255] : Registers.value(stack, numbers, b),
                                c > 255 ? function.code.k[c & 255] : Registers.value(stack, numbers, c),
                                function.code,
                                pc,
                                -1 - a);
                        continue;
                    }
                    case Lua.OP_SETUPVAL:
                        function.shared[i >>> 23].set(stack[a], numbers[a]);
                        continue;
                    case Lua.OP_SETTABLE: {
                        int b = i >>> 23;
                        int c = i >> 14 & 511;
                        LuaValue table = Registers.value(stack, numbers, a);
                        LuaValue value = c > 255 ? function.code.k[c & 255] : Registers.value(stack, numbers, c);
                        double place = b > 255 ? constants[b & 255] : numbers[b];
                        int index = (int) place;
                        if (index == place && table instanceof Table own && own.isPlain()) {
                            machine.spend(2);
                            own.rawset(index, value);
                            continue;
                        }
                        LuaValue key = b > 255 ? function.code.k[b & 255] : Registers.value(stack, numbers, b);
                        Operations.assign(machine, table, key, value, function.code, pc, a);
                        continue;
                    }
                    case Lua.OP_NEWTABLE: {
                        int b = i >>> 23;
                        int c = i >> 14 & 511;
                        machine.spend(4);
                        Registers.setOther(
                                stack,
                                numbers,
                                a,
                                (b | c) == 0 ? new Table() : new Table(Operations.size(b), Operations.size(c)));
                        continue;
                    }
                    case Lua.OP_SELF: {
                        int b = i >>> 23;
                        LuaValue object = Registers.value(stack, numbers, b);
                        int c = i >> 14 & 511;
                        LuaValue key = c > 255 ? function.code.k[c & 255] : Registers.value(stack, numbers, c);
                        Registers.set(stack, numbers, a + 1, object);
                        LuaValue found = object instanceof LuaTable own ? own.rawget(key) : NIL;
                        if (found == NIL) {
                            found = Operations.index(machine, object, key, function.code, pc, b);
                        }
                        Registers.set(stack, numbers, a, found);
                        continue;
                    }
                    case Lua.OP_ADD: {
                        int b = i >>> 23;
                        int c = i >> 14 & 511;
                        double x = b > 255 ? constants[b & 255] : numbers[b];
                        double y = c > 255 ? constants[c & 255] : numbers[c];
                        double result = x + y;
                        if (!Double.isNaN(result)) {
                            numbers[a] = result;
                        } else {
                            Operations.arithmetic(machine, Operations.ADD, stack, numbers, function.code, pc);
                        }
                        continue;
                    }
                    case Lua.OP_SUB: {
                        int b = i >>> 23;
                        int c = i >> 14 & 511;
                        double x = b > 255 ? constants[b & 255] : numbers[b];
                        double y = c > 255 ? constants[c & 255] : numbers[c];
                        double result = x - y;
                        if (!Double.isNaN(result)) {
                            numbers[a] = result;
                        } else {
                            Operations.arithmetic(machine, Operations.SUB, stack, numbers, function.code, pc);
                        }
                        continue;
                    }
                    case Lua.OP_MUL: {
                        int b = i >>> 23;
                        int c = i >> 14 & 511;
                        double x = b > 255 ? constants[b & 255] : numbers[b];
                        double y = c > 255 ? constants[c & 255] : numbers[c];
                        double result = x * y;
                        if (!Double.isNaN(result)) {
                            numbers[a] = result;
                        } else {
                            Operations.arithmetic(machine, Operations.MUL, stack, numbers, function.code, pc);
                        }
                        continue;
                    }
                    case Lua.OP_DIV: {
                        int b = i >>> 23;
                        int c = i >> 14 & 511;
                        double x = b > 255 ? constants[b & 255] : numbers[b];
                        double y = c > 255 ? constants[c & 255] : numbers[c];
                        double result = x / y;
                        if (!Double.isNaN(result)) {
                            numbers[a] = result;
                        } else {
                            Operations.arithmetic(machine, Operations.DIV, stack, numbers, function.code, pc);
                        }
                        continue;
                    }
                    case Lua.OP_MOD: {
                        int b = i >>> 23;
                        int c = i >> 14 & 511;
                        double x = b > 255 ? constants[b & 255] : numbers[b];
                        double y = c > 255 ? constants[c & 255] : numbers[c];
                        double result = x - Math.floor(x / y) * y;
                        if (!Double.isNaN(result)) {
                            numbers[a] = result;
                        } else {
                            Operations.arithmetic(machine, Operations.MOD, stack, numbers, function.code, pc);
                        }
                        continue;
                    }
                    case Lua.OP_POW: {
                        int b = i >>> 23;
                        int c = i >> 14 & 511;
                        double x = b > 255 ? constants[b & 255] : numbers[b];
                        double y = c > 255 ? constants[c & 255] : numbers[c];
                        double result = Operations.power(x, y);
                        if (!Double.isNaN(result)) {
                            numbers[a] = result;
                        } else {
                            Operations.arithmetic(machine, Operations.POW, stack, numbers, function.code, pc);
                        }
                        continue;
                    }
                    case Lua.OP_UNM: {
                        int b = i >>> 23;
                        double number = numbers[b];
                        if (!Double.isNaN(number)) {
                            numbers[a] = -number;
                        } else {
                            Registers.set(stack, numbers, a, Operations.negative(machine, stack[b], function.code, pc));
                        }
                        continue;
                    }
                    case Lua.OP_NOT: {
                        int b = i >>> 23;
                        boolean is = !Double.isNaN(numbers[b]) || stack[b].toboolean();
                        Registers.setOther(stack, numbers, a, is ? LuaValue.FALSE : LuaValue.TRUE);
                        continue;
                    }
                    case Lua.OP_LEN: {
                        LuaValue value = Registers.value(stack, numbers, i >>> 23);
                        Registers.set(stack, numbers, a, Operations.length(machine, value, function.code, pc));
                        continue;
                    }
                    case Lua.OP_CONCAT: {
                        int b = i >>> 23;
                        int c = i >> 14 & 511;
                        Registers.box(stack, numbers, b, c - b + 1);
                        Registers.set(stack, numbers, a, Operations.concat(machine, stack, b, c, function.code, pc));
                        continue;
                    }
                    case Lua.OP_JMP: {
                        int by = (i >>> 14) - Lua.MAXARG_sBx;
                        if (by >= 0) {
                            pc += by;
                            if (a > 0) {
                                Variable.close(open, a - 1);
                            }
                            continue;
                        }
                        machine.spend(1);
                        pc += by;
                        if (a > 0) {
                            Variable.close(open, a - 1);
                        }
                        break;
                    }
                    case Lua.OP_EQ: {
                        int b = i >>> 23;
                        int c = i >> 14 & 511;
                        double x = b > 255 ? constants[b & 255] : numbers[b];
                        double y = c > 255 ? constants[c & 255] : numbers[c];
                        boolean equal;
                        if (!Double.isNaN(x) || !Double.isNaN(y)) {
                            equal = x == y;
                        } else {
                            LuaValue one = b > 255 ? function.code.k[b & 255] : stack[b];
                            LuaValue two = c > 255 ? function.code.k[c & 255] : stack[c];
                            equal = one == two ? !(one instanceof LuaNumber) : Operations.equal(machine, one, two);
                        }
                        if (equal != (a != 0)) {
                            ++pc;
                        }
                        continue;
                    }
                    case Lua.OP_LT: {
                        int b = i >>> 23;
                        int c = i >> 14 & 511;
                        double x = b > 255 ? constants[b & 255] : numbers[b];
                        double y = c > 255 ? constants[c & 255] : numbers[c];
                        boolean less = !Double.isNaN(x) && !Double.isNaN(y)
                                ? x < y
                                : Operations.less(
                                        machine,
                                        b > 255 ? function.code.k[b & 255] : Registers.value(stack, numbers, b),
                                        c > 255 ? function.code.k[c & 255] : Registers.value(stack, numbers, c));
                        if (less != (a != 0)) {
                            ++pc;
                        }
                        continue;
                    }
                    case Lua.OP_LE: {
                        int b = i >>> 23;
                        int c = i >> 14 & 511;
                        double x = b > 255 ? constants[b & 255] : numbers[b];
                        double y = c > 255 ? constants[c & 255] : numbers[c];
                        boolean notMore = !Double.isNaN(x) && !Double.isNaN(y)
                                ? x <= y
                                : Operations.lessOrEqual(
                                        machine,
                                        b > 255 ? function.code.k[b & 255] : Registers.value(stack, numbers, b),
                                        c > 255 ? function.code.k[c & 255] : Registers.value(stack, numbers, c));
                        if (notMore != (a != 0)) {
                            ++pc;
                        }
                        continue;
                    }
                    case Lua.OP_TEST:
                        if ((!Double.isNaN(numbers[a]) || stack[a].toboolean()) != ((i & 511 << 14) != 0)) {
                            ++pc;
                        }
                        continue;
                    case Lua.OP_TESTSET: {
                        int b = i >>> 23;
                        if ((!Double.isNaN(numbers[b]) || stack[b].toboolean()) != ((i & 511 << 14) != 0)) {
                            ++pc;
                        } else {
                            stack[a] = stack[b];
                            numbers[a] = numbers[b];
                        }
                        continue;
                    }
                    case Lua.OP_CALL: {
                        machine.spend(2);
                        machine.frames.at(depth, pc);
                        int b = i >>> 23;
                        int c = i >> 14 & 511;
                        LuaValue called = Registers.value(stack, numbers, a);
                        Varargs returned;
                        if (called instanceof Closure other && b > 0) {
                            returned = enter(machine, other, stack, numbers, a + 1, b - 1);
                        } else {
                            Varargs arguments = Registers.list(
                                    stack, numbers, a + 1, b > 0 ? b - 1 : top - a - 1, b > 0 ? NONE : results);
                            returned = called instanceof Builtin own
                                    ? own.invoke(arguments)
                                    : Operations.call(machine, called, arguments, function.code, pc, a);
                        }
                        switch (c) {
                            case 0 -> {
                                top = a;
                                results = returned;
                            }
                            case 1 -> results = NONE;
                            case 2 -> Registers.set(stack, numbers, a, returned.arg1());
                            default -> {
                                for (int n = 1; n < c; n++) {
                                    Registers.set(stack, numbers, a + n - 1, returned.arg(n));
                                }
                            }
                        }
                        continue;
                    }
                    case Lua.OP_TAILCALL: {
                        machine.spend(2);
                        machine.frames.at(depth, pc);
                        int b = i >>> 23;
                        LuaValue called = Registers.value(stack, numbers, a);
                        Varargs arguments = Registers.list(
                                stack, numbers, a + 1, b > 0 ? b - 1 : top - a - 1, b > 0 ? NONE : results);
                        if (!(called instanceof Closure other)) {
                            return called instanceof Builtin own
                                    ? own.invoke(arguments)
                                    : Operations.call(machine, called, arguments, function.code, pc, a);
                        }
                        return machine.tailCall(other, arguments);
                    }
                    case Lua.OP_RETURN: {
                        int b = i >>> 23;
                        return switch (b) {
                            case 0 -> Registers.list(stack, numbers, a, top - a, results);
                            case 1 -> NONE;
                            case 2 -> Registers.value(stack, numbers, a);
                            default -> Registers.list(stack, numbers, a, b - 1, NONE);
                        };
                    }
                    case Lua.OP_FORLOOP: {
                        machine.spend(1);
                        double by = numbers[a + 2];
                        double next = numbers[a] + by;
                        double limit = numbers[a + 1];
                        if (!(by > 0 ? next <= limit : limit <= next)) {
                            continue;
                        }
                        numbers[a] = next;
                        numbers[a + 3] = next;
                        pc += (i >>> 14) - Lua.MAXARG_sBx;
                        break;
                    }
                    case Lua.OP_FORPREP:
                        Operations.prepareLoop(stack, numbers, a);
                        pc += (i >>> 14) - Lua.MAXARG_sBx;
                        continue;
                    case Lua.OP_TFORCALL: {
                        machine.frames.at(depth, pc);
                        LuaValue called = Registers.value(stack, numbers, a);
                        Varargs arguments = Registers.list(stack, numbers, a + 1, 2, NONE);
                        Varargs returned = called instanceof Builtin own
                                ? own.invoke(arguments)
                                : called instanceof Closure other
                                        ? machine.run(other, arguments)
                                        : Operations.call(machine, called, arguments, function.code, pc, -1);
                        for (int n = i >> 14 & 511; n > 0; n--) {
                            Registers.set(stack, numbers, a + 2 + n, returned.arg(n));
                        }
                        continue;
                    }
                    case Lua.OP_TFORLOOP:
                        machine.spend(1);
                        if (Double.isNaN(numbers[a + 1]) && stack[a + 1] == NIL) {
                            continue;
                        }
                        stack[a] = stack[a + 1];
                        numbers[a] = numbers[a + 1];
                        pc += (i >>> 14) - Lua.MAXARG_sBx;
                        break;
                    case Lua.OP_SETLIST: {
                        int b = i >>> 23;
                        int c = i >> 14 & 511;
                        if (c == 0) {
                            c = instructions[++pc] >>> 6;
                        }
                        int count = b > 0 ? b : top - a - 1;
                        Registers.box(stack, numbers, a + 1, count);
                        Operations.fill(
                                machine,
                                (LuaTable) stack[a],
                                (c - 1) * Lua.LFIELDS_PER_FLUSH,
                                stack,
                                a + 1,
                                count,
                                b > 0 ? NONE : results);
                        continue;
                    }
                    case Lua.OP_CLOSURE:
                        machine.spend(2);
                        Registers.setOther(
                                stack, numbers, a, Closure.inside(machine, function, i >>> 14, stack, numbers, open));
                        continue;
                    case Lua.OP_VARARG: {
                        int b = i >>> 23;
                        if (b == 0) {
                            top = a;
                            results = extra;
                        } else {
                            for (int n = 1; n < b; n++) {
                                Registers.set(stack, numbers, a + n - 1, extra.arg(n));
                            }
                        }
                        continue;
                    }
                    default:
                        throw new IllegalStateException("instruction " + (i & 63));
                }
                // A jump back: the rest is done by JVM code if there is some by now.
                Translation translation = function.constants.translation();
                if (translation != null) {
                    return translation.resume(numbers, stack, machine, function, extra, open, depth, pc + 1);
                }
            }
        } catch (LuaFault | Killed | LuaError | StackOverflowError thrown) {
            throw Steps.leaving(thrown, function, pc);
        }
    }

    /** Calls a Lua function with arguments that lie in the caller's registers. */
    static Varargs enter(Machine machine, Closure function, LuaValue[] from, double[] fromNumbers, int at, int count) {
        Prototype code = function.code;
        LuaValue[] stack = new LuaValue[code.maxstacksize];
        double[] numbers = new double[code.maxstacksize];
        int taken = Math.min(count, code.numparams);
        // A few each: less than calling what copies or fills an array.
        for (int j = 0; j < taken; j++) {
            numbers[j] = fromNumbers[at + j];
            stack[j] = from[at + j];
        }
        for (int j = taken; j < stack.length; j++) {
            numbers[j] = Double.NaN;
            stack[j] = NIL;
        }
        Varargs extra = NONE;
        if (code.is_vararg != 0 && count > taken) {
            extra = Registers.list(from, fromNumbers, at + taken, count - taken, NONE);
        }
        return run(machine, function, stack, numbers, extra);
    }

    /** A string that is one. */
    static boolean isText(LuaValue value) {
        return value instanceof LuaString || value instanceof LuaNumber;
    }
}
