package serval.scripting.lua;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;
import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.Prototype;

/**
 * Writes the JVM code of one function, instruction by instruction: what is done often in place, the rest by {@link Steps} and
 * {@link Operations}. What is rare stands at the end, so that the JIT sees a short way through.
 *
 * <p>Registers are in the arrays that the interpreter uses, since closures share them and calls hand them over. A numeric loop's counter, limit and
 * step, which no script can name, are in local variables.
 */
final class Emitter extends Operands {
    private final Label[] places;
    /** What stands at the end. */
    private final List<Runnable> rare = new ArrayList<>();
    /** The local variables of loops, by their first register. */
    private final TreeMap<Integer, Integer> loops = new TreeMap<>();

    Emitter(Prototype code, CodeBuilder to, BitSet usedConstants) {
        super(code, to, usedConstants);
        places = new Label[code.code.length];
        for (int pc = 0; pc < places.length; pc++) {
            places[pc] = to.newLabel();
        }
    }

    /** Writes the whole method; one that can be entered at the targets of jumps back if {@code resumed}. */
    void emit(boolean resumed) {
        Label begin = to.newLabel();
        Label end = to.newLabel();
        Label thrown = to.newLabel();
        to.exceptionCatch(begin, end, thrown, Translator.describe(LuaFault.class));
        to.exceptionCatch(begin, end, thrown, Translator.describe(Killed.class));
        to.exceptionCatch(begin, end, thrown, Translator.describe(LuaError.class));
        to.exceptionCatch(begin, end, thrown, Translator.describe(StackOverflowError.class));
        List<SwitchCase> entries = new ArrayList<>();
        survey(entries);
        to.iconst_0().istore(PC).iconst_0().istore(TOP);
        none().astore(RESULTS);
        to.labelBinding(begin);
        loops.forEach((register, local) -> {
            for (int i = 0; i < 3; i++) {
                if (resumed) {
                    number(register + i);
                } else {
                    to.dconst_0();
                }
                to.dstore(local + 2 * i);
            }
        });
        if (resumed) {
            to.iload(ENTRY).lookupswitch(places[0], entries);
        }
        for (int pc = 0; pc < places.length; pc++) {
            to.labelBinding(places[pc]);
            instruction(pc, code.code[pc]);
        }
        // While these are written no more come.
        rare.forEach(Runnable::run);
        to.labelBinding(end);
        to.labelBinding(thrown);
        to.aload(FUNCTION).iload(PC);
        to.invokestatic(
                STEPS,
                "leaving",
                MethodTypeDesc.of(
                        Translator.describe(RuntimeException.class),
                        Translator.describe(Throwable.class),
                        CLOSURE,
                        CD_int));
        to.athrow();
    }

    /** Finds the loops. */
    private void survey(List<SwitchCase> entries) {
        BitSet targets = new BitSet();
        for (int pc = 0; pc < places.length; pc++) {
            int i = code.code[pc];
            int operation = i & 63;
            if (operation == Lua.OP_FORLOOP) {
                loops.computeIfAbsent(i >> 6 & 255, register -> LOOPS + 6 * loops.size());
            }
            if (operation == Lua.OP_JMP || operation == Lua.OP_FORLOOP || operation == Lua.OP_TFORLOOP) {
                int target = target(pc, i);
                if (target <= pc && !targets.get(target)) {
                    targets.set(target);
                    entries.add(SwitchCase.of(target, places[target]));
                }
            }
        }
    }

    private static int target(int pc, int i) {
        return pc + 1 + (i >>> 14) - Lua.MAXARG_sBx;
    }

    private void instruction(int pc, int i) {
        int a = i >> 6 & 255;
        int b = i >>> 23;
        int c = i >> 14 & 511;
        switch (i & 63) {
            case Lua.OP_MOVE -> move(a, b);
            case Lua.OP_LOADK -> load(a, i >>> 14);
            case Lua.OP_LOADKX -> load(a, code.code[pc + 1] >>> 6);
            case Lua.OP_EXTRAARG -> {}
            case Lua.OP_LOADBOOL -> {
                to.aload(STACK).aload(NUMBERS).loadConstant(a);
                to.getstatic(VALUE, b != 0 ? "TRUE" : "FALSE", BOOLEAN);
                to.invokestatic(REGISTERS, "setOther", MethodTypeDesc.of(CD_void, VALUES, DOUBLES, CD_int, VALUE));
                if (c != 0) {
                    to.goto_(places[pc + 2]);
                }
            }
            case Lua.OP_LOADNIL -> {
                to.aload(STACK).aload(NUMBERS).loadConstant(a).loadConstant(a + b + 1);
                to.invokestatic(REGISTERS, "clear", MethodTypeDesc.of(CD_void, VALUES, DOUBLES, CD_int, CD_int));
            }
            case Lua.OP_GETUPVAL -> {
                registers().aload(FUNCTION).loadConstant(a).loadConstant(b);
                step("getUpvalue", CD_void, DOUBLES, VALUES, CLOSURE, CD_int, CD_int);
            }
            case Lua.OP_SETUPVAL -> {
                registers().aload(FUNCTION).loadConstant(a).loadConstant(b);
                step("setUpvalue", CD_void, DOUBLES, VALUES, CLOSURE, CD_int, CD_int);
            }
            case Lua.OP_GETTABUP -> {
                context(pc);
                boxed(c);
                to.loadConstant(a).loadConstant(b);
                contextStep("getOfUpvalue", CD_void, VALUE, CD_int, CD_int);
            }
            case Lua.OP_SETTABUP -> {
                to.aload(MACHINE).aload(FUNCTION);
                place(pc);
                boxed(b);
                boxed(c);
                to.loadConstant(a);
                step("setOfUpvalue", CD_void, WORLD, CLOSURE, CD_int, VALUE, VALUE, CD_int);
            }
            case Lua.OP_GETTABLE -> {
                context(pc);
                if (c >= CONSTANT && !isNumber(c)) {
                    boxed(c);
                    to.loadConstant(a).loadConstant(b);
                    contextStep("getField", CD_void, VALUE, CD_int, CD_int);
                } else {
                    number(c);
                    object(c);
                    to.loadConstant(a).loadConstant(b);
                    contextStep("getElement", CD_void, CD_double, VALUE, CD_int, CD_int);
                }
            }
            case Lua.OP_SETTABLE -> {
                context(pc);
                if (b >= CONSTANT && !isNumber(b)) {
                    boxed(b);
                    boxed(c);
                    to.loadConstant(a);
                    contextStep("setField", CD_void, VALUE, VALUE, CD_int);
                } else {
                    number(b);
                    object(b);
                    boxed(c);
                    to.loadConstant(a);
                    contextStep("setElement", CD_void, CD_double, VALUE, VALUE, CD_int);
                }
            }
            case Lua.OP_NEWTABLE -> {
                note(pc);
                registers().aload(MACHINE).loadConstant(a);
                to.loadConstant(b == 0 ? 0 : Operations.size(b)).loadConstant(c == 0 ? 0 : Operations.size(c));
                step("newTable", CD_void, DOUBLES, VALUES, WORLD, CD_int, CD_int, CD_int);
            }
            case Lua.OP_SELF -> {
                context(pc);
                boxed(c);
                to.loadConstant(a).loadConstant(b);
                contextStep("self", CD_void, VALUE, CD_int, CD_int);
            }
            case Lua.OP_ADD -> arithmetic(pc, a, b, c, Operations.ADD);
            case Lua.OP_SUB -> arithmetic(pc, a, b, c, Operations.SUB);
            case Lua.OP_MUL -> arithmetic(pc, a, b, c, Operations.MUL);
            case Lua.OP_DIV -> arithmetic(pc, a, b, c, Operations.DIV);
            case Lua.OP_MOD -> arithmetic(pc, a, b, c, Operations.MOD);
            case Lua.OP_POW -> arithmetic(pc, a, b, c, Operations.POW);
            case Lua.OP_UNM -> negate(pc, a, b);
            case Lua.OP_NOT -> {
                registers().loadConstant(a).loadConstant(b);
                step("not", CD_void, DOUBLES, VALUES, CD_int, CD_int);
            }
            case Lua.OP_LEN -> {
                context(pc).loadConstant(a).loadConstant(b);
                contextStep("length", CD_void, CD_int, CD_int);
            }
            case Lua.OP_CONCAT -> {
                context(pc).loadConstant(a).loadConstant(b).loadConstant(c);
                contextStep("concat", CD_void, CD_int, CD_int, CD_int);
            }
            case Lua.OP_JMP -> jump(pc, target(pc, i), a);
            case Lua.OP_EQ -> equal(pc, a != 0, b, c);
            case Lua.OP_LT -> less(pc, a != 0, b, c, false);
            case Lua.OP_LE -> less(pc, a != 0, b, c, true);
            case Lua.OP_TEST -> {
                truth(a);
                skipUnless(pc, c != 0);
            }
            case Lua.OP_TESTSET -> {
                truth(b);
                skipUnless(pc, c != 0);
                copy(a, b);
            }
            case Lua.OP_CALL -> call(pc, a, b, c);
            case Lua.OP_TAILCALL -> {
                context(pc).iload(DEPTH).loadConstant(a);
                counted(a, b);
                contextStep("tailCall", VARARGS, CD_int, CD_int, CD_int, VARARGS);
                to.areturn();
            }
            case Lua.OP_RETURN -> leave(a, b);
            case Lua.OP_FORLOOP -> repeat(pc, target(pc, i), a);
            case Lua.OP_FORPREP -> {
                note(pc);
                to.aload(STACK).aload(NUMBERS).loadConstant(a);
                to.invokestatic(OPERATIONS, "prepareLoop", MethodTypeDesc.of(CD_void, VALUES, DOUBLES, CD_int));
                for (int n = 0; n < 3; n++) {
                    number(a + n);
                    to.dstore(loops.get(a) + 2 * n);
                }
                to.goto_(places[target(pc, i)]);
            }
            case Lua.OP_TFORCALL -> {
                context(pc).iload(DEPTH).loadConstant(a).loadConstant(c);
                contextStep("iterate", CD_void, CD_int, CD_int, CD_int);
            }
            case Lua.OP_TFORLOOP -> {
                note(pc);
                registers().aload(MACHINE).loadConstant(a);
                step("goesOn", CD_boolean, DOUBLES, VALUES, WORLD, CD_int);
                to.ifne(places[target(pc, i)]);
            }
            case Lua.OP_SETLIST -> {
                note(pc);
                int block = c != 0 ? c : code.code[pc + 1] >>> 6;
                registers().aload(MACHINE).loadConstant(a);
                if (b > 0) {
                    to.loadConstant(b);
                } else {
                    to.iload(TOP).loadConstant(a + 1).isub();
                }
                to.loadConstant((block - 1) * Lua.LFIELDS_PER_FLUSH);
                if (b > 0) {
                    none();
                } else {
                    to.aload(RESULTS);
                }
                step("fill", CD_void, DOUBLES, VALUES, WORLD, CD_int, CD_int, CD_int, VARARGS);
            }
            case Lua.OP_CLOSURE -> {
                note(pc);
                registers()
                        .aload(MACHINE)
                        .aload(FUNCTION)
                        .aload(OPEN)
                        .loadConstant(a)
                        .loadConstant(i >>> 14);
                step("closure", CD_void, DOUBLES, VALUES, WORLD, CLOSURE, VARIABLES, CD_int, CD_int);
            }
            case Lua.OP_VARARG -> {
                if (b == 0) {
                    to.loadConstant(a).istore(TOP).aload(EXTRA).astore(RESULTS);
                } else {
                    registers().aload(EXTRA).loadConstant(a).loadConstant(b - 1);
                    step("spread", CD_void, DOUBLES, VALUES, VARARGS, CD_int, CD_int);
                }
            }
            default -> throw new IllegalStateException("instruction " + (i & 63));
        }
    }

    private void move(int a, int b) {
        Label done = to.newLabel();
        number(b);
        to.dstore(X);
        store(a, X);
        ifNumber(X, done);
        to.aload(STACK).loadConstant(a).aload(STACK).loadConstant(b).aaload().aastore();
        to.labelBinding(done);
    }

    private void copy(int a, int b) {
        to.aload(STACK).loadConstant(a).aload(STACK).loadConstant(b).aaload().aastore();
        to.aload(NUMBERS).loadConstant(a);
        number(b);
        to.dastore();
    }

    private void load(int a, int index) {
        double number = Constants.number(code.k[index]);
        to.aload(NUMBERS).loadConstant(a).loadConstant(number).dastore();
        if (Double.isNaN(number)) {
            to.aload(STACK).loadConstant(a);
            constant(index);
            to.aastore();
        }
    }

    private void arithmetic(int pc, int a, int b, int c, int kind) {
        Label slow = to.newLabel();
        Label done = to.newLabel();
        number(b);
        if (kind == Operations.MOD) {
            to.dstore(X);
            number(c);
            to.dstore(Y);
            to.dload(X).dload(X).dload(Y).ddiv();
            to.invokestatic(MATH, "floor", MethodTypeDesc.of(CD_double, CD_double));
            to.dload(Y).dmul().dsub();
        } else {
            number(c);
            switch (kind) {
                case Operations.ADD -> to.dadd();
                case Operations.SUB -> to.dsub();
                case Operations.MUL -> to.dmul();
                case Operations.DIV -> to.ddiv();
                default -> to.invokestatic(OPERATIONS, "power", MethodTypeDesc.of(CD_double, CD_double, CD_double));
            }
        }
        to.dstore(X).dload(X).dload(X).dcmpl().ifne(slow);
        store(a, X);
        to.labelBinding(done);
        rare.add(() -> {
            to.labelBinding(slow);
            context(pc).loadConstant(kind);
            contextStep("arithmetic", CD_void, CD_int);
            to.goto_(done);
        });
    }

    private void negate(int pc, int a, int b) {
        Label slow = to.newLabel();
        Label done = to.newLabel();
        number(b);
        to.dstore(X).dload(X).dload(X).dcmpl().ifne(slow);
        to.aload(NUMBERS).loadConstant(a).dload(X).dneg().dastore();
        to.labelBinding(done);
        rare.add(() -> {
            to.labelBinding(slow);
            context(pc).loadConstant(a).loadConstant(b);
            contextStep("negative", CD_void, CD_int, CD_int);
            to.goto_(done);
        });
    }

    private void jump(int pc, int target, int a) {
        if (target <= pc) {
            note(pc);
            to.aload(MACHINE).iconst_1().invokevirtual(WORLD, "spend", MethodTypeDesc.of(CD_void, CD_int));
        }
        if (a > 0) {
            to.aload(OPEN).loadConstant(a - 1);
            to.invokestatic(VARIABLE, "close", MethodTypeDesc.of(CD_void, VARIABLES, CD_int));
        }
        to.goto_(places[target]);
    }

    /** Skips the next instruction unless the condition that was pushed is as the code wants it. */
    private void skipUnless(int pc, boolean wanted) {
        if (wanted) {
            to.ifeq(places[pc + 2]);
        } else {
            to.ifne(places[pc + 2]);
        }
    }

    private void truth(int register) {
        registers().loadConstant(register);
        step("isTrue", CD_boolean, DOUBLES, VALUES, CD_int);
    }

    private void equal(int pc, boolean wanted, int b, int c) {
        if (isNumber(b) || isNumber(c)) {
            number(b);
            number(c);
            to.dcmpl();
            if (wanted) {
                to.ifne(places[pc + 2]);
            } else {
                to.ifeq(places[pc + 2]);
            }
            return;
        }
        note(pc);
        to.aload(MACHINE);
        number(b);
        number(c);
        object(b);
        object(c);
        step("equal", CD_boolean, WORLD, CD_double, CD_double, VALUE, VALUE);
        skipUnless(pc, wanted);
    }

    private void less(int pc, boolean wanted, int b, int c, boolean orEqual) {
        Label yes = places[wanted ? pc + 1 : pc + 2];
        Label no = places[wanted ? pc + 2 : pc + 1];
        Label slow = to.newLabel();
        number(b);
        to.dstore(X);
        number(c);
        to.dstore(Y);
        // True only of two numbers; then false only of two numbers.
        to.dload(X).dload(Y).dcmpg();
        if (orEqual) {
            to.ifle(yes);
        } else {
            to.iflt(yes);
        }
        to.dload(X).dload(Y).dcmpl();
        if (orEqual) {
            to.ifgt(no);
        } else {
            to.ifge(no);
        }
        to.goto_(slow);
        rare.add(() -> {
            to.labelBinding(slow);
            note(pc);
            to.aload(MACHINE);
            boxed(b);
            boxed(c);
            to.invokestatic(
                    OPERATIONS, orEqual ? "lessOrEqual" : "less", MethodTypeDesc.of(CD_boolean, WORLD, VALUE, VALUE));
            to.ifne(yes).goto_(no);
        });
    }

    /** Pushes how many arguments of a call lie in registers, and the others. */
    private void counted(int a, int b) {
        if (b > 0) {
            to.loadConstant(b - 1);
            none();
        } else {
            to.iload(TOP).loadConstant(a + 1).isub().aload(RESULTS);
        }
    }

    private void call(int pc, int a, int b, int c) {
        if (c > 1) {
            // For spread.
            registers();
        }
        context(pc).iload(DEPTH).loadConstant(a);
        if (b > 0) {
            to.loadConstant(b - 1);
            contextStep("call", VARARGS, CD_int, CD_int, CD_int);
        } else {
            to.iload(TOP).aload(RESULTS);
            contextStep("call", VARARGS, CD_int, CD_int, CD_int, VARARGS);
        }
        if (c == 0) {
            to.astore(RESULTS).loadConstant(a).istore(TOP);
        } else if (c == 1) {
            to.pop();
        } else {
            to.loadConstant(a).loadConstant(c - 1);
            step("spread", CD_void, DOUBLES, VALUES, VARARGS, CD_int, CD_int);
        }
    }

    private void leave(int a, int b) {
        if (b == 1) {
            none();
        } else if (b == 2) {
            boxed(a);
        } else {
            to.aload(STACK).aload(NUMBERS).loadConstant(a);
            if (b > 0) {
                to.loadConstant(b - 1);
                none();
            } else {
                to.iload(TOP).loadConstant(a).isub().aload(RESULTS);
            }
            to.invokestatic(REGISTERS, "list", MethodTypeDesc.of(VARARGS, VALUES, DOUBLES, CD_int, CD_int, VARARGS));
        }
        to.areturn();
    }

    /** FORLOOP. */
    private void repeat(int pc, int target, int a) {
        int counter = loops.get(a);
        int limit = counter + 2;
        int step = counter + 4;
        Label down = to.newLabel();
        Label again = to.newLabel();
        Label done = to.newLabel();
        note(pc);
        to.aload(MACHINE).iconst_1().invokevirtual(WORLD, "spend", MethodTypeDesc.of(CD_void, CD_int));
        to.dload(counter).dload(step).dadd().dstore(X);
        to.dload(step).dconst_0().dcmpl().ifle(down);
        to.dload(X).dload(limit).dcmpg().ifgt(done);
        to.labelBinding(again);
        to.dload(X).dstore(counter);
        store(a + 3, X);
        to.goto_(places[target]);
        to.labelBinding(done);
        rare.add(() -> {
            to.labelBinding(down);
            to.dload(limit).dload(X).dcmpg().ifgt(done).goto_(again);
        });
    }
}
