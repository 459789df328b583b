package serval.scripting.lua;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.compiler.DumpState;

/** Lua 5.1's string library. */
final class StringLibrary {
    private static final LuaValue NIL = LuaValue.NIL;
    private static final String SPECIAL = "^$*+?.([%-";

    private final Machine machine;

    private StringLibrary(Machine machine) {
        this.machine = machine;
    }

    /** Puts the library into the globals, and makes its functions strings' methods. */
    static void install(Machine machine) {
        StringLibrary library = new StringLibrary(machine);
        SealedTable table = Library.of(machine, "string");
        new Library(table)
                .add("byte", library::bytes)
                .add("char", library::chars)
                .add("dump", StringLibrary::dump)
                .add("find", arguments -> library.find(arguments, true))
                .add("format", arguments -> StringFormat.format(machine, arguments))
                .add("gfind", library::gmatch)
                .add("gmatch", library::gmatch)
                .add("gsub", library::gsub)
                .add("len", arguments -> LuaInteger.valueOf(Arguments.string(arguments, 1).m_length))
                .add("lower", arguments -> library.shift(arguments, 'A', 'Z', 32))
                .add("upper", arguments -> library.shift(arguments, 'a', 'z', -32))
                .add("match", arguments -> library.find(arguments, false))
                .add("rep", library::repeat)
                .add("reverse", library::reverse)
                .add("sub", StringLibrary::sub);
        machine.stringMetatable().rawset(Operations.INDEX, table);
        machine.stringMetatable().seal();
    }

    private static Varargs dump(Varargs arguments) {
        if (!(Arguments.function(arguments, 1) instanceof Closure function)) {
            throw Complaint.of("unable to dump given function");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            DumpState.dump(function.code, bytes, true);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return LuaString.valueUsing(bytes.toByteArray());
    }

    /** A position that may count from the end. */
    private static long position(long position, int length) {
        long from = position < 0 ? position + length + 1 : position;
        return Math.max(from, 0);
    }

    private Varargs bytes(Varargs arguments) {
        LuaString text = Arguments.string(arguments, 1);
        long first = position(Arguments.integer(arguments, 2, 1), text.m_length);
        long last = position(Arguments.integer(arguments, 3, first), text.m_length);
        first = Math.max(first, 1);
        last = Math.min(last, text.m_length);
        if (first > last) {
            return LuaValue.NONE;
        }
        if (last - first >= 7998) {
            throw Complaint.of("string slice too long");
        }
        LuaValue[] values = new LuaValue[(int) (last - first + 1)];
        for (int i = 0; i < values.length; i++) {
            values[i] = LuaInteger.valueOf(text.m_bytes[text.m_offset + (int) first - 1 + i] & 255);
        }
        return LuaValue.varargsOf(values);
    }

    private Varargs chars(Varargs arguments) {
        byte[] made = new byte[arguments.narg()];
        for (int i = 0; i < made.length; i++) {
            int c = Arguments.smallInteger(arguments, i + 1);
            if (c < 0 || c > 255) {
                throw Complaint.argument(i + 1, "invalid value");
            }
            made[i] = (byte) c;
        }
        return LuaString.valueUsing(made);
    }

    private Varargs shift(Varargs arguments, int from, int to, int by) {
        LuaString text = Arguments.string(arguments, 1);
        machine.take(text.m_length);
        byte[] made = Bytes.copy(text);
        for (int i = 0; i < made.length; i++) {
            if (made[i] >= from && made[i] <= to) {
                made[i] += (byte) by;
            }
        }
        return LuaString.valueUsing(made);
    }

    private Varargs repeat(Varargs arguments) {
        LuaString text = Arguments.string(arguments, 1);
        int times = Math.max(Arguments.smallInteger(arguments, 2), 0);
        long length = (long) text.m_length * times;
        machine.take(length);
        byte[] made = new byte[(int) length];
        if (length > 0) {
            System.arraycopy(text.m_bytes, text.m_offset, made, 0, text.m_length);
            for (int done = text.m_length; done < made.length; done *= 2) {
                System.arraycopy(made, 0, made, done, Math.min(done, made.length - done));
                if (done > made.length / 2) {
                    break;
                }
            }
        }
        return LuaString.valueUsing(made);
    }

    private Varargs reverse(Varargs arguments) {
        LuaString text = Arguments.string(arguments, 1);
        machine.take(text.m_length);
        byte[] made = new byte[text.m_length];
        for (int i = 0; i < made.length; i++) {
            made[i] = text.m_bytes[text.m_offset + made.length - 1 - i];
        }
        return LuaString.valueUsing(made);
    }

    private static Varargs sub(Varargs arguments) {
        LuaString text = Arguments.string(arguments, 1);
        long first = Math.max(position(Arguments.integer(arguments, 2), text.m_length), 1);
        long last = Math.min(position(Arguments.integer(arguments, 3, -1), text.m_length), text.m_length);
        if (first > last) {
            return LuaValue.EMPTYSTRING;
        }
        int length = (int) (last - first + 1);
        int from = text.m_offset + (int) first - 1;
        // A short piece does not keep a long string alive.
        return length > 32 && length > text.m_length / 2
                ? LuaString.valueUsing(text.m_bytes, from, length)
                : LuaString.valueOf(text.m_bytes, from, length);
    }

    private Varargs find(Varargs arguments, boolean positions) {
        LuaString text = Arguments.string(arguments, 1);
        LuaString pattern = Arguments.string(arguments, 2);
        long wanted = position(Arguments.integer(arguments, 3, 1), text.m_length) - 1;
        int begin = (int) Math.min(Math.max(wanted, 0), text.m_length);
        if (positions && (arguments.arg(4).toboolean() || isPlain(pattern))) {
            int found = indexOf(text, pattern, begin);
            return found < 0
                    ? NIL
                    : LuaValue.varargsOf(LuaInteger.valueOf(found + 1), LuaInteger.valueOf(found + pattern.m_length));
        }
        Pattern match = new Pattern(machine, text, pattern);
        boolean anchored = pattern.m_length > 0 && pattern.m_bytes[pattern.m_offset] == '^';
        int p = pattern.m_offset + (anchored ? 1 : 0);
        int end = text.m_offset + text.m_length;
        for (int s = text.m_offset + begin; s <= end; s++) {
            int to = match.match(s, p);
            if (to >= 0) {
                if (!positions) {
                    return LuaValue.varargsOf(match.all(s, to, true));
                }
                return LuaValue.varargsOf(
                        LuaInteger.valueOf(s - text.m_offset + 1),
                        LuaInteger.valueOf(to - text.m_offset),
                        LuaValue.varargsOf(match.all(s, to, false)));
            }
            if (anchored) {
                break;
            }
        }
        return NIL;
    }

    private static boolean isPlain(LuaString pattern) {
        for (int i = 0; i < pattern.m_length; i++) {
            if (SPECIAL.indexOf(pattern.m_bytes[pattern.m_offset + i]) >= 0) {
                return false;
            }
        }
        return true;
    }

    private int indexOf(LuaString text, LuaString wanted, int begin) {
        machine.spend(text.m_length - begin >> 4);
        int last = text.m_offset + text.m_length - wanted.m_length;
        for (int s = text.m_offset + begin; s <= last; s++) {
            int i = 0;
            while (i < wanted.m_length && text.m_bytes[s + i] == wanted.m_bytes[wanted.m_offset + i]) {
                i++;
            }
            if (i == wanted.m_length) {
                return s - text.m_offset;
            }
            machine.spend(i >> 3);
        }
        return -1;
    }

    private Varargs gmatch(Varargs arguments) {
        LuaString text = Arguments.string(arguments, 1);
        LuaString pattern = Arguments.string(arguments, 2);
        int[] at = {text.m_offset};
        return new Builtin(none -> {
            Pattern match = new Pattern(machine, text, pattern);
            for (int s = at[0]; s <= text.m_offset + text.m_length; s++) {
                int to = match.match(s, pattern.m_offset);
                if (to >= 0) {
                    at[0] = to == s ? to + 1 : to;
                    return LuaValue.varargsOf(match.all(s, to, true));
                }
            }
            at[0] = text.m_offset + text.m_length + 1;
            return LuaValue.NONE;
        });
    }

    private Varargs gsub(Varargs arguments) {
        LuaString text = Arguments.string(arguments, 1);
        LuaString pattern = Arguments.string(arguments, 2);
        LuaValue with = arguments.arg(3);
        if (!Interpreter.isText(with) && !with.isfunction() && !(with instanceof LuaTable)) {
            throw Complaint.argument(3, "string/function/table expected");
        }
        long most = Arguments.isAbsent(arguments, 4) ? text.m_length + 1L : Arguments.smallInteger(arguments, 4);
        boolean anchored = pattern.m_length > 0 && pattern.m_bytes[pattern.m_offset] == '^';
        int p = pattern.m_offset + (anchored ? 1 : 0);
        Pattern match = new Pattern(machine, text, pattern);
        ByteBuilder out = new ByteBuilder(machine, text.m_length);
        int s = text.m_offset;
        int end = text.m_offset + text.m_length;
        long count = 0;
        while (count < most) {
            int to = match.match(s, p);
            if (to >= 0) {
                count++;
                replace(out, match, text, s, to, with);
            }
            if (to > s) {
                s = to;
            } else if (s < end) {
                out.add(text.m_bytes[s++]);
            } else {
                break;
            }
            if (anchored) {
                break;
            }
        }
        out.add(text.m_bytes, s, end - s);
        return LuaValue.varargsOf(out.string(), LuaInteger.valueOf(count));
    }

    private void replace(ByteBuilder out, Pattern match, LuaString text, int from, int to, LuaValue with) {
        LuaValue value;
        if (with instanceof LuaTable table) {
            value = Operations.index(machine, table, match.capture(0, from, to), null, 0, Integer.MIN_VALUE);
        } else if (with.isfunction()) {
            value = machine.call(with, LuaValue.varargsOf(match.all(from, to, true)))
                    .arg1();
        } else {
            template(out, match, Numbers.text(with), from, to);
            return;
        }
        if (!value.toboolean()) {
            out.add(text.m_bytes, from, to - from);
        } else if (Interpreter.isText(value)) {
            out.add(Numbers.text(value));
        } else {
            throw Complaint.of("invalid replacement value (a " + value.typename() + ")");
        }
    }

    private static void template(ByteBuilder out, Pattern match, LuaString template, int from, int to) {
        for (int i = 0; i < template.m_length; i++) {
            byte c = template.m_bytes[template.m_offset + i];
            if (c != '%') {
                out.add(c);
                continue;
            }
            i++;
            byte d = i < template.m_length ? template.m_bytes[template.m_offset + i] : 0;
            if (d < '0' || d > '9') {
                out.add(d);
            } else if (d == '0') {
                out.add(match.textOf(from, to));
            } else {
                out.add(Numbers.text(match.capture(d - '1', from, to)));
            }
        }
    }
}
