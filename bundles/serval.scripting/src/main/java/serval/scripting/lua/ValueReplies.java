package serval.scripting.lua;

import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import serval.sdk.reply.Reply;
import serval.sdk.script.ScriptRun;

/** What a script returns as a reply. */
final class ValueReplies {
    /** As deep as tables may lie in each other. */
    private static final int DEEPEST = 2000;

    private final ScriptRun run;
    private final Reply reply;
    private final int version;
    private final Machine machine;

    /**
     * Creates a writer.
     *
     * @param version the RESP version that the script chose, by which booleans are written
     */
    ValueReplies(ScriptRun run, int version, Machine machine) {
        this.run = run;
        this.version = version;
        this.machine = machine;
        reply = run.reply();
    }

    void write(LuaValue value, int depth) {
        machine.spend(1);
        if (value instanceof LuaString text) {
            reply.bulk(text.m_bytes, text.m_offset, text.m_length);
        } else if (value instanceof LuaNumber) {
            double number = value.todouble();
            reply.integer(number >= -0x1p63 && number < 0x1p63 ? (long) number : Long.MIN_VALUE);
        } else if (value.isboolean()) {
            if (version == 3) {
                reply.bool(value.toboolean());
            } else if (value.toboolean()) {
                reply.integer(1);
            } else {
                reply.nil();
            }
        } else if (value instanceof LuaTable table) {
            table(table, depth);
        } else {
            reply.nil();
        }
    }

    private void table(LuaTable table, int depth) {
        if (depth >= DEEPEST) {
            reply.error("ERR reached lua stack limit");
            return;
        }
        if (field(table, ReplyValues.ERROR) instanceof LuaString text) {
            error(table, text);
            return;
        }
        if (field(table, ReplyValues.STATUS) instanceof LuaString text) {
            reply.status(oneLine(text));
            return;
        }
        if (field(table, ReplyValues.DOUBLE) instanceof LuaNumber number) {
            reply.real(number.todouble());
            return;
        }
        if (field(table, ReplyValues.MAP) instanceof LuaTable pairs) {
            map(pairs, depth);
            return;
        }
        if (field(table, ReplyValues.SET) instanceof LuaTable members) {
            set(members, depth);
            return;
        }
        if (field(table, ReplyValues.BIG) instanceof LuaString big) {
            reply.bigNumber(oneLine(big));
            return;
        }
        if (field(table, ReplyValues.VERBATIM) instanceof LuaTable verbatim
                && field(verbatim, ReplyValues.FORMAT) instanceof LuaString format
                && field(verbatim, ReplyValues.STRING) instanceof LuaString text) {
            reply.verbatim(Bytes.text(format), Bytes.array(text));
            return;
        }
        reply.openArray();
        int count = 0;
        while (true) {
            LuaValue element = table.rawget(count + 1);
            if (element == LuaValue.NIL) {
                break;
            }
            count++;
            write(element, depth + 1);
        }
        reply.close(count);
    }

    private static LuaValue field(LuaTable table, LuaString name) {
        return table.rawget(name);
    }

    private void map(LuaTable pairs, int depth) {
        reply.openMap();
        long count = 0;
        Varargs entry = pairs.next(LuaValue.NIL);
        while (entry.arg1() != LuaValue.NIL) {
            count++;
            write(entry.arg1(), depth + 1);
            write(entry.arg(2), depth + 1);
            entry = pairs.next(entry.arg1());
        }
        reply.close(count);
    }

    private void set(LuaTable members, int depth) {
        reply.openSet();
        long count = 0;
        Varargs entry = members.next(LuaValue.NIL);
        while (entry.arg1() != LuaValue.NIL) {
            count++;
            write(entry.arg1(), depth + 1);
            entry = members.next(entry.arg1());
        }
        reply.close(count);
    }

    private void error(LuaTable table, LuaString text) {
        reply.error(oneLine(text));
        if (field(table, ReplyValues.COUNTED).toboolean()) {
            run.errorWasCounted();
        }
    }

    /** Text without line ends. */
    static String oneLine(LuaString text) {
        String line = new String(text.m_bytes, text.m_offset, text.m_length, java.nio.charset.StandardCharsets.UTF_8);
        return line.indexOf('\r') < 0 && line.indexOf('\n') < 0
                ? line
                : line.replace('\r', ' ').replace('\n', ' ');
    }

    /** An error that ended the script, with where it happened. */
    void failure(LuaFault fault) {
        LuaValue value = fault.value();
        String message;
        String source = fault.source();
        int line = fault.line();
        boolean counted = false;
        if (value instanceof LuaTable table) {
            LuaValue text = field(table, ReplyValues.ERROR);
            message = text instanceof LuaString string ? oneLine(string) : "ERR unknown error";
            counted = field(table, ReplyValues.COUNTED).toboolean();
        } else if (Interpreter.isText(value)) {
            message = "ERR " + oneLine(Numbers.text(value));
        } else {
            message = "ERR " + BaseLibrary.describe(value);
        }
        if (source != null) {
            message += " script: " + run.name() + ", on " + source + ":" + line + ".";
        }
        reply.error(message);
        if (counted) {
            run.errorWasCounted();
        }
    }
}
