package serval.scripting.lua;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaDouble;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;
import org.luaj.vm2.Varargs;

/** What the instructions do where it is not done in a line: metamethods, coercions, and the errors that name what they are about. */
final class Operations {
    static final int ADD = 0;
    static final int SUB = 1;
    static final int MUL = 2;
    static final int DIV = 3;
    static final int MOD = 4;
    static final int POW = 5;
    private static final LuaString[] ARITHMETIC = {
        Bytes.string("__add"),
        Bytes.string("__sub"),
        Bytes.string("__mul"),
        Bytes.string("__div"),
        Bytes.string("__mod"),
        Bytes.string("__pow")
    };
    private static final LuaValue NIL = LuaValue.NIL;
    static final LuaString INDEX = Bytes.string("__index");
    private static final LuaString NEWINDEX = Bytes.string("__newindex");
    private static final LuaString CALL = Bytes.string("__call");
    private static final LuaString UNM = Bytes.string("__unm");
    private static final LuaString LEN = Bytes.string("__len");
    private static final LuaString EQ = Bytes.string("__eq");
    private static final LuaString LT = Bytes.string("__lt");
    private static final LuaString LE = Bytes.string("__le");
    private static final LuaString CONCAT = Bytes.string("__concat");
    private static final int LONGEST_CHAIN = 100;
    /** Longer strings are asked for before they are made. */
    static final int ASKED_FOR = 64 * 1024;

    private Operations() {}

    /** A metamethod of a value, or nil. */
    static LuaValue metamethod(Machine machine, LuaValue value, LuaString name) {
        LuaValue metatable = machine.metatable(value);
        return metatable instanceof LuaTable table ? table.rawget(name) : NIL;
    }

    // Tables

    /** What a key of a value is, metamethods included. {@code register} tells what the value is called in an error. */
    static LuaValue index(
            Machine machine, LuaValue object, LuaValue key, @Nullable Prototype code, int pc, int register) {
        LuaValue value = object;
        for (int i = 0; i < LONGEST_CHAIN; i++) {
            LuaValue handler;
            if (value instanceof LuaTable table) {
                LuaValue found = table.rawget(key);
                if (found != NIL) {
                    return found;
                }
                LuaValue metatable = table.getmetatable();
                if (metatable == null) {
                    return NIL;
                }
                handler = metatable.rawget(INDEX);
                if (handler == NIL) {
                    return NIL;
                }
            } else {
                handler = metamethod(machine, value, INDEX);
                if (handler == NIL) {
                    throw wrongType("index", value, code, pc, i == 0 ? register : Integer.MIN_VALUE);
                }
            }
            if (handler.isfunction()) {
                return machine.call(handler, LuaValue.varargsOf(value, key)).arg1();
            }
            value = handler;
        }
        throw Complaint.machine("loop in gettable");
    }

    /** Gives a key of a value another value, metamethods included. */
    static void assign(
            Machine machine,
            LuaValue object,
            LuaValue key,
            LuaValue value,
            @Nullable Prototype code,
            int pc,
            int register) {
        LuaValue target = object;
        for (int i = 0; i < LONGEST_CHAIN; i++) {
            LuaValue handler;
            if (target instanceof LuaTable table) {
                LuaValue metatable = table.getmetatable();
                if (metatable == null || table.rawget(key) != NIL || (handler = metatable.rawget(NEWINDEX)) == NIL) {
                    set(machine, table, key, value);
                    return;
                }
            } else {
                handler = metamethod(machine, target, NEWINDEX);
                if (handler == NIL) {
                    throw wrongType("index", target, code, pc, i == 0 ? register : Integer.MIN_VALUE);
                }
            }
            if (handler.isfunction()) {
                machine.call(handler, LuaValue.varargsOf(target, key, value));
                return;
            }
            target = handler;
        }
        throw Complaint.machine("loop in settable");
    }

    /** Gives a key of a table another value, without metamethods. */
    static void set(Machine machine, LuaTable table, LuaValue key, LuaValue value) {
        if (table instanceof SealedTable sealed && sealed.isSealed()) {
            throw SealedTable.readOnly();
        }
        if (key == NIL) {
            throw Complaint.machine("table index is nil");
        }
        if (key instanceof LuaDouble && Double.isNaN(key.todouble())) {
            throw Complaint.machine("table index is NaN");
        }
        machine.spend(2);
        table.rawset(key, value);
    }

    /** Fills a table's array from registers. */
    static void fill(Machine machine, LuaTable table, int offset, LuaValue[] stack, int from, int count, Varargs more) {
        int extra = more.narg();
        if (table instanceof Table own) {
            own.reserve(offset + count + extra);
        }
        for (int i = 0; i < count; i++) {
            table.rawset(offset + 1 + i, stack[from + i]);
        }
        for (int i = 1; i <= extra; i++) {
            table.rawset(offset + count + i, more.arg(i));
        }
        machine.spend(count + extra);
    }

    /** A size as NEWTABLE says it. */
    static int size(int encoded) {
        int exponent = encoded >> 3 & 31;
        int size = exponent == 0 ? encoded : (encoded & 7) + 8 << exponent - 1;
        // A hint only: a wrong one costs nothing.
        return Math.min(size, 256);
    }

    // Arithmetic

    /** A number for a number or a string that says one; null for anything else. */
    static @Nullable LuaValue number(LuaValue value) {
        if (value instanceof LuaNumber) {
            return value;
        }
        if (value instanceof LuaString text) {
            double parsed = Numbers.parse(text);
            return Double.isNaN(parsed) && !Numbers.saysNan(text) ? null : LuaDouble.valueOf(parsed);
        }
        return null;
    }

    /** Arithmetic on what is not two numbers, or comes to none. */
    static void arithmetic(Machine machine, int kind, LuaValue[] stack, double[] numbers, Prototype code, int pc) {
        int i = code.code[pc];
        int a = i >> 6 & 255;
        int bi = i >>> 23;
        int ci = i >> 14 & 511;
        LuaValue one = bi > 255 ? code.k[bi & 255] : Registers.value(stack, numbers, bi);
        LuaValue two = ci > 255 ? code.k[ci & 255] : Registers.value(stack, numbers, ci);
        LuaValue b = number(one);
        LuaValue c = number(two);
        if (b != null && c != null) {
            Registers.set(stack, numbers, a, LuaDouble.valueOf(compute(kind, b.todouble(), c.todouble())));
            return;
        }
        LuaValue handler = metamethod(machine, one, ARITHMETIC[kind]);
        if (handler == NIL) {
            handler = metamethod(machine, two, ARITHMETIC[kind]);
        }
        if (handler == NIL) {
            boolean second = b != null;
            throw wrongType("perform arithmetic on", second ? two : one, code, pc, second ? ci : bi);
        }
        Registers.set(
                stack,
                numbers,
                a,
                machine.call(handler, LuaValue.varargsOf(one, two)).arg1());
    }

    private static double compute(int kind, double b, double c) {
        return switch (kind) {
            case ADD -> b + c;
            case SUB -> b - c;
            case MUL -> b * c;
            case DIV -> b / c;
            case MOD -> b - Math.floor(b / c) * c;
            default -> power(b, c);
        };
    }

    static double power(double b, double c) {
        return c == 2 ? b * b : Math.pow(b, c);
    }

    static LuaValue negative(Machine machine, LuaValue value, Prototype code, int pc) {
        LuaValue number = number(value);
        if (number != null) {
            return LuaDouble.valueOf(-number.todouble());
        }
        LuaValue handler = metamethod(machine, value, UNM);
        if (handler != NIL) {
            return machine.call(handler, LuaValue.varargsOf(value, value)).arg1();
        }
        throw wrongType("perform arithmetic on", value, code, pc, code.code[pc] >>> 23);
    }

    static LuaValue length(Machine machine, LuaValue value, Prototype code, int pc) {
        if (value instanceof LuaTable table) {
            return LuaInteger.valueOf(table.rawlen());
        }
        if (value instanceof LuaString text) {
            return LuaInteger.valueOf(text.m_length);
        }
        LuaValue handler = metamethod(machine, value, LEN);
        if (handler != NIL) {
            return machine.call(handler, value).arg1();
        }
        throw wrongType("get length of", value, code, pc, code.code[pc] >>> 23);
    }

    /** Joins the values of some registers. */
    static LuaValue concat(Machine machine, LuaValue[] stack, int first, int last, Prototype code, int pc) {
        LuaValue right = stack[last];
        int at = last - 1;
        while (at >= first) {
            LuaValue left = stack[at];
            if (!Interpreter.isText(left) || !Interpreter.isText(right)) {
                LuaValue handler = metamethod(machine, left, CONCAT);
                if (handler == NIL) {
                    handler = metamethod(machine, right, CONCAT);
                }
                if (handler == NIL) {
                    boolean second = Interpreter.isText(left);
                    boolean inPlace = second ? right == stack[at + 1] : true;
                    throw wrongType(
                            "concatenate",
                            second ? right : left,
                            code,
                            pc,
                            inPlace ? second ? at + 1 : at : Integer.MIN_VALUE);
                }
                right = machine.call(handler, LuaValue.varargsOf(left, right)).arg1();
                at--;
                continue;
            }
            // As many as are strings or numbers at once.
            int begin = at;
            while (begin > first && Interpreter.isText(stack[begin - 1])) {
                begin--;
            }
            LuaString[] parts = new LuaString[at - begin + 2];
            long length = 0;
            for (int i = 0; i < parts.length; i++) {
                LuaString part = Numbers.text(i == parts.length - 1 ? right : stack[begin + i]);
                parts[i] = part;
                length += part.m_length;
            }
            right = join(machine, parts, length);
            at = begin - 1;
        }
        return right;
    }

    private static LuaString join(Machine machine, LuaString[] parts, long length) {
        machine.take(length);
        byte[] bytes = new byte[(int) length];
        int to = 0;
        for (LuaString part : parts) {
            System.arraycopy(part.m_bytes, part.m_offset, bytes, to, part.m_length);
            to += part.m_length;
        }
        return LuaString.valueUsing(bytes);
    }

    // Comparison

    static boolean equal(Machine machine, LuaValue one, LuaValue two) {
        if (one.raweq(two)) {
            return true;
        }
        if (!(one instanceof LuaTable && two instanceof LuaTable)) {
            return false;
        }
        LuaValue handler = metamethod(machine, one, EQ);
        if (handler == NIL || !handler.raweq(metamethod(machine, two, EQ))) {
            return false;
        }
        return machine.call(handler, LuaValue.varargsOf(one, two)).arg1().toboolean();
    }

    static boolean less(Machine machine, LuaValue one, LuaValue two) {
        if (one instanceof LuaNumber && two instanceof LuaNumber) {
            return one.todouble() < two.todouble();
        }
        if (one instanceof LuaString x && two instanceof LuaString y) {
            return compare(x, y) < 0;
        }
        LuaValue handler = order(machine, one, two, LT);
        if (handler == NIL) {
            throw unordered(one, two);
        }
        return machine.call(handler, LuaValue.varargsOf(one, two)).arg1().toboolean();
    }

    static boolean lessOrEqual(Machine machine, LuaValue one, LuaValue two) {
        if (one instanceof LuaNumber && two instanceof LuaNumber) {
            return one.todouble() <= two.todouble();
        }
        if (one instanceof LuaString x && two instanceof LuaString y) {
            return compare(x, y) <= 0;
        }
        LuaValue handler = order(machine, one, two, LE);
        if (handler != NIL) {
            return machine.call(handler, LuaValue.varargsOf(one, two)).arg1().toboolean();
        }
        handler = order(machine, one, two, LT);
        if (handler == NIL) {
            throw unordered(one, two);
        }
        return !machine.call(handler, LuaValue.varargsOf(two, one)).arg1().toboolean();
    }

    private static LuaValue order(Machine machine, LuaValue one, LuaValue two, LuaString name) {
        if (one.type() != two.type()) {
            return NIL;
        }
        LuaValue handler = metamethod(machine, one, name);
        return handler != NIL && handler.raweq(metamethod(machine, two, name)) ? handler : NIL;
    }

    /** Compares bytes as unsigned. */
    static int compare(LuaString x, LuaString y) {
        return java.util.Arrays.compareUnsigned(
                x.m_bytes, x.m_offset, x.m_offset + x.m_length, y.m_bytes, y.m_offset, y.m_offset + y.m_length);
    }

    private static Complaint unordered(LuaValue one, LuaValue two) {
        String first = one.typename();
        String second = two.typename();
        return Complaint.machine(
                first.equals(second)
                        ? "attempt to compare two " + first + " values"
                        : "attempt to compare " + first + " with " + second);
    }

    // Calls and loops

    /** Calls what is no function of either kind, or says that it cannot be called. */
    static Varargs call(
            Machine machine, LuaValue called, Varargs arguments, @Nullable Prototype code, int pc, int register) {
        if (called instanceof Closure function) {
            return machine.run(function, arguments);
        }
        if (called instanceof Builtin function) {
            return function.invoke(arguments);
        }
        LuaValue handler = metamethod(machine, called, CALL);
        if (!handler.isfunction()) {
            throw wrongType("call", called, code, pc, register < 0 ? Integer.MIN_VALUE : register);
        }
        return machine.call(handler, LuaValue.varargsOf(called, arguments));
    }

    /** Makes numbers of a loop's bounds. */
    static void prepareLoop(LuaValue[] stack, double[] numbers, int a) {
        Registers.box(stack, numbers, a, 3);
        LuaValue first = number(stack[a]);
        if (first == null) {
            throw Complaint.machine("'for' initial value must be a number");
        }
        LuaValue limit = number(stack[a + 1]);
        if (limit == null) {
            throw Complaint.machine("'for' limit must be a number");
        }
        LuaValue step = number(stack[a + 2]);
        if (step == null) {
            throw Complaint.machine("'for' step must be a number");
        }
        numbers[a] = first.todouble() - step.todouble();
        numbers[a + 1] = limit.todouble();
        numbers[a + 2] = step.todouble();
    }

    // Errors

    private static Complaint wrongType(String what, LuaValue value, @Nullable Prototype code, int pc, int register) {
        Naming.Name name = null;
        if (code != null && register != Integer.MIN_VALUE && register < 256) {
            name = register < 0
                    ? new Naming.Name("upvalue", Naming.upvalue(code, -1 - register))
                    : Naming.register(code, pc, register);
        }
        return Complaint.machine(
                name == null
                        ? "attempt to " + what + " a " + value.typename() + " value"
                        : "attempt to " + what + " " + name.kind() + " '" + name.name() + "' (a " + value.typename()
                                + " value)");
    }

    /** The text of an error that LuaJ's own classes raise. */
    static String message(LuaError error) {
        String text = error.getMessage();
        return text == null ? "error" : text;
    }

    /** The instruction's operation. */
    static int operation(Prototype code, int pc) {
        return code.code[pc] & Lua.MAX_OP;
    }
}
