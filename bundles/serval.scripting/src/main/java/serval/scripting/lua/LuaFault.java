package serval.scripting.lua;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;

/**
 * An error on its way up through a script: a Lua value, and where the innermost Lua function was when it was raised. Carries no
 * stack.
 */
class LuaFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient LuaValue value;
    private transient @Nullable String source;
    private transient int line = -1;

    LuaFault(LuaValue value) {
        super(null, null, false, false);
        this.value = value;
    }

    /** The error value. */
    LuaValue value() {
        return value;
    }

    /** The chunk that raised it, such as {@code @user_script}; null if no Lua function did. */
    @Nullable
    String source() {
        return source;
    }

    /** The line in that chunk, or -1. */
    int line() {
        return line;
    }

    /** Notes a Lua function that the error passes; only the innermost counts. */
    final void passed(Prototype code, int pc) {
        if (source == null) {
            source = code.source.tojstring();
            line = lineOf(code, pc);
        }
    }

    final void raisedLike(LuaFault other) {
        source = other.source;
        line = other.line;
    }

    static int lineOf(Prototype code, int pc) {
        return pc >= 0 && pc < code.lineinfo.length ? code.lineinfo[pc] : -1;
    }

    /** What a message begins with: {@code user_script:1: }. */
    static String where(Prototype code, int pc) {
        String name = code.source.tojstring();
        return Chunks.shortName(name) + ":" + lineOf(code, pc) + ": ";
    }

    @Override
    public String getMessage() {
        return value instanceof LuaString text ? Bytes.text(text) : value.typename();
    }
}
