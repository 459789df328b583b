package serval.scripting.lua;

import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** A function of a library. */
final class Builtin extends LuaFunction {
    private final Body body;

    /** What it does. */
    @FunctionalInterface
    interface Body {
        Varargs run(Varargs arguments);
    }

    Builtin(Body body) {
        this.body = body;
    }

    @Override
    public Varargs invoke(Varargs arguments) {
        try {
            return body.run(arguments);
        } catch (Complaint complaint) {
            throw complaint.leaving();
        } catch (LuaError error) {
            throw new LuaFault(Bytes.string(Operations.message(error)));
        }
    }

    @Override
    public LuaValue call() {
        return invoke(LuaValue.NONE).arg1();
    }

    @Override
    public LuaValue call(LuaValue one) {
        return invoke(one).arg1();
    }

    @Override
    public LuaValue call(LuaValue one, LuaValue two) {
        return invoke(LuaValue.varargsOf(one, two)).arg1();
    }

    @Override
    public String tojstring() {
        return Machine.address("function", this);
    }
}
