package serval.scripting.lua;

import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;

/** The numbers among a function's constants, its instructions as {@link Interpreter} runs them, and the same of the functions in it. */
final class Constants {
    /** One for each constant; NaN for what is not a number. */
    final double[] numbers;

    /**
     * The function's instructions, one for each of its own. Arithmetic between two registers, and between a register and a constant, has
     * codes of its own, so that what is done a million times does not look at its operands' kind each time.
     */
    final int[] instructions;

    /** Those of the functions inside, in their order. */
    final Constants[] inner;

    Constants(Prototype code) {
        LuaValue[] constants = code.k;
        numbers = new double[constants.length];
        for (int i = 0; i < constants.length; i++) {
            numbers[i] = number(constants[i]);
        }
        instructions = code.code.clone();
        for (int i = 0; i < instructions.length; i++) {
            instructions[i] = Arithmetic.special(instructions[i]);
        }
        inner = new Constants[code.p.length];
        for (int i = 0; i < inner.length; i++) {
            inner[i] = new Constants(code.p[i]);
        }
    }

    /** A value's number, or NaN. */
    static double number(LuaValue value) {
        return value instanceof LuaInteger whole ? whole.v : value instanceof LuaNumber ? value.todouble() : Double.NaN;
    }
}
