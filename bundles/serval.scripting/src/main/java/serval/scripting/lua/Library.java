package serval.scripting.lua;

import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/** A table of functions, as it is filled. */
final class Library {
    private final LuaTable table;

    Library(LuaTable table) {
        this.table = table;
    }

    Library add(String name, Builtin.Body body) {
        table.rawset(Bytes.string(name), new Builtin(body));
        return this;
    }

    Library add(String name, LuaValue value) {
        table.rawset(Bytes.string(name), value);
        return this;
    }

    /** Makes a table that is sealed with the globals, puts it there, and returns it. */
    static SealedTable of(Machine machine, String name) {
        SealedTable table = new SealedTable();
        machine.globals().rawset(Bytes.string(name), table);
        return table;
    }
}
