package serval.scripting.lua;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaDouble;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * What the instructions of a translated function do where it is not done in place. Small methods, for the JIT to put where they are
 * called. The parameters are named as in {@link Interpreter}: {@code a}, {@code b} and {@code c} are registers.
 */
final class Steps {
    private static final LuaValue NIL = LuaValue.NIL;
    private static final Varargs NONE = LuaValue.NONE;

    private Steps() {}

    /** What is thrown on by a function that something was thrown to while it was at {@code pc}. */
    static RuntimeException leaving(Throwable thrown, Closure function, int pc) {
        if (thrown instanceof Complaint complaint) {
            return complaint.at(function.code, pc);
        }
        if (thrown instanceof LuaFault fault) {
            fault.passed(function.code, pc);
            return fault;
        }
        if (thrown instanceof Killed killed) {
            killed.passed(function.code, pc);
            return killed;
        }
        String text = thrown instanceof LuaError error ? Operations.message(error) : "stack overflow";
        boolean machine = !(thrown instanceof LuaError);
        return (machine ? Complaint.machine(text) : Complaint.of(text)).at(function.code, pc);
    }

    // Upvalues and tables

    static void getUpvalue(double[] numbers, LuaValue[] stack, Closure function, int a, int b) {
        Variable variable = function.shared[b];
        stack[a] = variable.raw();
        numbers[a] = variable.number();
    }

    static void setUpvalue(double[] numbers, LuaValue[] stack, Closure function, int a, int b) {
        function.shared[b].set(stack[a], numbers[a]);
    }

    static void getOfUpvalue(
            double[] numbers,
            LuaValue[] stack,
            Machine machine,
            Closure function,
            int pc,
            LuaValue key,
            int a,
            int upvalue) {
        LuaValue table = function.shared[upvalue].get();
        LuaValue found = table instanceof LuaTable own ? own.rawget(key) : NIL;
        if (found == NIL) {
            found = Operations.index(machine, table, key, function.code, pc, -1 - upvalue);
        }
        Registers.set(stack, numbers, a, found);
    }

    static void setOfUpvalue(Machine machine, Closure function, int pc, LuaValue key, LuaValue value, int upvalue) {
        Operations.assign(machine, function.shared[upvalue].get(), key, value, function.code, pc, -1 - upvalue);
    }

    /** GETTABLE by a key that is no number. */
    static void getField(
            double[] numbers, LuaValue[] stack, Machine machine, Closure function, int pc, LuaValue key, int a, int b) {
        LuaValue table = Registers.value(stack, numbers, b);
        LuaValue found = table instanceof LuaTable own ? own.rawget(key) : NIL;
        if (found == NIL) {
            found = Operations.index(machine, table, key, function.code, pc, b);
        }
        Registers.set(stack, numbers, a, found);
    }

    /** GETTABLE by a key that is a number, or is not known to be none. */
    static void getElement(
            double[] numbers,
            LuaValue[] stack,
            Machine machine,
            Closure function,
            int pc,
            double place,
            LuaValue other,
            int a,
            int b) {
        LuaValue table = Registers.value(stack, numbers, b);
        int index = (int) place;
        LuaValue found = NIL;
        if (index == place && table instanceof LuaTable own) {
            found = own.rawget(index);
        }
        if (found == NIL) {
            LuaValue key = Double.isNaN(place) ? other : LuaDouble.valueOf(place);
            found = table instanceof LuaTable own ? own.rawget(key) : NIL;
            if (found == NIL) {
                found = Operations.index(machine, table, key, function.code, pc, b);
            }
        }
        Registers.set(stack, numbers, a, found);
    }

    static void self(
            double[] numbers, LuaValue[] stack, Machine machine, Closure function, int pc, LuaValue key, int a, int b) {
        LuaValue object = Registers.value(stack, numbers, b);
        Registers.set(stack, numbers, a + 1, object);
        LuaValue found = object instanceof LuaTable own ? own.rawget(key) : NIL;
        if (found == NIL) {
            found = Operations.index(machine, object, key, function.code, pc, b);
        }
        Registers.set(stack, numbers, a, found);
    }

    /** SETTABLE by a key that is no number. */
    static void setField(
            double[] numbers,
            LuaValue[] stack,
            Machine machine,
            Closure function,
            int pc,
            LuaValue key,
            LuaValue value,
            int a) {
        Operations.assign(machine, Registers.value(stack, numbers, a), key, value, function.code, pc, a);
    }

    /** SETTABLE by a key that is a number, or is not known to be none. */
    static void setElement(
            double[] numbers,
            LuaValue[] stack,
            Machine machine,
            Closure function,
            int pc,
            double place,
            LuaValue other,
            LuaValue value,
            int a) {
        LuaValue table = Registers.value(stack, numbers, a);
        int index = (int) place;
        if (index == place && table instanceof Table own && own.isPlain()) {
            machine.spend(2);
            own.rawset(index, value);
            return;
        }
        LuaValue key = Double.isNaN(place) ? other : LuaDouble.valueOf(place);
        Operations.assign(machine, table, key, value, function.code, pc, a);
    }

    static void newTable(double[] numbers, LuaValue[] stack, Machine machine, int a, int elements, int fields) {
        machine.spend(4);
        Registers.setOther(stack, numbers, a, (elements | fields) == 0 ? new Table() : new Table(elements, fields));
    }

    static void fill(double[] numbers, LuaValue[] stack, Machine machine, int a, int count, int offset, Varargs more) {
        Registers.box(stack, numbers, a + 1, count);
        Operations.fill(machine, (LuaTable) stack[a], offset, stack, a + 1, count, more);
    }

    // Operators

    /** Arithmetic on what is not two numbers, or comes to none. */
    static void arithmetic(double[] numbers, LuaValue[] stack, Machine machine, Closure function, int pc, int kind) {
        Operations.arithmetic(machine, kind, stack, numbers, function.code, pc);
    }

    static void negative(double[] numbers, LuaValue[] stack, Machine machine, Closure function, int pc, int a, int b) {
        Registers.set(stack, numbers, a, Operations.negative(machine, stack[b], function.code, pc));
    }

    static boolean isTrue(double[] numbers, LuaValue[] stack, int a) {
        return !Double.isNaN(numbers[a]) || stack[a].toboolean();
    }

    static void not(double[] numbers, LuaValue[] stack, int a, int b) {
        Registers.setOther(stack, numbers, a, isTrue(numbers, stack, b) ? LuaValue.FALSE : LuaValue.TRUE);
    }

    static void length(double[] numbers, LuaValue[] stack, Machine machine, Closure function, int pc, int a, int b) {
        LuaValue value = Registers.value(stack, numbers, b);
        Registers.set(stack, numbers, a, Operations.length(machine, value, function.code, pc));
    }

    static void concat(
            double[] numbers, LuaValue[] stack, Machine machine, Closure function, int pc, int a, int b, int c) {
        Registers.box(stack, numbers, b, c - b + 1);
        Registers.set(stack, numbers, a, Operations.concat(machine, stack, b, c, function.code, pc));
    }

    static boolean equal(Machine machine, double x, double y, LuaValue one, LuaValue two) {
        if (!Double.isNaN(x) || !Double.isNaN(y)) {
            return x == y;
        }
        return one == two ? !(one instanceof LuaNumber) : Operations.equal(machine, one, two);
    }

    // Calls and loops

    /** CALL with as many arguments as the code says. */
    static Varargs call(
            double[] numbers,
            LuaValue[] stack,
            Machine machine,
            Closure function,
            int pc,
            int depth,
            int a,
            int count) {
        machine.spend(2);
        machine.frames.at(depth, pc);
        LuaValue called = Registers.value(stack, numbers, a);
        if (called instanceof Closure other) {
            return Interpreter.enter(machine, other, stack, numbers, a + 1, count);
        }
        return callOther(machine, called, Registers.list(stack, numbers, a + 1, count, NONE), function, pc, a);
    }

    /** CALL with as many arguments as there are. */
    static Varargs call(
            double[] numbers,
            LuaValue[] stack,
            Machine machine,
            Closure function,
            int pc,
            int depth,
            int a,
            int top,
            Varargs results) {
        machine.spend(2);
        machine.frames.at(depth, pc);
        LuaValue called = Registers.value(stack, numbers, a);
        return callOther(machine, called, Registers.list(stack, numbers, a + 1, top - a - 1, results), function, pc, a);
    }

    private static Varargs callOther(
            Machine machine, LuaValue called, Varargs arguments, Closure function, int pc, int a) {
        return called instanceof Builtin own
                ? own.invoke(arguments)
                : Operations.call(machine, called, arguments, function.code, pc, a);
    }

    /** TAILCALL, of {@code count} arguments that lie in registers, and of {@code more}. */
    static Varargs tailCall(
            double[] numbers,
            LuaValue[] stack,
            Machine machine,
            Closure function,
            int pc,
            int depth,
            int a,
            int count,
            Varargs more) {
        machine.spend(2);
        machine.frames.at(depth, pc);
        LuaValue called = Registers.value(stack, numbers, a);
        Varargs arguments = Registers.list(stack, numbers, a + 1, count, more);
        return called instanceof Closure other
                ? machine.tailCall(other, arguments)
                : callOther(machine, called, arguments, function, pc, a);
    }

    /** Puts the first of some values into registers. */
    static void spread(double[] numbers, LuaValue[] stack, Varargs values, int a, int count) {
        for (int n = 0; n < count; n++) {
            Registers.set(stack, numbers, a + n, values.arg(n + 1));
        }
    }

    /** TFORCALL. */
    static void iterate(
            double[] numbers,
            LuaValue[] stack,
            Machine machine,
            Closure function,
            int pc,
            int depth,
            int a,
            int count) {
        machine.frames.at(depth, pc);
        LuaValue called = Registers.value(stack, numbers, a);
        Varargs arguments = Registers.list(stack, numbers, a + 1, 2, NONE);
        Varargs returned = called instanceof Builtin own
                ? own.invoke(arguments)
                : called instanceof Closure other
                        ? machine.run(other, arguments)
                        : Operations.call(machine, called, arguments, function.code, pc, -1);
        for (int n = count; n > 0; n--) {
            Registers.set(stack, numbers, a + 2 + n, returned.arg(n));
        }
    }

    /** TFORLOOP: whether there is another turn. */
    static boolean goesOn(double[] numbers, LuaValue[] stack, Machine machine, int a) {
        machine.spend(1);
        if (Double.isNaN(numbers[a + 1]) && stack[a + 1] == NIL) {
            return false;
        }
        stack[a] = stack[a + 1];
        numbers[a] = numbers[a + 1];
        return true;
    }

    static void closure(
            double[] numbers,
            LuaValue[] stack,
            Machine machine,
            Closure function,
            Variable @Nullable [] open,
            int a,
            int inner) {
        machine.spend(2);
        Registers.setOther(stack, numbers, a, Closure.inside(machine, function, inner, stack, numbers, open));
    }
}
