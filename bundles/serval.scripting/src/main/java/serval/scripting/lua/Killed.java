package serval.scripting.lua;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.Prototype;
import serval.sdk.reply.CommandException;

/** The end of a script that was killed: no pcall holds it up. Carries no stack. */
final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient CommandException reason;
    private transient @Nullable String source;
    private transient int line;

    Killed(CommandException reason) {
        super(null, null, false, false);
        this.reason = reason;
    }

    /** Notes a Lua function that it passes; only the innermost counts. */
    void passed(Prototype code, int pc) {
        if (source == null) {
            source = code.source.tojstring();
            line = LuaFault.lineOf(code, pc);
        }
    }

    /** The error to answer. */
    String text(String script) {
        String text = reason.error().text();
        return source == null ? text : text + " script: " + script + ", on " + source + ":" + line + ".";
    }
}
