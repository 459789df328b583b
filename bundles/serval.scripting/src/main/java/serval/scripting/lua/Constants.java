package serval.scripting.lua;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;

/** What belongs to a function's code besides the code: the numbers among its constants, how much it was used, and its translation. */
final class Constants {
    /** One for each constant; NaN for what is not a number. */
    final double[] numbers;

    /** Those of the functions inside, in their order. */
    final Constants[] inner;

    final Prototype code;
    private final HotFunctions hot;
    private int coolness;
    private volatile @Nullable Translation translation;

    Constants(Prototype code, HotFunctions hot) {
        this.code = code;
        this.hot = hot;
        coolness = hot.after();
        LuaValue[] constants = code.k;
        numbers = new double[constants.length];
        for (int i = 0; i < constants.length; i++) {
            numbers[i] = number(constants[i]);
        }
        inner = new Constants[code.p.length];
        for (int i = 0; i < inner.length; i++) {
            inner[i] = new Constants(code.p[i], hot);
        }
    }

    /** The function as JVM code; null as long as there is none. */
    @Nullable
    Translation translation() {
        return translation;
    }

    /** Is called once the function was translated, by whichever thread did. */
    void translated(Translation made) {
        translation = made;
    }

    /** Counts what the function did: a call, or units of a script's budget. Returns its translation if it has one now. */
    @Nullable
    Translation used(int units) {
        coolness -= units;
        if (coolness < 0) {
            coolness = Integer.MAX_VALUE;
            hot.offer(this);
        }
        return translation;
    }

    /** A value's number, or NaN. */
    static double number(LuaValue value) {
        return value instanceof LuaInteger whole ? whole.v : value instanceof LuaNumber ? value.todouble() : Double.NaN;
    }
}
