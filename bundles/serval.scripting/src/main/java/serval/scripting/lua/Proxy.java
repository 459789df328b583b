package serval.scripting.lua;

import org.luaj.vm2.LuaUserdata;
import org.luaj.vm2.LuaValue;

/** What newproxy makes: a value of type userdata that is nothing but itself, with a metatable perhaps. */
final class Proxy extends LuaUserdata {
    private final LuaValue metatable;

    Proxy(LuaValue metatable) {
        super(new Object());
        this.metatable = metatable;
    }

    /** A proxy with an empty metatable of its own. */
    static Proxy withMetatable() {
        return new Proxy(new Table());
    }

    LuaValue metatable() {
        return metatable;
    }

    @Override
    public String tojstring() {
        return Machine.address("userdata", this);
    }

    @Override
    public boolean raweq(LuaValue other) {
        return other == this;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public boolean equals(Object other) {
        return other == this;
    }
}
