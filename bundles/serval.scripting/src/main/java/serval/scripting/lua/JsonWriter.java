package serval.scripting.lua;

import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Values as JSON. */
final class JsonWriter {
    private static final String[] ESCAPES = new String[128];

    static {
        for (int i = 0; i < 32; i++) {
            ESCAPES[i] = String.format("\\u%04x", i);
        }
        ESCAPES['\b'] = "\\b";
        ESCAPES['\t'] = "\\t";
        ESCAPES['\n'] = "\\n";
        ESCAPES['\f'] = "\\f";
        ESCAPES['\r'] = "\\r";
        ESCAPES['"'] = "\\\"";
        ESCAPES['/'] = "\\/";
        ESCAPES['\\'] = "\\\\";
        ESCAPES[127] = "\\u007f";
    }

    private final Machine machine;
    private final JsonSettings settings;
    private final ByteBuilder out;

    JsonWriter(Machine machine, JsonSettings settings, ByteBuilder out) {
        this.machine = machine;
        this.settings = settings;
        this.out = out;
    }

    void write(LuaValue value, int depth) {
        machine.spend(1);
        if (value instanceof LuaString text) {
            string(text);
        } else if (value instanceof LuaNumber) {
            number(value);
        } else if (value == LuaValue.NIL || value instanceof JsonLibrary.NullPointer) {
            out.add("null");
        } else if (value.isboolean()) {
            out.add(value.toboolean() ? "true" : "false");
        } else if (value instanceof LuaTable table) {
            table(table, depth + 1);
        } else {
            throw failed(value, "type not supported");
        }
    }

    private static Complaint failed(LuaValue value, String reason) {
        return Complaint.of("Cannot serialise " + value.typename() + ": " + reason);
    }

    private void string(LuaString text) {
        out.add('"');
        int begin = text.m_offset;
        int end = begin + text.m_length;
        for (int i = begin; i < end; i++) {
            byte c = text.m_bytes[i];
            String escape = c >= 0 ? ESCAPES[c] : null;
            if (escape != null) {
                out.add(text.m_bytes, begin, i - begin);
                out.add(escape);
                begin = i + 1;
            }
        }
        out.add(text.m_bytes, begin, end - begin);
        out.add('"');
    }

    private void number(LuaValue value) {
        if (value instanceof LuaInteger && settings.precision >= 10) {
            out.add(Numbers.text(value));
            return;
        }
        double number = value.todouble();
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            switch (settings.encodeInvalid) {
                case REFUSED -> throw failed(value, "must not be NaN or Inf");
                case NULL -> out.add("null");
                default -> out.add(Double.isNaN(number) ? "nan" : number > 0 ? "inf" : "-inf");
            }
            return;
        }
        out.add(settings.precision == 14 ? Numbers.format(number) : Numbers.general(number, settings.precision));
    }

    private void table(LuaTable table, int depth) {
        if (depth > settings.encodeDepth) {
            throw Complaint.of("Cannot serialise, excessive nesting (" + depth + ")");
        }
        long length = arrayLength(table);
        if (length > 0) {
            out.add('[');
            for (long i = 1; i <= length; i++) {
                if (i > 1) {
                    out.add(',');
                }
                write(table.rawget((int) i), depth);
            }
            out.add(']');
        } else {
            object(table, depth);
        }
    }

    /** The length of a table that is an array; -1 for one that is none, or is too sparse. */
    private long arrayLength(LuaTable table) {
        double most = 0;
        long items = 0;
        Varargs entry = table.next(LuaValue.NIL);
        while (entry.arg1() != LuaValue.NIL) {
            machine.spend(1);
            LuaValue key = entry.arg1();
            double number = key instanceof LuaNumber ? key.todouble() : 0;
            if (number < 1 || number != Math.floor(number) || number > Integer.MAX_VALUE) {
                return -1;
            }
            most = Math.max(most, number);
            items++;
            entry = table.next(key);
        }
        if (settings.sparseRatio > 0 && most > items * (double) settings.sparseRatio && most > settings.sparseSafe) {
            if (!settings.sparseConverts) {
                throw failed(table, "excessively sparse array");
            }
            return -1;
        }
        return (long) most;
    }

    private void object(LuaTable table, int depth) {
        out.add('{');
        boolean more = false;
        Varargs entry = table.next(LuaValue.NIL);
        while (entry.arg1() != LuaValue.NIL) {
            if (more) {
                out.add(',');
            }
            more = true;
            LuaValue key = entry.arg1();
            if (key instanceof LuaString text) {
                string(text);
            } else if (key instanceof LuaNumber) {
                out.add('"');
                number(key);
                out.add('"');
            } else {
                throw failed(key, "table key must be a number or string");
            }
            out.add(':');
            write(entry.arg(2), depth);
            entry = table.next(key);
        }
        out.add('}');
    }
}
