package serval.scripting.lua;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaDouble;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** How libraries take their arguments: by type, with Lua's coercions and Lua's errors. */
final class Arguments {
    private Arguments() {}

    static LuaString string(Varargs arguments, int index) {
        LuaValue value = arguments.arg(index);
        if (value instanceof LuaString text) {
            return text;
        }
        if (value instanceof LuaNumber) {
            return Numbers.text(value);
        }
        throw wrong(arguments, index, "string");
    }

    static double number(Varargs arguments, int index) {
        LuaValue value = arguments.arg(index);
        if (value instanceof LuaNumber) {
            return value.todouble();
        }
        LuaValue number = Operations.number(value);
        if (number == null) {
            throw wrong(arguments, index, "number");
        }
        return number.todouble();
    }

    static double number(Varargs arguments, int index, double otherwise) {
        return isAbsent(arguments, index) ? otherwise : number(arguments, index);
    }

    /** A number as a C integer: cut, as x86 does it. */
    static long integer(Varargs arguments, int index) {
        double value = number(arguments, index);
        return value >= -0x1p63 && value < 0x1p63 ? (long) value : Long.MIN_VALUE;
    }

    static long integer(Varargs arguments, int index, long otherwise) {
        return isAbsent(arguments, index) ? otherwise : integer(arguments, index);
    }

    /** A number as a C int. */
    static int smallInteger(Varargs arguments, int index) {
        return (int) integer(arguments, index);
    }

    static int smallIntegerOr(Varargs arguments, int index, int otherwise) {
        return isAbsent(arguments, index) ? otherwise : smallInteger(arguments, index);
    }

    static LuaTable table(Varargs arguments, int index) {
        if (arguments.arg(index) instanceof LuaTable table) {
            return table;
        }
        throw wrong(arguments, index, "table");
    }

    static LuaValue function(Varargs arguments, int index) {
        LuaValue value = arguments.arg(index);
        if (value.isfunction()) {
            return value;
        }
        throw wrong(arguments, index, "function");
    }

    static LuaValue any(Varargs arguments, int index) {
        if (index > arguments.narg()) {
            throw Complaint.argument(index, "value expected");
        }
        return arguments.arg(index);
    }

    static boolean isAbsent(Varargs arguments, int index) {
        return arguments.arg(index) == LuaValue.NIL;
    }

    static @Nullable LuaString optionalString(Varargs arguments, int index) {
        return isAbsent(arguments, index) ? null : string(arguments, index);
    }

    static Complaint wrong(Varargs arguments, int index, String wanted) {
        return Complaint.type(index, wanted, arguments.arg(index), index > arguments.narg());
    }

    static LuaValue number(double value) {
        return LuaDouble.valueOf(value);
    }
}
