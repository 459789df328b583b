package serval.scripting.lua;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** A Lua function as JVM code. Its classes are made by {@link Translator}; each does what {@link Interpreter} does with the function. */
abstract class Translation {
    /**
     * Runs the function from its beginning.
     *
     * @param open the function's variables that closures share, null if there are no functions in it
     * @param depth the function's place among the frames
     * @return what it returns, or {@link Interpreter#TAIL_CALL}
     */
    abstract Varargs run(
            double[] numbers,
            LuaValue[] stack,
            Machine machine,
            Closure function,
            Varargs extra,
            Variable @Nullable [] open,
            int depth);

    /** Goes on where the interpreter jumped back to, the instruction {@code entry}, with the registers as they are. */
    abstract Varargs resume(
            double[] numbers,
            LuaValue[] stack,
            Machine machine,
            Closure function,
            Varargs extra,
            Variable @Nullable [] open,
            int depth,
            int entry);
}
