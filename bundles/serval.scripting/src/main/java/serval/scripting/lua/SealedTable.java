package serval.scripting.lua;

import org.luaj.vm2.LuaValue;

/** A table that scripts cannot change once it is sealed: the globals and the libraries, which all scripts share. */
final class SealedTable extends Table {
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
