package serval.scripting.lua;

import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_int;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.BitSet;
import org.luaj.vm2.LuaBoolean;
import org.luaj.vm2.Prototype;
import org.luaj.vm2.Varargs;

/**
 * What the JVM code of a function is made of: its local variables, the classes that it knows, and its operands. An operand is a register or,
 * from {@link #CONSTANT} on, a constant.
 */
abstract class Operands {
    // The parameters, in the order of Translation.run.
    static final int NUMBERS = 1;
    static final int STACK = 2;
    static final int MACHINE = 3;
    static final int FUNCTION = 4;
    static final int EXTRA = 5;
    static final int OPEN = 6;
    static final int DEPTH = 7;
    static final int ENTRY = 8;
    // The interpreter's variables of these names.
    static final int PC = 9;
    static final int TOP = 10;
    static final int RESULTS = 11;
    // For numbers within an instruction.
    static final int X = 12;
    static final int Y = 14;
    // From here on those of loops.
    static final int LOOPS = 16;

    /** Operands from here on are constants. */
    static final int CONSTANT = 256;

    static final ClassDesc STEPS = Translator.describe(Steps.class);
    static final ClassDesc REGISTERS = Translator.describe(Registers.class);
    static final ClassDesc OPERATIONS = Translator.describe(Operations.class);
    static final ClassDesc MATH = Translator.describe(Math.class);
    static final ClassDesc VALUE = Translator.VALUE;
    static final ClassDesc BOOLEAN = Translator.describe(LuaBoolean.class);
    static final ClassDesc VALUES = VALUE.arrayType();
    static final ClassDesc DOUBLES = CD_double.arrayType();
    static final ClassDesc VARARGS = Translator.describe(Varargs.class);
    static final ClassDesc WORLD = Translator.describe(Machine.class);
    static final ClassDesc CLOSURE = Translator.describe(Closure.class);
    static final ClassDesc VARIABLE = Translator.describe(Variable.class);
    static final ClassDesc VARIABLES = VARIABLE.arrayType();

    final Prototype code;
    final CodeBuilder to;
    final BitSet usedConstants;

    /** Writes a function to a method, and notes which of its constants are used. */
    Operands(Prototype code, CodeBuilder to, BitSet usedConstants) {
        this.code = code;
        this.to = to;
        this.usedConstants = usedConstants;
    }

    /** Tells where the function is, for errors of what comes next. */
    void note(int pc) {
        to.loadConstant(pc).istore(PC);
    }

    /** The same, and pushes it. */
    void place(int pc) {
        to.loadConstant(pc).dup().istore(PC);
    }

    CodeBuilder registers() {
        return to.aload(NUMBERS).aload(STACK);
    }

    /** Pushes what most steps begin with. */
    CodeBuilder context(int pc) {
        registers().aload(MACHINE).aload(FUNCTION);
        place(pc);
        return to;
    }

    void step(String name, ClassDesc returned, ClassDesc... parameters) {
        to.invokestatic(STEPS, name, MethodTypeDesc.of(returned, parameters));
    }

    void contextStep(String name, ClassDesc returned, ClassDesc... more) {
        to.invokestatic(
                STEPS,
                name,
                MethodTypeDesc.of(returned, DOUBLES, VALUES, WORLD, CLOSURE, CD_int)
                        .insertParameterTypes(5, more));
    }

    CodeBuilder none() {
        return to.getstatic(VALUE, "NONE", VALUE);
    }

    /** Whether an operand is a constant number. */
    boolean isNumber(int operand) {
        return operand >= CONSTANT && !Double.isNaN(Constants.number(code.k[operand & 255]));
    }

    /** Pushes an operand's number, NaN if it has none. */
    void number(int operand) {
        if (operand >= CONSTANT) {
            to.loadConstant(Constants.number(code.k[operand & 255]));
        } else {
            to.aload(NUMBERS).loadConstant(operand).daload();
        }
    }

    void constant(int index) {
        usedConstants.set(index);
        to.getstatic(Translator.SELF, Translator.field(index), VALUE);
    }

    /** Pushes what an operand is if it has no number. */
    void object(int operand) {
        if (operand >= CONSTANT) {
            constant(operand & 255);
        } else {
            to.aload(STACK).loadConstant(operand).aaload();
        }
    }

    /** Pushes an operand as a value. */
    void boxed(int operand) {
        if (operand >= CONSTANT) {
            constant(operand & 255);
        } else {
            to.aload(STACK).aload(NUMBERS).loadConstant(operand);
            to.invokestatic(REGISTERS, "value", MethodTypeDesc.of(VALUE, VALUES, DOUBLES, CD_int));
        }
    }

    /** Goes to a place if the number in a local variable is one. */
    void ifNumber(int local, Label place) {
        to.dload(local).dload(local).dcmpl().ifeq(place);
    }

    void store(int a, int local) {
        to.aload(NUMBERS).loadConstant(a).dload(local).dastore();
    }
}
