package serval.scripting.lua;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;

/**
 * An error raised by the machine or by a library, which does not know yet where: the Lua function it reaches first puts its place in
 * front of the text, and for a wrong argument the name by which the library's function was called.
 */
final class Complaint extends LuaFault {
    private static final long serialVersionUID = 1L;
    private static final int NONE = -1;

    private final String text;
    private final int argument;
    private final boolean machine;

    private Complaint(String text, int argument, boolean machine) {
        super(Bytes.string(argument >= 0 ? "bad argument #" + argument + " to '?' (" + text + ")" : text));
        this.text = text;
        this.argument = argument;
        this.machine = machine;
    }

    /** An error with this text. */
    static Complaint of(String text) {
        return new Complaint(text, NONE, false);
    }

    /** An error that the machine raises while it runs an instruction: raised within a library's function it has no place. */
    static Complaint machine(String text) {
        return new Complaint(text, NONE, true);
    }

    /** A wrong argument, counted from 1. */
    static Complaint argument(int number, String text) {
        return new Complaint(text, number, false);
    }

    /** The error as it leaves a library's function. */
    LuaFault leaving() {
        return machine ? new LuaFault(value()) : this;
    }

    /** The error as the function at {@code pc} sees it. */
    LuaFault at(Prototype code, int pc) {
        String message = text;
        if (argument >= 0) {
            Naming.Name called = Naming.called(code, pc);
            message = blame(called);
        }
        LuaFault fault = new LuaFault(Bytes.string(LuaFault.where(code, pc) + message));
        fault.passed(code, pc);
        return fault;
    }

    private String blame(Naming.@Nullable Name called) {
        int number = argument;
        if (called != null && called.kind().equals("method")) {
            number--;
            if (number == 0) {
                return "calling '" + called.name() + "' on bad self (" + text + ")";
            }
        }
        return "bad argument #" + number + " to '" + (called == null ? "?" : called.name()) + "' (" + text + ")";
    }

    /** A wrong type: the k-th argument should have been of another. */
    static Complaint type(int number, String wanted, LuaValue got, boolean absent) {
        return argument(number, wanted + " expected, got " + (absent ? "no value" : got.typename()));
    }
}
