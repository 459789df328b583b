package serval.scripting.lua;

import java.util.function.IntBinaryOperator;
import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The library bit: operations on 32 bits, as LuaBitOp has them. */
final class BitLibrary {
    private BitLibrary() {}

    /** Puts the library into the globals. */
    static void install(Machine machine) {
        new Library(Library.of(machine, "bit"))
                .add("tobit", arguments -> LuaInteger.valueOf(bits(arguments, 1)))
                .add("bnot", arguments -> LuaInteger.valueOf(~bits(arguments, 1)))
                .add("bswap", arguments -> LuaInteger.valueOf(Integer.reverseBytes(bits(arguments, 1))))
                .add("band", arguments -> fold(arguments, (one, two) -> one & two))
                .add("bor", arguments -> fold(arguments, (one, two) -> one | two))
                .add("bxor", arguments -> fold(arguments, (one, two) -> one ^ two))
                .add("lshift", arguments -> shift(arguments, (value, by) -> value << by))
                .add("rshift", arguments -> shift(arguments, (value, by) -> value >>> by))
                .add("arshift", arguments -> shift(arguments, (value, by) -> value >> by))
                .add("rol", arguments -> shift(arguments, Integer::rotateLeft))
                .add("ror", arguments -> shift(arguments, Integer::rotateRight))
                .add("tohex", BitLibrary::hexadecimal);
    }

    /** The lower 32 bits of a number rounded to an integer. */
    private static int bits(Varargs arguments, int index) {
        double value = Arguments.number(arguments, index);
        return (int) Double.doubleToRawLongBits(value + 0x1.8p52);
    }

    private static Varargs fold(Varargs arguments, IntBinaryOperator operator) {
        int value = bits(arguments, 1);
        for (int i = 2; i <= arguments.narg(); i++) {
            value = operator.applyAsInt(value, bits(arguments, i));
        }
        return LuaInteger.valueOf(value);
    }

    private static Varargs shift(Varargs arguments, IntBinaryOperator operator) {
        int value = bits(arguments, 1);
        return LuaInteger.valueOf(operator.applyAsInt(value, bits(arguments, 2) & 31));
    }

    private static Varargs hexadecimal(Varargs arguments) {
        int value = bits(arguments, 1);
        int digits = arguments.narg() < 2 ? 8 : bits(arguments, 2);
        String format = "%08x";
        if (digits < 0) {
            digits = digits == Integer.MIN_VALUE ? 8 : -digits;
            format = "%08X";
        }
        String text = String.format(format, value);
        return (LuaValue) Bytes.string(text.substring(8 - Math.min(digits, 8)));
    }
}
