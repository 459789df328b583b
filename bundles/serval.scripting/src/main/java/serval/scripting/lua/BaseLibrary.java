package serval.scripting.lua;

import java.io.ByteArrayOutputStream;
import org.luaj.vm2.LuaDouble;
import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Lua 5.1's basic functions. */
final class BaseLibrary {
    private static final LuaValue NIL = LuaValue.NIL;
    private static final LuaString METATABLE = Bytes.string("__metatable");
    private static final LuaString TOSTRING = Bytes.string("__tostring");
    private static final LuaString FAILED = Bytes.string("assertion failed!");

    private final Machine machine;
    private final Builtin next = new Builtin(BaseLibrary::next);
    private final Builtin step = new Builtin(BaseLibrary::step);

    private BaseLibrary(Machine machine) {
        this.machine = machine;
    }

    /** Puts the functions into the globals. */
    static void install(Machine machine) {
        BaseLibrary library = new BaseLibrary(machine);
        Library globals = new Library(machine.globals());
        machine.globals().rawset(Bytes.string("_G"), machine.globals());
        machine.globals().rawset(Bytes.string("_VERSION"), Bytes.string("Lua 5.1"));
        machine.globals().rawset(Bytes.string("next"), library.next);
        globals.add("assert", BaseLibrary::assertTrue)
                .add("collectgarbage", library::collect)
                .add("gcinfo", library::memory)
                .add("error", library::error)
                .add("getfenv", library::getEnvironment)
                .add("setfenv", library::setEnvironment)
                .add("getmetatable", library::getMetatable)
                .add("setmetatable", library::setMetatable)
                .add("ipairs", library::ipairs)
                .add("pairs", library::pairs)
                .add("load", library::load)
                .add("loadstring", library::loadString)
                .add("newproxy", library::newProxy)
                .add("pcall", library::pcall)
                .add("xpcall", library::xpcall)
                .add(
                        "rawequal",
                        arguments ->
                                LuaValue.valueOf(Arguments.any(arguments, 1).raweq(Arguments.any(arguments, 2))))
                .add("rawget", arguments -> Arguments.table(arguments, 1).rawget(Arguments.any(arguments, 2)))
                .add("rawset", library::rawSet)
                .add("select", BaseLibrary::select)
                .add("tonumber", BaseLibrary::toNumber)
                .add("tostring", arguments -> library.toText(Arguments.any(arguments, 1)))
                .add(
                        "type",
                        arguments -> Bytes.string(Arguments.any(arguments, 1).typename()))
                .add("unpack", library::unpack);
    }

    private static Varargs assertTrue(Varargs arguments) {
        if (Arguments.any(arguments, 1).toboolean()) {
            return arguments;
        }
        LuaString text = Arguments.optionalString(arguments, 2);
        throw Complaint.of(Bytes.text(text == null ? FAILED : text));
    }

    private Varargs collect(Varargs arguments) {
        LuaString option = Arguments.optionalString(arguments, 1);
        String what = option == null ? "collect" : Bytes.text(option);
        return switch (what) {
            case "collect", "stop", "restart" -> LuaInteger.valueOf(0);
            case "count" -> LuaDouble.valueOf(kilobytes());
            case "step" -> LuaValue.TRUE;
            case "setpause", "setstepmul" -> LuaInteger.valueOf(200);
            default -> throw Complaint.argument(1, "invalid option '" + what + "'");
        };
    }

    private static double kilobytes() {
        return LuaEngine.STATE_BYTES / 1024.0;
    }

    private Varargs memory(Varargs arguments) {
        return LuaInteger.valueOf((int) kilobytes());
    }

    private Varargs error(Varargs arguments) {
        LuaValue value = arguments.arg1();
        long level = Arguments.integer(arguments, 2, 1);
        if (value instanceof LuaString || value instanceof LuaNumber) {
            if (level == 1) {
                throw Complaint.of(Bytes.text(Numbers.text(value)));
            }
            if (level > 1) {
                String where = machine.frames.where((int) Math.min(level, Integer.MAX_VALUE));
                throw new LuaFault(Bytes.string(where + Bytes.text(Numbers.text(value))));
            }
        }
        throw new LuaFault(value);
    }

    private Closure running(Varargs arguments, boolean optional) {
        LuaValue value = arguments.arg1();
        if (value instanceof Closure function) {
            return function;
        }
        long level = optional ? Arguments.integer(arguments, 1, 1) : Arguments.integer(arguments, 1);
        if (level < 0) {
            throw Complaint.argument(1, "level must be non-negative");
        }
        Closure found = machine.frames.function((int) Math.min(Math.max(level, 1), Integer.MAX_VALUE));
        if (found == null) {
            throw Complaint.argument(1, "invalid level");
        }
        return found;
    }

    private Varargs getEnvironment(Varargs arguments) {
        LuaValue value = arguments.arg1();
        if (value instanceof Builtin || value instanceof LuaNumber && value.todouble() == 0) {
            return machine.globals();
        }
        return running(arguments, true).environment();
    }

    private Varargs setEnvironment(Varargs arguments) {
        LuaTable table = Arguments.table(arguments, 2);
        LuaValue value = arguments.arg1();
        if (value instanceof LuaNumber && value.todouble() == 0) {
            return LuaValue.NONE;
        }
        if (value instanceof Builtin) {
            throw Complaint.of("'setfenv' cannot change environment of given object");
        }
        Closure function = running(arguments, false);
        function.environment(table);
        return function;
    }

    private Varargs getMetatable(Varargs arguments) {
        LuaValue metatable = machine.metatable(Arguments.any(arguments, 1));
        if (metatable instanceof LuaTable table) {
            LuaValue shown = table.rawget(METATABLE);
            return shown != NIL ? shown : table;
        }
        return NIL;
    }

    private Varargs setMetatable(Varargs arguments) {
        LuaTable table = Arguments.table(arguments, 1);
        LuaValue metatable = arguments.arg(2);
        if (metatable != NIL && !(metatable instanceof LuaTable) || arguments.narg() < 2) {
            throw Complaint.argument(2, "nil or table expected");
        }
        if (machine.metatable(table) instanceof LuaTable present && present.rawget(METATABLE) != NIL) {
            throw Complaint.of("cannot change a protected metatable");
        }
        return table.setmetatable(metatable == NIL ? null : metatable);
    }

    private static Varargs next(Varargs arguments) {
        return Arguments.table(arguments, 1).next(arguments.arg(2));
    }

    private Varargs pairs(Varargs arguments) {
        LuaTable table = Arguments.table(arguments, 1);
        return LuaValue.varargsOf(next, table, NIL);
    }

    private Varargs ipairs(Varargs arguments) {
        LuaTable table = Arguments.table(arguments, 1);
        return LuaValue.varargsOf(step, table, LuaInteger.valueOf(0));
    }

    private static Varargs step(Varargs arguments) {
        int index = Arguments.smallInteger(arguments, 2) + 1;
        LuaValue value = Arguments.table(arguments, 1).rawget(index);
        return value == NIL ? LuaValue.NIL : LuaValue.varargsOf(LuaInteger.valueOf(index), value);
    }

    private Varargs compile(byte[] source, String name) {
        if (source.length > 0 && source[0] == 27) {
            return LuaValue.varargsOf(NIL, Bytes.string("loading of binary chunks is disabled"));
        }
        try {
            return machine.compile(source, 0, source.length, name);
        } catch (LuaFault fault) {
            return LuaValue.varargsOf(NIL, fault.value());
        }
    }

    private Varargs loadString(Varargs arguments) {
        LuaString text = Arguments.string(arguments, 1);
        LuaString name = Arguments.optionalString(arguments, 2);
        return compile(Bytes.array(text), Bytes.text(name == null ? text : name));
    }

    private Varargs load(Varargs arguments) {
        LuaValue reader = Arguments.function(arguments, 1);
        LuaString name = Arguments.optionalString(arguments, 2);
        ByteArrayOutputStream source = new ByteArrayOutputStream();
        try {
            while (true) {
                LuaValue piece = machine.call(reader, LuaValue.NONE).arg1();
                if (piece == NIL) {
                    break;
                }
                if (!Interpreter.isText(piece)) {
                    throw Complaint.of("reader function must return a string");
                }
                LuaString text = Numbers.text(piece);
                if (text.m_length == 0) {
                    break;
                }
                machine.take(source.size() + (long) text.m_length);
                source.write(text.m_bytes, text.m_offset, text.m_length);
            }
        } catch (LuaFault fault) {
            return LuaValue.varargsOf(NIL, fault.value());
        }
        return compile(source.toByteArray(), name == null ? "=(load)" : Bytes.text(name));
    }

    private Varargs newProxy(Varargs arguments) {
        LuaValue with = arguments.arg1();
        if (with instanceof Proxy other && other.metatable() != NIL) {
            return new Proxy(other.metatable());
        }
        if (!with.toboolean()) {
            return new Proxy(NIL);
        }
        if (with == LuaValue.TRUE) {
            return Proxy.withMetatable();
        }
        throw Complaint.argument(1, "boolean or proxy expected");
    }

    private Varargs pcall(Varargs arguments) {
        // Redis puts a true in front of the arguments: without any, it is what is called.
        LuaValue function = arguments.narg() == 0 ? LuaValue.TRUE : arguments.arg1();
        int depth = machine.frames.depth();
        int natives = machine.natives();
        try {
            return LuaValue.varargsOf(LuaValue.TRUE, machine.call(function, arguments.subargs(2)));
        } catch (LuaFault fault) {
            machine.frames.pop(depth);
            machine.natives(natives);
            return LuaValue.varargsOf(LuaValue.FALSE, plain(fault.value()));
        } catch (StackOverflowError deep) {
            machine.frames.pop(depth);
            machine.natives(natives);
            return LuaValue.varargsOf(LuaValue.FALSE, Bytes.string("stack overflow"));
        }
    }

    /** What pcall makes of an error: of a table with a text in {@code err} that text. */
    private static LuaValue plain(LuaValue error) {
        return error instanceof LuaTable table && Interpreter.isText(table.rawget(ReplyValues.ERROR))
                ? table.rawget(ReplyValues.ERROR)
                : error;
    }

    private Varargs xpcall(Varargs arguments) {
        Arguments.any(arguments, 2);
        int depth = machine.frames.depth();
        int natives = machine.natives();
        try {
            return LuaValue.varargsOf(LuaValue.TRUE, machine.call(arguments.arg1(), LuaValue.NONE));
        } catch (LuaFault fault) {
            machine.frames.pop(depth);
            machine.natives(natives);
            Varargs handled;
            try {
                handled = machine.call(arguments.arg(2), fault.value());
            } catch (LuaFault again) {
                handled = Bytes.string("error in error handling");
            }
            return LuaValue.varargsOf(LuaValue.FALSE, handled.arg1());
        }
    }

    private Varargs rawSet(Varargs arguments) {
        LuaTable table = Arguments.table(arguments, 1);
        Arguments.any(arguments, 2);
        Arguments.any(arguments, 3);
        Operations.set(machine, table, arguments.arg(2), arguments.arg(3));
        return table;
    }

    private static Varargs select(Varargs arguments) {
        LuaValue first = arguments.arg1();
        int count = arguments.narg();
        if (first instanceof LuaString text && text.m_length > 0 && text.m_bytes[text.m_offset] == '#') {
            return LuaInteger.valueOf(count - 1);
        }
        long index = Arguments.smallInteger(arguments, 1);
        if (index < 0) {
            index = count + index;
        } else if (index > count) {
            index = count;
        }
        if (index < 1) {
            throw Complaint.argument(1, "index out of range");
        }
        return arguments.subargs((int) index + 1);
    }

    private static Varargs toNumber(Varargs arguments) {
        long base = Arguments.integer(arguments, 2, 10);
        if (base == 10) {
            LuaValue number = Operations.number(Arguments.any(arguments, 1));
            return number == null ? NIL : number;
        }
        LuaString text = Arguments.string(arguments, 1);
        if (base < 2 || base > 36) {
            throw Complaint.argument(2, "base out of range");
        }
        return digits(text, (int) base);
    }

    private static LuaValue digits(LuaString text, int base) {
        String digits = Bytes.text(text).strip();
        boolean negative = digits.startsWith("-");
        if (negative || digits.startsWith("+")) {
            digits = digits.substring(1);
        }
        if (base == 16 && (digits.startsWith("0x") || digits.startsWith("0X"))) {
            digits = digits.substring(2);
        }
        if (digits.isEmpty()) {
            return NIL;
        }
        long value = 0;
        boolean overflow = false;
        for (int i = 0; i < digits.length(); i++) {
            int digit = Character.digit(digits.charAt(i), base);
            if (digit < 0) {
                return NIL;
            }
            overflow |= Long.compareUnsigned(value, Long.divideUnsigned(-1L - digit, base)) > 0;
            value = value * base + digit;
        }
        if (overflow) {
            value = -1;
        } else if (negative) {
            value = -value;
        }
        return LuaDouble.valueOf(unsigned(value));
    }

    static double unsigned(long value) {
        return value >= 0 ? value : (value >>> 1 | value & 1) * 2.0;
    }

    /** A value as text, by its metatable if that says how. */
    LuaValue toText(LuaValue value) {
        LuaValue handler = Operations.metamethod(machine, value, TOSTRING);
        if (handler != NIL) {
            LuaValue text = machine.call(handler, value).arg1();
            return text;
        }
        if (Interpreter.isText(value)) {
            return Numbers.text(value);
        }
        return Bytes.string(describe(value));
    }

    static String describe(LuaValue value) {
        if (value == NIL) {
            return "nil";
        }
        if (value.isboolean()) {
            return value.toboolean() ? "true" : "false";
        }
        if (value instanceof LuaTable) {
            return Machine.address("table", value);
        }
        return value.tojstring();
    }

    private Varargs unpack(Varargs arguments) {
        LuaTable table = Arguments.table(arguments, 1);
        long from = Arguments.smallIntegerOr(arguments, 2, 1);
        long to = Arguments.isAbsent(arguments, 3) ? table.rawlen() : Arguments.smallInteger(arguments, 3);
        if (from > to) {
            return LuaValue.NONE;
        }
        long count = to - from + 1;
        if (count >= 8000) {
            throw Complaint.of("too many results to unpack");
        }
        machine.spend((int) count);
        LuaValue[] values = new LuaValue[(int) count];
        for (int i = 0; i < values.length; i++) {
            values[i] = table.rawget((int) (from + i));
        }
        return LuaValue.varargsOf(values);
    }
}
