package serval.scripting.lua;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaDouble;
import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;
import org.luaj.vm2.UpValue;
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
    private static final LuaValue NIL = LuaValue.NIL;
    private static final Varargs NONE = LuaValue.NONE;

    private Interpreter() {}

    /** Runs a function with its parameters in place. */
    static Varargs run(Machine machine, Closure function, LuaValue[] stack, Varargs extra) {
        Frames frames = machine.frames;
        int depth = frames.push(function, machine.natives());
        int pc = 0;
        Prototype code = function.code;
        UpValue @Nullable [] open = code.p.length > 0 ? new UpValue[stack.length] : null;
        try {
            LuaValue[] k = code.k;
            int[] instructions = code.code;
            UpValue[] shared = function.shared;
            int top = 0;
            Varargs results = NONE;
            for (; ; ++pc) {
                int i = instructions[pc];
                int a = i >> 6 & 255;
                switch (i & 63) {
                    case Lua.OP_MOVE:
                        stack[a] = stack[i >>> 23];
                        continue;
                    case Lua.OP_LOADK:
                        stack[a] = k[i >>> 14];
                        continue;
                    case Lua.OP_LOADKX:
                        stack[a] = k[instructions[++pc] >>> 6];
                        continue;
                    case Lua.OP_LOADBOOL:
                        stack[a] = i >>> 23 != 0 ? LuaValue.TRUE : LuaValue.FALSE;
                        if ((i & 511 << 14) != 0) {
                            ++pc;
                        }
                        continue;
                    case Lua.OP_LOADNIL:
                        Arrays.fill(stack, a, a + (i >>> 23) + 1, NIL);
                        continue;
                    case Lua.OP_GETUPVAL:
                        stack[a] = shared[i >>> 23].getValue();
                        continue;
                    case Lua.OP_GETTABUP: {
                        LuaValue table = shared[i >>> 23].getValue();
                        int c = i >> 14 & 511;
                        LuaValue key = c > 255 ? k[c & 255] : stack[c];
                        LuaValue found = table instanceof LuaTable own ? own.rawget(key) : NIL;
                        stack[a] =
                                found != NIL ? found : Operations.index(machine, table, key, code, pc, -1 - (i >>> 23));
                        continue;
                    }
                    case Lua.OP_GETTABLE: {
                        int b = i >>> 23;
                        LuaValue table = stack[b];
                        int c = i >> 14 & 511;
                        LuaValue key = c > 255 ? k[c & 255] : stack[c];
                        LuaValue found = table instanceof LuaTable own ? own.rawget(key) : NIL;
                        stack[a] = found != NIL ? found : Operations.index(machine, table, key, code, pc, b);
                        continue;
                    }
                    case Lua.OP_SETTABUP: {
                        int b = i >>> 23;
                        int c = i >> 14 & 511;
                        Operations.assign(
                                machine,
                                shared[a].getValue(),
                                b > 255 ? k[b & 255] : stack[b],
                                c > 255 ? k[c & 255] : stack[c],
                                code,
                                pc,
                                -1 - a);
                        continue;
                    }
                    case Lua.OP_SETUPVAL:
                        shared[i >>> 23].setValue(stack[a]);
                        continue;
                    case Lua.OP_SETTABLE: {
                        int b = i >>> 23;
                        int c = i >> 14 & 511;
                        LuaValue key = b > 255 ? k[b & 255] : stack[b];
                        LuaValue value = c > 255 ? k[c & 255] : stack[c];
                        Operations.assign(machine, stack[a], key, value, code, pc, a);
                        continue;
                    }
                    case Lua.OP_NEWTABLE: {
                        int b = i >>> 23;
                        int c = i >> 14 & 511;
                        machine.spend(4);
                        stack[a] = (b | c) == 0 ? new Table() : new Table(Operations.size(b), Operations.size(c));
                        continue;
                    }
                    case Lua.OP_SELF: {
                        int b = i >>> 23;
                        LuaValue object = stack[b];
                        int c = i >> 14 & 511;
                        LuaValue key = c > 255 ? k[c & 255] : stack[c];
                        stack[a + 1] = object;
                        LuaValue found = object instanceof LuaTable own ? own.rawget(key) : NIL;
                        stack[a] = found != NIL ? found : Operations.index(machine, object, key, code, pc, b);
                        continue;
                    }
                    case Lua.OP_ADD: {
                        int bi = i >>> 23;
                        int ci = i >> 14 & 511;
                        LuaValue b = bi > 255 ? k[bi & 255] : stack[bi];
                        LuaValue c = ci > 255 ? k[ci & 255] : stack[ci];
                        if (b instanceof LuaInteger x && c instanceof LuaInteger y) {
                            stack[a] = LuaInteger.valueOf((long) x.v + y.v);
                        } else if (b instanceof LuaNumber && c instanceof LuaNumber) {
                            stack[a] = LuaDouble.valueOf(b.todouble() + c.todouble());
                        } else {
                            stack[a] = Operations.arithmetic(machine, Operations.ADD, b, c, code, pc);
                        }
                        continue;
                    }
                    case Lua.OP_SUB: {
                        int bi = i >>> 23;
                        int ci = i >> 14 & 511;
                        LuaValue b = bi > 255 ? k[bi & 255] : stack[bi];
                        LuaValue c = ci > 255 ? k[ci & 255] : stack[ci];
                        if (b instanceof LuaInteger x && c instanceof LuaInteger y) {
                            stack[a] = LuaInteger.valueOf((long) x.v - y.v);
                        } else if (b instanceof LuaNumber && c instanceof LuaNumber) {
                            stack[a] = LuaDouble.valueOf(b.todouble() - c.todouble());
                        } else {
                            stack[a] = Operations.arithmetic(machine, Operations.SUB, b, c, code, pc);
                        }
                        continue;
                    }
                    case Lua.OP_MUL: {
                        int bi = i >>> 23;
                        int ci = i >> 14 & 511;
                        LuaValue b = bi > 255 ? k[bi & 255] : stack[bi];
                        LuaValue c = ci > 255 ? k[ci & 255] : stack[ci];
                        if (b instanceof LuaInteger x && c instanceof LuaInteger y) {
                            stack[a] = LuaInteger.valueOf((long) x.v * y.v);
                        } else if (b instanceof LuaNumber && c instanceof LuaNumber) {
                            stack[a] = LuaDouble.valueOf(b.todouble() * c.todouble());
                        } else {
                            stack[a] = Operations.arithmetic(machine, Operations.MUL, b, c, code, pc);
                        }
                        continue;
                    }
                    case Lua.OP_MOD: {
                        int bi = i >>> 23;
                        int ci = i >> 14 & 511;
                        LuaValue b = bi > 255 ? k[bi & 255] : stack[bi];
                        LuaValue c = ci > 255 ? k[ci & 255] : stack[ci];
                        if (b instanceof LuaInteger x && c instanceof LuaInteger y && y.v > 0) {
                            stack[a] = LuaInteger.valueOf(Math.floorMod(x.v, y.v));
                        } else {
                            stack[a] = Operations.arithmetic(machine, Operations.MOD, b, c, code, pc);
                        }
                        continue;
                    }
                    case Lua.OP_DIV, Lua.OP_POW: {
                        int bi = i >>> 23;
                        int ci = i >> 14 & 511;
                        LuaValue b = bi > 255 ? k[bi & 255] : stack[bi];
                        LuaValue c = ci > 255 ? k[ci & 255] : stack[ci];
                        int kind = (i & 63) == Lua.OP_DIV ? Operations.DIV : Operations.POW;
                        stack[a] = Operations.arithmetic(machine, kind, b, c, code, pc);
                        continue;
                    }
                    case Lua.OP_UNM:
                        stack[a] = Operations.negative(machine, stack[i >>> 23], code, pc);
                        continue;
                    case Lua.OP_NOT:
                        stack[a] = stack[i >>> 23].toboolean() ? LuaValue.FALSE : LuaValue.TRUE;
                        continue;
                    case Lua.OP_LEN:
                        stack[a] = Operations.length(machine, stack[i >>> 23], code, pc);
                        continue;
                    case Lua.OP_CONCAT:
                        stack[a] = Operations.concat(machine, stack, i >>> 23, i >> 14 & 511, code, pc);
                        continue;
                    case Lua.OP_JMP: {
                        int by = (i >>> 14) - Lua.MAXARG_sBx;
                        if (by < 0) {
                            machine.spend(1);
                        }
                        pc += by;
                        if (a > 0) {
                            close(open, a - 1);
                        }
                        continue;
                    }
                    case Lua.OP_EQ: {
                        int bi = i >>> 23;
                        int ci = i >> 14 & 511;
                        LuaValue b = bi > 255 ? k[bi & 255] : stack[bi];
                        LuaValue c = ci > 255 ? k[ci & 255] : stack[ci];
                        if ((b == c || Operations.equal(machine, b, c)) != (a != 0)) {
                            ++pc;
                        }
                        continue;
                    }
                    case Lua.OP_LT: {
                        int bi = i >>> 23;
                        int ci = i >> 14 & 511;
                        LuaValue b = bi > 255 ? k[bi & 255] : stack[bi];
                        LuaValue c = ci > 255 ? k[ci & 255] : stack[ci];
                        boolean less = b instanceof LuaInteger x && c instanceof LuaInteger y
                                ? x.v < y.v
                                : Operations.less(machine, b, c);
                        if (less != (a != 0)) {
                            ++pc;
                        }
                        continue;
                    }
                    case Lua.OP_LE: {
                        int bi = i >>> 23;
                        int ci = i >> 14 & 511;
                        LuaValue b = bi > 255 ? k[bi & 255] : stack[bi];
                        LuaValue c = ci > 255 ? k[ci & 255] : stack[ci];
                        boolean notMore = b instanceof LuaInteger x && c instanceof LuaInteger y
                                ? x.v <= y.v
                                : Operations.lessOrEqual(machine, b, c);
                        if (notMore != (a != 0)) {
                            ++pc;
                        }
                        continue;
                    }
                    case Lua.OP_TEST:
                        if (stack[a].toboolean() != ((i & 511 << 14) != 0)) {
                            ++pc;
                        }
                        continue;
                    case Lua.OP_TESTSET: {
                        LuaValue b = stack[i >>> 23];
                        if (b.toboolean() != ((i & 511 << 14) != 0)) {
                            ++pc;
                        } else {
                            stack[a] = b;
                        }
                        continue;
                    }
                    case Lua.OP_CALL: {
                        machine.spend(2);
                        frames.at(depth, pc);
                        int b = i >>> 23;
                        int c = i >> 14 & 511;
                        LuaValue called = stack[a];
                        Varargs returned;
                        if (called instanceof Closure other && b > 0) {
                            returned = enter(machine, other, stack, a + 1, b - 1);
                        } else {
                            Varargs arguments =
                                    arguments(stack, a + 1, b > 0 ? b - 1 : top - a - 1, b > 0 ? NONE : results);
                            returned = called instanceof Builtin own
                                    ? own.invoke(arguments)
                                    : Operations.call(machine, called, arguments, code, pc, a);
                        }
                        switch (c) {
                            case 0 -> {
                                top = a;
                                results = returned;
                            }
                            case 1 -> results = NONE;
                            case 2 -> stack[a] = returned.arg1();
                            default -> {
                                for (int n = 1; n < c; n++) {
                                    stack[a + n - 1] = returned.arg(n);
                                }
                            }
                        }
                        continue;
                    }
                    case Lua.OP_TAILCALL: {
                        machine.spend(2);
                        frames.at(depth, pc);
                        int b = i >>> 23;
                        LuaValue called = stack[a];
                        Varargs arguments =
                                arguments(stack, a + 1, b > 0 ? b - 1 : top - a - 1, b > 0 ? NONE : results);
                        if (!(called instanceof Closure other)) {
                            return called instanceof Builtin own
                                    ? own.invoke(arguments)
                                    : Operations.call(machine, called, arguments, code, pc, a);
                        }
                        // The frame makes place for the one called.
                        close(open, 0);
                        function = other;
                        code = other.code;
                        frames.replace(depth, other);
                        stack = parameters(code, arguments);
                        extra = code.is_vararg != 0 ? arguments.subargs(code.numparams + 1) : NONE;
                        open = code.p.length > 0 ? new UpValue[stack.length] : null;
                        k = code.k;
                        instructions = code.code;
                        shared = other.shared;
                        results = NONE;
                        pc = -1;
                        continue;
                    }
                    case Lua.OP_RETURN: {
                        int b = i >>> 23;
                        return switch (b) {
                            case 0 -> arguments(stack, a, top - a, results);
                            case 1 -> NONE;
                            case 2 -> stack[a];
                            default -> arguments(stack, a, b - 1, NONE);
                        };
                    }
                    case Lua.OP_FORLOOP: {
                        machine.spend(1);
                        LuaValue step = stack[a + 2];
                        if (stack[a] instanceof LuaInteger x
                                && step instanceof LuaInteger s
                                && stack[a + 1] instanceof LuaInteger limit) {
                            long next = (long) x.v + s.v;
                            if (s.v > 0 ? next <= limit.v : next >= limit.v) {
                                LuaValue index = LuaInteger.valueOf((int) next);
                                stack[a] = index;
                                stack[a + 3] = index;
                                pc += (i >>> 14) - Lua.MAXARG_sBx;
                            }
                            continue;
                        }
                        double by = step.todouble();
                        double next = stack[a].todouble() + by;
                        double limit = stack[a + 1].todouble();
                        if (by > 0 ? next <= limit : limit <= next) {
                            LuaValue index = LuaDouble.valueOf(next);
                            stack[a] = index;
                            stack[a + 3] = index;
                            pc += (i >>> 14) - Lua.MAXARG_sBx;
                        }
                        continue;
                    }
                    case Lua.OP_FORPREP:
                        Operations.prepareLoop(stack, a);
                        pc += (i >>> 14) - Lua.MAXARG_sBx;
                        continue;
                    case Lua.OP_TFORCALL: {
                        frames.at(depth, pc);
                        LuaValue called = stack[a];
                        Varargs arguments = LuaValue.varargsOf(stack[a + 1], stack[a + 2]);
                        Varargs returned = called instanceof Builtin own
                                ? own.invoke(arguments)
                                : called instanceof Closure other
                                        ? machine.run(other, arguments)
                                        : Operations.call(machine, called, arguments, code, pc, -1);
                        for (int n = i >> 14 & 511; n > 0; n--) {
                            stack[a + 2 + n] = returned.arg(n);
                        }
                        continue;
                    }
                    case Lua.OP_TFORLOOP:
                        machine.spend(1);
                        if (stack[a + 1] != NIL) {
                            stack[a] = stack[a + 1];
                            pc += (i >>> 14) - Lua.MAXARG_sBx;
                        }
                        continue;
                    case Lua.OP_SETLIST: {
                        int b = i >>> 23;
                        int c = i >> 14 & 511;
                        if (c == 0) {
                            c = instructions[++pc] >>> 6;
                        }
                        Operations.fill(
                                machine,
                                (LuaTable) stack[a],
                                (c - 1) * Lua.LFIELDS_PER_FLUSH,
                                stack,
                                a + 1,
                                b > 0 ? b : top - a - 1,
                                b > 0 ? NONE : results);
                        continue;
                    }
                    case Lua.OP_CLOSURE:
                        machine.spend(2);
                        stack[a] = closure(machine, function, code.p[i >>> 14], stack, open);
                        continue;
                    case Lua.OP_VARARG: {
                        int b = i >>> 23;
                        if (b == 0) {
                            top = a;
                            results = extra;
                        } else {
                            for (int n = 1; n < b; n++) {
                                stack[a + n - 1] = extra.arg(n);
                            }
                        }
                        continue;
                    }
                    default:
                        throw new IllegalStateException("instruction " + (i & 63));
                }
            }
        } catch (LuaFault fault) {
            if (fault instanceof Complaint complaint) {
                throw complaint.at(code, pc);
            }
            fault.passed(code, pc);
            throw fault;
        } catch (Killed killed) {
            killed.passed(code, pc);
            throw killed;
        } catch (org.luaj.vm2.LuaError error) {
            throw Complaint.of(Operations.message(error)).at(code, pc);
        } catch (StackOverflowError deep) {
            throw Complaint.machine("stack overflow").at(code, pc);
        } finally {
            if (open != null) {
                close(open, 0);
            }
            frames.pop(depth);
        }
    }

    /** Calls a Lua function with arguments that lie in the caller's registers. */
    private static Varargs enter(Machine machine, Closure function, LuaValue[] from, int at, int count) {
        Prototype code = function.code;
        LuaValue[] stack = new LuaValue[code.maxstacksize];
        int taken = Math.min(count, code.numparams);
        System.arraycopy(from, at, stack, 0, taken);
        Arrays.fill(stack, taken, stack.length, NIL);
        Varargs extra = NONE;
        if (code.is_vararg != 0 && count > taken) {
            extra = LuaValue.varargsOf(Arrays.copyOfRange(from, at + taken, at + count));
        }
        return run(machine, function, stack, extra);
    }

    /** Registers for a function, its parameters in place. */
    static LuaValue[] parameters(Prototype code, Varargs arguments) {
        LuaValue[] stack = new LuaValue[code.maxstacksize];
        int count = code.numparams;
        for (int i = 0; i < count; i++) {
            stack[i] = arguments.arg(i + 1);
        }
        Arrays.fill(stack, count, stack.length, NIL);
        return stack;
    }

    private static Varargs arguments(LuaValue[] stack, int from, int count, Varargs more) {
        if (count == 0) {
            return more;
        }
        if (more == NONE) {
            return switch (count) {
                case 1 -> stack[from];
                case 2 -> LuaValue.varargsOf(stack[from], stack[from + 1]);
                default -> LuaValue.varargsOf(Arrays.copyOfRange(stack, from, from + count));
            };
        }
        return LuaValue.varargsOf(Arrays.copyOfRange(stack, from, from + count), more);
    }

    private static Closure closure(
            Machine machine, Closure outer, Prototype code, LuaValue[] stack, UpValue @Nullable [] open) {
        Closure made = new Closure(machine, code, machine.globals());
        for (int j = 0; j < made.shared.length; j++) {
            int index = code.upvalues[j].idx;
            if (!code.upvalues[j].instack) {
                made.shared[j] = outer.shared[index];
            } else if (open != null) {
                UpValue variable = open[index];
                if (variable == null) {
                    variable = new UpValue(stack, index);
                    open[index] = variable;
                }
                made.shared[j] = variable;
            }
        }
        return made;
    }

    private static void close(UpValue @Nullable [] open, int from) {
        if (open == null) {
            return;
        }
        for (int j = open.length - 1; j >= from; j--) {
            UpValue variable = open[j];
            if (variable != null) {
                variable.close();
                open[j] = null;
            }
        }
    }

    /** A string that is one. */
    static boolean isText(LuaValue value) {
        return value instanceof LuaString || value instanceof LuaNumber;
    }
}
