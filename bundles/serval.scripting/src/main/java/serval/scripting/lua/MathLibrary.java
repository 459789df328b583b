package serval.scripting.lua;

import org.luaj.vm2.LuaDouble;
import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Lua 5.1's mathematical library, with Redis' own random numbers: one sequence for all scripts. */
final class MathLibrary {
    private final Random random;

    /** A function of one number. */
    private interface Function {
        double of(double value);
    }

    private MathLibrary(Random random) {
        this.random = random;
    }

    /** Puts the library into the globals. */
    static void install(Machine machine, Random random) {
        MathLibrary library = new MathLibrary(random);
        Library table = new Library(Library.of(machine, "math"))
                .add("pi", LuaDouble.valueOf(Math.PI))
                .add("huge", LuaDouble.valueOf(Double.POSITIVE_INFINITY));
        one(table, "abs", Math::abs);
        one(table, "acos", Math::acos);
        one(table, "asin", Math::asin);
        one(table, "atan", Math::atan);
        one(table, "ceil", Math::ceil);
        one(table, "cos", Math::cos);
        one(table, "cosh", Math::cosh);
        one(table, "deg", value -> value / (Math.PI / 180));
        one(table, "exp", Math::exp);
        one(table, "floor", Math::floor);
        one(table, "log", Math::log);
        one(table, "log10", Math::log10);
        one(table, "rad", value -> value * (Math.PI / 180));
        one(table, "sin", Math::sin);
        one(table, "sinh", Math::sinh);
        one(table, "sqrt", Math::sqrt);
        one(table, "tan", Math::tan);
        one(table, "tanh", Math::tanh);
        Builtin remainder = new Builtin(
                arguments -> LuaDouble.valueOf(Arguments.number(arguments, 1) % Arguments.number(arguments, 2)));
        table.add("fmod", remainder)
                .add("mod", remainder)
                .add(
                        "atan2",
                        arguments -> LuaDouble.valueOf(
                                Math.atan2(Arguments.number(arguments, 1), Arguments.number(arguments, 2))))
                .add(
                        "pow",
                        arguments -> LuaDouble.valueOf(
                                Math.pow(Arguments.number(arguments, 1), Arguments.number(arguments, 2))))
                .add("frexp", MathLibrary::frexp)
                .add(
                        "ldexp",
                        arguments -> LuaDouble.valueOf(
                                Math.scalb(Arguments.number(arguments, 1), Arguments.smallInteger(arguments, 2))))
                .add("max", MathLibrary::max)
                .add("min", MathLibrary::min)
                .add("modf", MathLibrary::modf)
                .add("random", library::random)
                .add("randomseed", library::seed);
    }

    private static void one(Library table, String name, Function function) {
        table.add(name, arguments -> LuaDouble.valueOf(function.of(Arguments.number(arguments, 1))));
    }

    private static Varargs frexp(Varargs arguments) {
        double value = Arguments.number(arguments, 1);
        if (value == 0 || Double.isNaN(value) || Double.isInfinite(value)) {
            return LuaValue.varargsOf(LuaDouble.valueOf(value), LuaInteger.valueOf(0));
        }
        int exponent = Math.getExponent(value);
        if (exponent < Double.MIN_EXPONENT) {
            exponent = Math.getExponent(value * 0x1p60) - 60;
        }
        double mantissa = Math.scalb(Math.scalb(value, -exponent / 2), -exponent - 1 + exponent / 2);
        return LuaValue.varargsOf(LuaDouble.valueOf(mantissa), LuaInteger.valueOf(exponent + 1));
    }

    private static Varargs modf(Varargs arguments) {
        double value = Arguments.number(arguments, 1);
        if (Double.isInfinite(value)) {
            return LuaValue.varargsOf(LuaDouble.valueOf(value), LuaInteger.valueOf(0));
        }
        double whole = value < 0 ? Math.ceil(value) : Math.floor(value);
        return LuaValue.varargsOf(LuaDouble.valueOf(whole), LuaDouble.valueOf(value - whole));
    }

    private static Varargs max(Varargs arguments) {
        double most = Arguments.number(arguments, 1);
        for (int i = 2; i <= arguments.narg(); i++) {
            double value = Arguments.number(arguments, i);
            if (value > most) {
                most = value;
            }
        }
        return LuaDouble.valueOf(most);
    }

    private static Varargs min(Varargs arguments) {
        double least = Arguments.number(arguments, 1);
        for (int i = 2; i <= arguments.narg(); i++) {
            double value = Arguments.number(arguments, i);
            if (value < least) {
                least = value;
            }
        }
        return LuaDouble.valueOf(least);
    }

    private Varargs random(Varargs arguments) {
        double part = (random.next() % Random.MOST) / (double) Random.MOST;
        switch (arguments.narg()) {
            case 0:
                return LuaDouble.valueOf(part);
            case 1: {
                int upper = Arguments.smallInteger(arguments, 1);
                if (upper < 1) {
                    throw Complaint.argument(1, "interval is empty");
                }
                return LuaDouble.valueOf(Math.floor(part * upper) + 1);
            }
            case 2: {
                int lower = Arguments.smallInteger(arguments, 1);
                int upper = Arguments.smallInteger(arguments, 2);
                if (lower > upper) {
                    throw Complaint.argument(2, "interval is empty");
                }
                return LuaDouble.valueOf(Math.floor(part * ((double) upper - lower + 1)) + lower);
            }
            default:
                throw Complaint.of("wrong number of arguments");
        }
    }

    private Varargs seed(Varargs arguments) {
        random.seed(Arguments.smallInteger(arguments, 1));
        return LuaValue.NONE;
    }

    /** The 48-bit congruential generator of drand48, 31 bits at a time. */
    static final class Random {
        /** The largest number that comes of it. */
        static final int MOST = Integer.MAX_VALUE;

        private static final long FACTOR = 0x5DEECE66DL;
        private static final long MASK = (1L << 48) - 1;

        private long state = 0x1234ABCD330EL;

        /** Begins the sequence of a seed. */
        void seed(int seed) {
            state = (long) seed << 16 & MASK | 0x330E;
        }

        /** The next number, from 0 to {@link #MOST}. */
        int next() {
            state = state * FACTOR + 0xB & MASK;
            return (int) (state >>> 17);
        }
    }
}
