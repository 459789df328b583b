package serval.scripting.lua;

import org.luaj.vm2.Lua;

/**
 * Codes of arithmetic whose operands' kind is known: {@code REGISTERS} is between two registers, {@code CONSTANT} between a register and a
 * constant, whose index is in the operand. They lie above Lua's own.
 */
final class Arithmetic {
    static final int ADD_REGISTERS = 40;
    static final int ADD_CONSTANT = 41;
    static final int SUB_REGISTERS = 42;
    static final int SUB_CONSTANT = 43;
    static final int MUL_REGISTERS = 44;
    static final int MUL_CONSTANT = 45;
    static final int MOD_REGISTERS = 46;
    static final int MOD_CONSTANT = 47;

    private static final int CODE = 63;
    /** The bit that makes the last operand a constant, where it lies in an instruction. */
    private static final int LAST_IS_CONSTANT = 1 << 8 + 14;
    /** The bit that makes the first operand a constant. */
    private static final int FIRST_IS_CONSTANT = 1 << 8 + 23;

    private Arithmetic() {}

    /** Returns an instruction with the special code that does the same, or as it is if there is none. */
    static int special(int instruction) {
        int code = switch (instruction & CODE) {
            case Lua.OP_ADD -> ADD_REGISTERS;
            case Lua.OP_SUB -> SUB_REGISTERS;
            case Lua.OP_MUL -> MUL_REGISTERS;
            case Lua.OP_MOD -> MOD_REGISTERS;
            default -> 0;
        };
        if (code == 0 || (instruction & FIRST_IS_CONSTANT) != 0) {
            return instruction;
        }
        boolean constant = (instruction & LAST_IS_CONSTANT) != 0;
        return instruction & ~CODE & ~LAST_IS_CONSTANT | code + (constant ? 1 : 0);
    }
}
