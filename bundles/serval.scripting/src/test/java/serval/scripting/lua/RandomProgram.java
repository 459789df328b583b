package serval.scripting.lua;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A Lua program that means nothing and always ends: loops of all kinds in each other, closures, calls, values of all types where others would
 * do. It returns what it saw on its way.
 */
final class RandomProgram {
    private static final String[] OPERATORS = {
        "+", "-", "*", "/", "%", "^", "..", "<", "<=", ">", ">=", "==", "~=", "and", "or"
    };
    private static final String[] CONSTANTS = {
        "0",
        "1",
        "2",
        "-1",
        "7",
        "0.5",
        "3.25",
        "1e15",
        "2^53",
        "'x'",
        "'10'",
        "'0x10'",
        "''",
        "nil",
        "true",
        "false",
        "(0/0)",
        "(1/0)",
        "(-1/0)",
        "{}",
        "{1, 2, 3}",
        "{x = 1}"
    };
    private static final String[] STEPS = {"1", "1", "1", "2", "-1", "0.5", "-0.25", "1e300", "'1'", "0 / 0"};

    private final Random random;
    private final StringBuilder out = new StringBuilder();
    private final List<String> locals = new ArrayList<>();
    private int names;
    private int budget = 60;
    private boolean inVararg;

    private RandomProgram(long seed) {
        random = new Random(seed);
    }

    static String of(long seed) {
        return new RandomProgram(seed).program();
    }

    private String program() {
        line("local out, left = {}, 3000");
        line("local function see(...) if #out < 300 then for i = 1, select('#', ...) do"
                + " local v = select(i, ...) out[#out + 1] = type(v) == 'table' and 'table' or type(v) == 'function' and 'function'"
                + " or tostring(v) end end return ... end");
        line("local function count() left = left - 1 if left < 0 then error('enough', 0) end end");
        line(
                "local meta = setmetatable({}, {__index = function(t, k) return k end, __add = function(a, b) return 5 end,"
                        + " __lt = function() return true end, __concat = function() return 'joined' end, __call = function(t, x) return x end,"
                        + " __unm = function() return 9 end, __eq = function() return true end, __len = function() return 4 end})");
        locals.add("meta");
        line("local function body()");
        int before = locals.size();
        block(0);
        // Names end with the block; those that were seen last are looked at.
        line("see(" + String.join(", ", locals.subList(before, locals.size())) + ")");
        line("end");
        line("for round = 1, 3 do see(pcall(body)) end");
        line("see(coroutine.resume(coroutine.create(body)))");
        line("return out");
        return out.toString();
    }

    private void line(String text) {
        out.append(text).append('\n');
    }

    private String name() {
        return "v" + names++;
    }

    private String local() {
        return locals.isEmpty() || random.nextInt(5) == 0
                ? CONSTANTS[random.nextInt(CONSTANTS.length)]
                : locals.get(locals.size() - 1 - random.nextInt(Math.min(8, locals.size())));
    }

    private String variable() {
        for (int i = 0; i < 5; i++) {
            String name = local();
            if (name.startsWith("v")) {
                return name;
            }
        }
        String made = name();
        line("local " + made + " = " + expression(1));
        locals.add(made);
        return made;
    }

    private String number() {
        return random.nextInt(3) == 0 ? local() : CONSTANTS[random.nextInt(9)];
    }

    private String expression(int depth) {
        if (depth > 3) {
            return local();
        }
        return switch (random.nextInt(20)) {
            case 0, 1, 2 -> local();
            case 3, 4 -> number();
            case 5 -> "not " + operand(depth);
            case 6 -> "-" + operand(depth);
            case 7 -> "#" + operand(depth);
            case 8 -> "(" + expression(depth + 1) + ")[" + expression(depth + 1) + "]";
            case 9 -> "(" + expression(depth + 1) + ").x";
            case 10 -> "{" + expression(depth + 1) + ", x = " + expression(depth + 1) + ", " + call(depth) + "}";
            case 11 -> call(depth);
            case 17 -> inVararg ? "select('#', ...)" : "tostring(" + expression(depth + 1) + ")";
            case 12, 13 -> "(" + number() + " + " + number() + " * " + number() + ")";
            case 14, 15 -> number() + " " + OPERATORS[random.nextInt(OPERATORS.length)] + " " + number();
            case 16 -> {
                int at = random.nextInt(3);
                yield "tostring(" + number() + ") " + (at == 0 ? "<=" : at == 1 ? "~=" : ">=") + " tostring(" + number()
                        + ")";
            }
            default -> operand(depth) + " " + OPERATORS[random.nextInt(OPERATORS.length)] + " " + operand(depth);
        };
    }

    private String operand(int depth) {
        return "(" + expression(depth + 1) + ")";
    }

    /** An expression in a function of its own. */
    private String inner(int depth) {
        boolean outer = inVararg;
        inVararg = false;
        String made = expression(depth);
        inVararg = outer;
        return made;
    }

    private String call(int depth) {
        return switch (random.nextInt(5)) {
            case 0 -> "see(" + expression(depth + 1) + ")";
            case 1 -> "select(2, pcall(" + local() + ", " + expression(depth + 1) + "))";
            case 2 -> "(" + local() + ")(" + expression(depth + 1) + ", " + expression(depth + 1) + ")";
            case 3 -> "math.floor(" + number() + ")";
            default -> "type(" + expression(depth + 1) + ")";
        };
    }

    private void block(int depth) {
        int size = locals.size();
        int statements = 1 + random.nextInt(6);
        for (int i = 0; i < statements && budget > 0; i++) {
            budget--;
            statement(depth);
        }
        if (depth > 0) {
            while (locals.size() > size) {
                locals.removeLast();
            }
        }
    }

    private void nested(int depth) {
        if (depth < 5) {
            block(depth + 1);
            if (random.nextInt(4) == 0) {
                line("if " + expression(1) + " then break end");
            }
        }
    }

    private void statement(int depth) {
        switch (random.nextInt(20)) {
            case 0, 1, 2 -> {
                String made = name();
                line("local " + made + " = " + expression(0));
                locals.add(made);
            }
            case 3, 4 -> line(variable() + " = " + expression(0));
            case 5 -> {
                String name = variable();
                line(name + " = (tonumber(" + name + ") or 1) " + "+-*/%".charAt(random.nextInt(5)) + " " + number());
            }
            case 6 -> line("see(" + expression(0) + ", " + expression(0) + ")");
            case 7 -> line("see(pcall(function() return " + inner(0) + " end))");
            case 8, 9 -> {
                String made = name();
                line("for " + made + " = " + number() + ", " + number() + ", " + STEPS[random.nextInt(STEPS.length)]
                        + " do");
                line("count()");
                locals.add(made);
                nested(depth);
                locals.remove(made);
                line("end");
            }
            case 10 -> {
                String made = name();
                line("for " + made + " = 1, " + (1 + random.nextInt(600)) + " do");
                line("count()");
                locals.add(made);
                nested(depth);
                locals.remove(made);
                line("end");
            }
            case 11 -> {
                String made = name();
                line("local " + made + " = 0");
                line("while " + made + " < " + random.nextInt(20) + " do");
                line("count() " + made + " = " + made + " + 1");
                nested(depth);
                line("end");
            }
            case 12 -> {
                String made = name();
                line("local " + made + " = 0");
                line("repeat count() " + made + " = " + made + " + 1");
                int size = locals.size();
                String inner = name();
                line("local " + inner + " = " + made + " * 2");
                locals.add(inner);
                line("until " + inner + " > " + random.nextInt(20));
                while (locals.size() > size) {
                    locals.removeLast();
                }
            }
            case 13 -> {
                String key = name();
                String value = name();
                line("for " + key + ", " + value + " in ipairs({" + expression(1) + ", " + expression(1) + ", 3}) do");
                line("count()");
                locals.add(key);
                locals.add(value);
                nested(depth);
                locals.remove(key);
                locals.remove(value);
                line("end");
            }
            case 14 -> {
                line("if " + expression(0) + " then");
                block(depth + 1);
                if (random.nextBoolean()) {
                    line("elseif " + expression(0) + " then");
                    block(depth + 1);
                }
                if (random.nextBoolean()) {
                    line("else");
                    block(depth + 1);
                }
                line("end");
            }
            case 15, 16 -> function(depth);
            case 17 -> line(variable() + "[" + expression(1) + "] = " + expression(1));
            case 18 -> {
                String one = variable();
                String two = variable();
                line(one + ", " + two + " = " + two + ", " + expression(1));
            }
            default -> {
                String made = name();
                line("local " + made + " = coroutine.wrap(function(a) while true do a = coroutine.yield(a, " + inner(2)
                        + ") end end)");
                locals.add(made);
                line("see(pcall(" + made + ", 1)) see(pcall(" + made + ", 2))");
            }
        }
    }

    private void function(int depth) {
        String made = name();
        String parameter = name();
        boolean outer = inVararg;
        inVararg = random.nextBoolean();
        line("local function " + made + "(" + parameter + (inVararg ? ", ..." : "") + ")");
        line("count()");
        int size = locals.size();
        locals.add(made);
        locals.add(parameter);
        block(depth + 1);
        switch (random.nextInt(4)) {
            case 0 -> line("return " + made + "(" + expression(1) + ")");
            case 1 -> line("return " + expression(1) + ", " + expression(1) + (inVararg ? ", ..." : ""));
            case 2 ->
                line("do return function() " + parameter + " = " + inner(2) + " return " + parameter + " end end");
            default -> {}
        }
        line("end");
        inVararg = outer;
        while (locals.size() > size) {
            locals.removeLast();
        }
        locals.add(made);
        line("see(pcall(" + made + ", " + expression(1) + ", 2, 3))");
    }
}
