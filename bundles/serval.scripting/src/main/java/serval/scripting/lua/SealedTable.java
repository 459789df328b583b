package serval.scripting.lua;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/** A table that scripts cannot change once it is sealed: the globals and the libraries, which all scripts share. */
final class SealedTable extends Table {
    /** Names are found by identity in one look, if they are {@link Machine#name} and no other took their place. */
    private static final int NAMES = 128;

    private final LuaString[] names = new LuaString[NAMES];
    private final LuaValue[] named = new LuaValue[NAMES];
    private boolean sealed;

    /** Ends the time when it can be changed. */
    void seal() {
        sealed = true;
    }

    /** Begins it again, for the host. */
    void unseal() {
        sealed = false;
    }

    boolean isSealed() {
        return sealed;
    }

    @Override
    boolean isPlain() {
        return false;
    }

    @Override
    public void rawset(LuaValue key, LuaValue value) {
        if (sealed) {
            throw readOnly();
        }
        super.rawset(key, value);
        if (key instanceof LuaString name) {
            int at = name.hashCode() & NAMES - 1;
            names[at] = name;
            named[at] = value;
        }
    }

    @Override
    public LuaValue rawget(LuaValue key) {
        if (key instanceof LuaString name) {
            int at = name.hashCode() & NAMES - 1;
            if (names[at] == name) {
                return named[at];
            }
        }
        return super.rawget(key);
    }

    @Override
    public void rawset(int key, LuaValue value) {
        if (sealed) {
            throw readOnly();
        }
        super.rawset(key, value);
    }

    @Override
    public LuaValue setmetatable(LuaValue metatable) {
        if (sealed) {
            throw readOnly();
        }
        return super.setmetatable(metatable);
    }

    static Complaint readOnly() {
        return Complaint.machine("Attempt to modify a readonly table");
    }
}
