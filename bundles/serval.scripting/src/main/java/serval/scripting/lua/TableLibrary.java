package serval.scripting.lua;

import org.luaj.vm2.LuaDouble;
import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Lua 5.1's table library. */
final class TableLibrary {
    private static final LuaValue NIL = LuaValue.NIL;

    private final Machine machine;

    private TableLibrary(Machine machine) {
        this.machine = machine;
    }

    /** Puts the library into the globals. */
    static void install(Machine machine) {
        TableLibrary library = new TableLibrary(machine);
        new Library(Library.of(machine, "table"))
                .add("concat", library::concat)
                .add("foreach", library::foreach)
                .add("foreachi", library::foreachi)
                .add(
                        "getn",
                        arguments ->
                                LuaInteger.valueOf(Arguments.table(arguments, 1).rawlen()))
                .add("insert", library::insert)
                .add("maxn", library::maxn)
                .add("remove", library::remove)
                .add("setn", TableLibrary::setn)
                .add("sort", library::sort);
    }

    private static Varargs setn(Varargs arguments) {
        Arguments.table(arguments, 1);
        throw Complaint.of("'setn' is obsolete");
    }

    private Varargs concat(Varargs arguments) {
        LuaTable table = Arguments.table(arguments, 1);
        LuaString separator = Arguments.optionalString(arguments, 2);
        long from = Arguments.smallIntegerOr(arguments, 3, 1);
        long to = Arguments.isAbsent(arguments, 4) ? table.rawlen() : Arguments.smallInteger(arguments, 4);
        ByteBuilder out = new ByteBuilder(machine, 64);
        for (long i = from; i <= to; i++) {
            LuaValue value = table.rawget((int) i);
            if (!Interpreter.isText(value)) {
                throw Complaint.of("invalid value (" + value.typename() + ") at index " + i + " in table for 'concat'");
            }
            out.add(Numbers.text(value));
            if (separator != null && i < to) {
                out.add(separator);
            }
            machine.spend(1);
        }
        return out.string();
    }

    private Varargs foreach(Varargs arguments) {
        LuaTable table = Arguments.table(arguments, 1);
        LuaValue function = Arguments.function(arguments, 2);
        Varargs entry = table.next(NIL);
        while (entry.arg1() != NIL) {
            machine.spend(1);
            LuaValue result = machine.call(function, LuaValue.varargsOf(entry.arg1(), entry.arg(2)))
                    .arg1();
            if (result != NIL) {
                return result;
            }
            entry = table.next(entry.arg1());
        }
        return LuaValue.NONE;
    }

    private Varargs foreachi(Varargs arguments) {
        LuaTable table = Arguments.table(arguments, 1);
        LuaValue function = Arguments.function(arguments, 2);
        int count = table.rawlen();
        for (int i = 1; i <= count; i++) {
            machine.spend(1);
            LuaValue result = machine.call(function, LuaValue.varargsOf(LuaInteger.valueOf(i), table.rawget(i)))
                    .arg1();
            if (result != NIL) {
                return result;
            }
        }
        return LuaValue.NONE;
    }

    private Varargs insert(Varargs arguments) {
        LuaTable table = Arguments.table(arguments, 1);
        int end = table.rawlen() + 1;
        switch (arguments.narg()) {
            case 2 -> Operations.set(machine, table, LuaInteger.valueOf(end), arguments.arg(2));
            case 3 -> {
                int at = Arguments.smallInteger(arguments, 2);
                if (at > end) {
                    end = at;
                }
                machine.spend(Math.max(0, end - at));
                for (int i = end; i > at; i--) {
                    Operations.set(machine, table, LuaInteger.valueOf(i), table.rawget(i - 1));
                }
                Operations.set(machine, table, LuaInteger.valueOf(at), arguments.arg(3));
            }
            default -> throw Complaint.of("wrong number of arguments to 'insert'");
        }
        return LuaValue.NONE;
    }

    private Varargs remove(Varargs arguments) {
        LuaTable table = Arguments.table(arguments, 1);
        int end = table.rawlen();
        int at = Arguments.isAbsent(arguments, 2) ? end : Arguments.smallInteger(arguments, 2);
        if (at < 1 || at > end) {
            return LuaValue.NONE;
        }
        LuaValue removed = table.rawget(at);
        machine.spend(end - at);
        for (int i = at; i < end; i++) {
            Operations.set(machine, table, LuaInteger.valueOf(i), table.rawget(i + 1));
        }
        Operations.set(machine, table, LuaInteger.valueOf(end), NIL);
        return removed;
    }

    private Varargs maxn(Varargs arguments) {
        LuaTable table = Arguments.table(arguments, 1);
        double most = 0;
        Varargs entry = table.next(NIL);
        while (entry.arg1() != NIL) {
            machine.spend(1);
            if (entry.arg1() instanceof LuaNumber number) {
                most = Math.max(most, number.todouble());
            }
            entry = table.next(entry.arg1());
        }
        return LuaDouble.valueOf(most);
    }

    private Varargs sort(Varargs arguments) {
        LuaTable table = Arguments.table(arguments, 1);
        LuaValue order = arguments.arg(2);
        if (order != NIL) {
            Arguments.function(arguments, 2);
        }
        if (table instanceof SealedTable sealed && sealed.isSealed()) {
            throw SealedTable.readOnly();
        }
        new Sorting(machine, table, order).sort(1, table.rawlen());
        return LuaValue.NONE;
    }
}
