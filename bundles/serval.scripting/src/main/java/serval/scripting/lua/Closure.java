package serval.scripting.lua;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;
import org.luaj.vm2.Varargs;

/** A Lua function: its code, the variables it shares, and its environment. */
final class Closure extends LuaFunction {
    static final Variable[] NONE = new Variable[0];

    final Machine machine;
    final Prototype code;
    final Constants constants;
    final Variable[] shared;
    /** The environment where no shared variable says it. */
    private LuaValue environment;

    Closure(Machine machine, Prototype code, Constants constants, LuaValue environment) {
        this.machine = machine;
        this.code = code;
        this.constants = constants;
        this.environment = environment;
        shared = code.upvalues.length == 0 ? NONE : new Variable[code.upvalues.length];
    }

    /** Makes a closure of a function inside another that runs. */
    static Closure inside(
            Machine machine, Closure outer, int inner, LuaValue[] stack, double[] numbers, Variable @Nullable [] open) {
        Prototype code = outer.code.p[inner];
        Closure made = new Closure(machine, code, outer.constants.inner[inner], machine.globals());
        for (int j = 0; j < made.shared.length; j++) {
            int index = code.upvalues[j].idx;
            if (!code.upvalues[j].instack) {
                made.shared[j] = outer.shared[index];
            } else if (open != null) {
                Variable variable = open[index];
                if (variable == null) {
                    variable = new Variable(stack, numbers, index);
                    open[index] = variable;
                }
                made.shared[j] = variable;
            }
        }
        return made;
    }

    /** What its globals are in. */
    LuaValue environment() {
        int index = environmentIndex();
        return index < 0 ? environment : shared[index].get();
    }

    /** Gives it another table for its globals, without touching any other function's. */
    void environment(LuaValue table) {
        environment = table;
        int index = environmentIndex();
        if (index >= 0) {
            shared[index] = new Variable(table);
        }
    }

    /** Which of the shared variables is the environment, or -1 if it uses none. */
    private int environmentIndex() {
        for (int i = 0; i < code.upvalues.length; i++) {
            if (Naming.upvalue(code, i).equals("_ENV")) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public String tojstring() {
        return Machine.address("function", this);
    }

    @Override
    public LuaValue call() {
        return machine.run(this, NONE_ARGUMENTS).arg1();
    }

    @Override
    public LuaValue call(LuaValue one) {
        return machine.run(this, one).arg1();
    }

    @Override
    public Varargs invoke(Varargs arguments) {
        return machine.run(this, arguments);
    }

    private static final Varargs NONE_ARGUMENTS = LuaValue.NONE;
}
