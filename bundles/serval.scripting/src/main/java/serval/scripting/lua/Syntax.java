package serval.scripting.lua;

import org.jspecify.annotations.Nullable;

/**
 * Lua 5.1's grammar, checked before LuaJ compiles: what Lua 5.2 added is refused, and errors are those of Lua 5.1 word for word.
 */
final class Syntax {
    private static final int DEEPEST = 200;
    private static final int UNARY = 8;

    private final Lexer lexer;
    private final int offset;
    private final int length;
    private int levels;
    private int loops;
    private boolean variable = true;

    /** What an expression is, as far as assignments care. */
    private enum Kind {
        VARIABLE,
        CALL,
        OTHER
    }

    Syntax(byte[] source, int offset, int length, String chunk) {
        lexer = new Lexer(source, offset, length, chunk);
        this.offset = offset;
        this.length = length;
    }

    /**
     * Checks the whole text.
     *
     * @return what LuaJ is to compile in its place, or null if it can take the text as it is
     * @throws LuaFault with the message of the first error
     */
    byte @Nullable [] check() {
        lexer.next();
        block();
        if (!is(Lexer.END)) {
            throw expected(Lexer.END);
        }
        return lexer.withoutNewerEscapes(offset, length);
    }

    private boolean is(String token) {
        return lexer.token().equals(token);
    }

    private boolean take(String token) {
        if (is(token)) {
            lexer.next();
            return true;
        }
        return false;
    }

    private LuaFault expected(String token) {
        return lexer.error("'" + token + "' expected");
    }

    private void need(String token) {
        if (!take(token)) {
            throw expected(token);
        }
    }

    private void close(String token, String opened, int line) {
        if (!take(token)) {
            if (line == lexer.line()) {
                throw expected(token);
            }
            throw lexer.error("'" + token + "' expected (to close '" + opened + "' at line " + line + ")");
        }
    }

    private void enter() {
        if (++levels > DEEPEST) {
            throw lexer.plain("chunk has too many syntax levels");
        }
    }

    private boolean blockEnds() {
        return is("else") || is("elseif") || is("end") || is("until") || is(Lexer.END);
    }

    private void block() {
        enter();
        boolean last = false;
        while (!last && !blockEnds()) {
            last = statement();
            take(";");
        }
        levels--;
    }

    private void loop() {
        loops++;
        block();
        loops--;
    }

    /** Checks a statement; returns whether it must be the last of its block. */
    private boolean statement() {
        int line = lexer.line();
        switch (lexer.token()) {
            case "if" -> {
                do {
                    lexer.next();
                    expression();
                    need("then");
                    block();
                } while (is("elseif"));
                if (take("else")) {
                    block();
                }
                close("end", "if", line);
            }
            case "while" -> {
                lexer.next();
                expression();
                need("do");
                loop();
                close("end", "while", line);
            }
            case "do" -> {
                lexer.next();
                block();
                close("end", "do", line);
            }
            case "for" -> loopFor(line);
            case "repeat" -> {
                lexer.next();
                loop();
                close("until", "repeat", line);
                expression();
            }
            case "function" -> {
                lexer.next();
                need(Lexer.NAME);
                while (take(".")) {
                    need(Lexer.NAME);
                }
                if (take(":")) {
                    need(Lexer.NAME);
                }
                body(line);
            }
            case "local" -> {
                lexer.next();
                if (take("function")) {
                    need(Lexer.NAME);
                    body(lexer.line());
                } else {
                    do {
                        need(Lexer.NAME);
                    } while (take(","));
                    if (take("=")) {
                        expressions();
                    }
                }
            }
            case "return" -> {
                lexer.next();
                if (!blockEnds() && !is(";")) {
                    expressions();
                }
                return true;
            }
            case "break" -> {
                lexer.next();
                if (loops == 0) {
                    throw lexer.error("no loop to break");
                }
                return true;
            }
            default -> assignmentOrCall();
        }
        return false;
    }

    private void loopFor(int line) {
        lexer.next();
        need(Lexer.NAME);
        if (take("=")) {
            expression();
            need(",");
            expression();
            if (take(",")) {
                expression();
            }
        } else if (is(",") || is("in")) {
            while (take(",")) {
                need(Lexer.NAME);
            }
            need("in");
            expressions();
        } else {
            throw lexer.error("'=' or 'in' expected");
        }
        need("do");
        loop();
        close("end", "for", line);
    }

    private void assignmentOrCall() {
        Kind kind = primary();
        if (kind == Kind.CALL) {
            return;
        }
        while (true) {
            if (kind != Kind.VARIABLE) {
                throw lexer.error("syntax error");
            }
            if (!take(",")) {
                break;
            }
            kind = primary();
        }
        need("=");
        expressions();
    }

    private void expressions() {
        expression();
        while (take(",")) {
            expression();
        }
    }

    private void expression() {
        operand(0);
    }

    private void operand(int limit) {
        enter();
        if (is("not") || is("-") || is("#")) {
            lexer.next();
            operand(UNARY);
        } else {
            simple();
        }
        int binding = left(lexer.token());
        while (binding > limit) {
            String operator = lexer.token();
            lexer.next();
            operand(right(operator));
            binding = left(lexer.token());
        }
        levels--;
    }

    private static int left(String operator) {
        return switch (operator) {
            case "or" -> 1;
            case "and" -> 2;
            case "==", "~=", "<", "<=", ">", ">=" -> 3;
            case ".." -> 5;
            case "+", "-" -> 6;
            case "*", "/", "%" -> 7;
            case "^" -> 10;
            default -> -1;
        };
    }

    private static int right(String operator) {
        return switch (operator) {
            case ".." -> 4;
            case "^" -> 9;
            default -> left(operator);
        };
    }

    private void simple() {
        switch (lexer.token()) {
            case Lexer.NUMBER, Lexer.STRING, "nil", "true", "false" -> lexer.next();
            case "..." -> {
                if (!variable) {
                    throw lexer.error("cannot use '...' outside a vararg function");
                }
                lexer.next();
            }
            case "{" -> table();
            case "function" -> {
                lexer.next();
                body(lexer.line());
            }
            default -> primary();
        }
    }

    private Kind primary() {
        int line = lexer.line();
        Kind kind;
        if (take(Lexer.NAME)) {
            kind = Kind.VARIABLE;
        } else if (take("(")) {
            expression();
            close(")", "(", line);
            kind = Kind.OTHER;
        } else {
            throw lexer.error("unexpected symbol");
        }
        while (true) {
            switch (lexer.token()) {
                case "." -> {
                    lexer.next();
                    need(Lexer.NAME);
                    kind = Kind.VARIABLE;
                }
                case "[" -> {
                    lexer.next();
                    expression();
                    need("]");
                    kind = Kind.VARIABLE;
                }
                case ":" -> {
                    lexer.next();
                    need(Lexer.NAME);
                    arguments();
                    kind = Kind.CALL;
                }
                case "(", Lexer.STRING, "{" -> {
                    arguments();
                    kind = Kind.CALL;
                }
                default -> {
                    return kind;
                }
            }
        }
    }

    private void arguments() {
        int line = lexer.line();
        switch (lexer.token()) {
            case "(" -> {
                if (line != lexer.lastLine()) {
                    throw lexer.error("ambiguous syntax (function call x new statement)");
                }
                lexer.next();
                if (!is(")")) {
                    expressions();
                }
                close(")", "(", line);
            }
            case "{" -> table();
            case Lexer.STRING -> lexer.next();
            default -> throw lexer.error("function arguments expected");
        }
    }

    private void table() {
        int line = lexer.line();
        need("{");
        while (!is("}")) {
            if (is(Lexer.NAME) && lexer.peek().equals("=")) {
                lexer.next();
                lexer.next();
                expression();
            } else if (take("[")) {
                expression();
                need("]");
                need("=");
                expression();
            } else {
                expression();
            }
            if (!take(",") && !take(";")) {
                break;
            }
        }
        close("}", "{", line);
    }

    private void body(int line) {
        boolean outer = variable;
        int outerLoops = loops;
        variable = false;
        loops = 0;
        need("(");
        if (!is(")")) {
            do {
                if (take("...")) {
                    variable = true;
                    break;
                }
                if (!take(Lexer.NAME)) {
                    throw lexer.error("<name> or '...' expected");
                }
            } while (take(","));
        }
        need(")");
        block();
        close("end", "function", line);
        variable = outer;
        loops = outerLoops;
    }
}
