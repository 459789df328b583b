package serval.scripting.lua;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;

/**
 * Names for values in messages, found by looking backwards through the code for the instruction that loaded a register:
 * {@code global 'x'}, {@code local 'x'}, {@code field 'x'}, {@code upvalue 'x'}, {@code method 'x'}.
 */
final class Naming {
    private Naming() {}

    /** A name and what it names. */
    record Name(String kind, String name) {}

    /** The name by which the instruction at {@code pc} calls its function, or null. */
    static @Nullable Name called(Prototype code, int pc) {
        if (pc < 0 || pc >= code.code.length) {
            return null;
        }
        int instruction = code.code[pc];
        return switch (instruction & 63) {
            case Lua.OP_CALL, Lua.OP_TAILCALL -> register(code, pc, instruction >> Lua.POS_A & 255);
            default -> null;
        };
    }

    /** The name of what is in a register when the instruction at {@code pc} runs, or null. */
    static @Nullable Name register(Prototype code, int pc, int register) {
        LuaString local = code.getlocalname(register + 1, pc);
        if (local != null) {
            return new Name("local", Bytes.text(local));
        }
        int at = setter(code, pc, register);
        if (at < 0) {
            return null;
        }
        int instruction = code.code[at];
        int b = instruction >>> Lua.POS_B & 511;
        int c = instruction >> Lua.POS_C & 511;
        switch (instruction & 63) {
            case Lua.OP_MOVE:
                return b < (instruction >> Lua.POS_A & 255) ? register(code, at, b) : null;
            case Lua.OP_GETTABUP: {
                boolean environment = "_ENV".equals(upvalue(code, b));
                return new Name(environment ? "global" : "field", constant(code, c));
            }
            case Lua.OP_GETTABLE:
                return new Name("field", constant(code, c));
            case Lua.OP_GETUPVAL:
                return new Name("upvalue", upvalue(code, b));
            case Lua.OP_SELF:
                return new Name("method", constant(code, c));
            default:
                return null;
        }
    }

    /** The name of an upvalue. */
    static String upvalue(Prototype code, int index) {
        LuaString name = index < code.upvalues.length ? code.upvalues[index].name : null;
        return name == null ? "?" : Bytes.text(name);
    }

    private static String constant(Prototype code, int rk) {
        if (rk > 255) {
            LuaValue value = code.k[rk & 255];
            if (value instanceof LuaString text) {
                return Bytes.text(text);
            }
        }
        return "?";
    }

    /** The last instruction before {@code last} that changed a register. */
    private static int setter(Prototype code, int last, int register) {
        int found = -1;
        int target = 0;
        for (int pc = 0; pc < last; pc++) {
            int instruction = code.code[pc];
            int a = instruction >> Lua.POS_A & 255;
            int b = instruction >>> Lua.POS_B & 511;
            boolean changes;
            switch (instruction & 63) {
                case Lua.OP_LOADNIL -> changes = a <= register && register <= a + b;
                case Lua.OP_TFORCALL -> changes = register >= a + 2;
                case Lua.OP_CALL, Lua.OP_TAILCALL -> changes = register >= a;
                case Lua.OP_JMP -> {
                    int to = pc + 1 + (instruction >>> Lua.POS_Bx) - Lua.MAXARG_sBx;
                    if (pc < to && to <= last && to > target) {
                        target = to;
                    }
                    changes = false;
                }
                case Lua.OP_TEST -> changes = register == a;
                case Lua.OP_SETTABUP,
                        Lua.OP_SETTABLE,
                        Lua.OP_SETUPVAL,
                        Lua.OP_SETLIST,
                        Lua.OP_RETURN,
                        Lua.OP_EQ,
                        Lua.OP_LT,
                        Lua.OP_LE,
                        Lua.OP_EXTRAARG,
                        Lua.OP_TFORLOOP -> changes = false;
                default -> changes = register == a || (instruction & 63) == Lua.OP_SELF && register == a + 1;
            }
            if (changes) {
                found = pc < target ? -1 : pc;
            }
        }
        return found;
    }
}
