package serval.scripting.lua;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaValue;

/** A local variable that closures share: a register as long as its function runs, a place of its own afterwards. */
final class Variable {
    private LuaValue[] values;
    private double[] numbers;
    private int index;

    /** A register. */
    Variable(LuaValue[] values, double[] numbers, int index) {
        this.values = values;
        this.numbers = numbers;
        this.index = index;
    }

    /** A place of its own. */
    Variable(LuaValue value) {
        this(new LuaValue[] {value}, new double[] {Constants.number(value)}, 0);
    }

    LuaValue get() {
        return Registers.value(values, numbers, index);
    }

    /** Its number, or NaN. */
    double number() {
        return numbers[index];
    }

    /** Its value, unless it has a number. */
    LuaValue raw() {
        return values[index];
    }

    void set(LuaValue value, double number) {
        values[index] = value;
        numbers[index] = number;
    }

    /** Its function's registers are left. */
    void close() {
        values = new LuaValue[] {values[index]};
        numbers = new double[] {numbers[index]};
        index = 0;
    }

    /** Those of a function's variables that closures share, from a register on, get places of their own. */
    static void close(Variable @Nullable [] open, int from) {
        if (open == null) {
            return;
        }
        for (int j = open.length - 1; j >= from; j--) {
            Variable variable = open[j];
            if (variable != null) {
                variable.close();
                open[j] = null;
            }
        }
    }
}
