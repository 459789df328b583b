package serval.scripting.lua;

import java.util.Arrays;
import org.luaj.vm2.LuaDouble;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;
import org.luaj.vm2.Varargs;

/**
 * A function's registers: an array of numbers, and one of values. A register that is a number has it in the first and whatever it
 * likes in the second; any other has a NaN in the first. So arithmetic makes no objects and looks at no types: if what it comes to is
 * no NaN, both operands were numbers. A number that is itself a NaN is an object in the second array.
 */
final class Registers {
    private static final double NONE = Double.NaN;

    private Registers() {}

    /** What is in a register. */
    static LuaValue value(LuaValue[] values, double[] numbers, int index) {
        double number = numbers[index];
        return !Double.isNaN(number) ? LuaDouble.valueOf(number) : values[index];
    }

    /** Puts a value into a register. */
    static void set(LuaValue[] values, double[] numbers, int index, LuaValue value) {
        double number = Constants.number(value);
        numbers[index] = number;
        if (Double.isNaN(number)) {
            values[index] = value;
        }
    }

    /** Puts a value that is no number into a register. */
    static void setOther(LuaValue[] values, double[] numbers, int index, LuaValue value) {
        numbers[index] = NONE;
        values[index] = value;
    }

    /** Puts nil into some registers. */
    static void clear(LuaValue[] values, double[] numbers, int from, int to) {
        Arrays.fill(values, from, to, LuaValue.NIL);
        Arrays.fill(numbers, from, to, NONE);
    }

    /** Makes objects of the numbers in some registers, for whoever reads the array of values. */
    static void box(LuaValue[] values, double[] numbers, int from, int count) {
        for (int i = from; i < from + count; i++) {
            values[i] = value(values, numbers, i);
        }
    }

    /** What is in some registers, and what follows. */
    static Varargs list(LuaValue[] values, double[] numbers, int from, int count, Varargs more) {
        if (count == 0) {
            return more;
        }
        if (count == 1 && more == LuaValue.NONE) {
            return value(values, numbers, from);
        }
        if (count == 2 && more == LuaValue.NONE) {
            return LuaValue.varargsOf(value(values, numbers, from), value(values, numbers, from + 1));
        }
        LuaValue[] list = new LuaValue[count];
        for (int i = 0; i < count; i++) {
            list[i] = value(values, numbers, from + i);
        }
        return more == LuaValue.NONE ? LuaValue.varargsOf(list) : LuaValue.varargsOf(list, more);
    }

    /** Puts arguments into the first registers of a function, and nil into the others. */
    static void parameters(Prototype code, Varargs arguments, LuaValue[] values, double[] numbers) {
        int count = code.numparams;
        for (int i = 0; i < count; i++) {
            set(values, numbers, i, arguments.arg(i + 1));
        }
        clear(values, numbers, count, values.length);
    }
}
