package serval.scripting.lua;

import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;

/** The numbers among a function's constants, and those of the functions in it. */
final class Constants {
    /** One for each constant; NaN for what is not a number. */
    final double[] numbers;

    /** Those of the functions inside, in their order. */
    final Constants[] inner;

    Constants(Prototype code) {
        LuaValue[] constants = code.k;
        numbers = new double[constants.length];
        for (int i = 0; i < constants.length; i++) {
            numbers[i] = number(constants[i]);
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
