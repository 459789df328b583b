package serval.scripting.lua;

import java.util.ArrayList;
import java.util.List;
import org.luaj.vm2.LuaDouble;
import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The library cmsgpack, as lua-cmsgpack 0.4 has it. */
final class MessagePackLibrary {
    private static final int DEEPEST = 16;
    private static final LuaValue NIL = LuaValue.NIL;

    private final Machine machine;

    private MessagePackLibrary(Machine machine) {
        this.machine = machine;
    }

    /** Puts the library into the globals. */
    static void install(Machine machine) {
        MessagePackLibrary library = new MessagePackLibrary(machine);
        new Library(Library.of(machine, "cmsgpack"))
                .add("pack", library::pack)
                .add("unpack", arguments -> library.unpack(arguments, 0, 0, false))
                .add(
                        "unpack_one",
                        arguments -> library.unpack(arguments, 1, Arguments.smallIntegerOr(arguments, 2, 0), true))
                .add(
                        "unpack_limit",
                        arguments -> library.unpack(
                                arguments,
                                Arguments.smallInteger(arguments, 2),
                                Arguments.smallIntegerOr(arguments, 3, 0),
                                true))
                .add("_NAME", Bytes.string("cmsgpack"))
                .add("_VERSION", Bytes.string("lua-cmsgpack 0.4.0"))
                .add("_COPYRIGHT", Bytes.string("Copyright (C) 2012, Salvatore Sanfilippo"))
                .add("_DESCRIPTION", Bytes.string("MessagePack C implementation for Lua"));
    }

    private Varargs pack(Varargs arguments) {
        int count = arguments.narg();
        if (count == 0) {
            throw Complaint.argument(0, "MessagePack pack needs input.");
        }
        ByteBuilder out = new ByteBuilder(machine, 64);
        for (int i = 1; i <= count; i++) {
            write(out, arguments.arg(i), 0);
        }
        return out.string();
    }

    private void write(ByteBuilder out, LuaValue value, int depth) {
        machine.spend(1);
        if (value instanceof LuaString text) {
            head(out, text.m_length, 0xA0, 31, 0xD9, 0xDA);
            out.add(text);
        } else if (value instanceof LuaNumber) {
            number(out, value.todouble());
        } else if (value.isboolean()) {
            out.add(value.toboolean() ? 0xC3 : 0xC2);
        } else if (value instanceof LuaTable table && depth < DEEPEST) {
            table(out, table, depth);
        } else {
            out.add(0xC0);
        }
    }

    private static void head(ByteBuilder out, int size, int fix, int fixMost, int one, int two) {
        if (size <= fixMost) {
            out.add(fix | size);
        } else if (one != 0 && size <= 0xFF) {
            out.add(one);
            out.add(size);
        } else if (size <= 0xFFFF) {
            out.add(two);
            big(out, size, 2);
        } else {
            out.add(two + 1);
            big(out, size, 4);
        }
    }

    private static void big(ByteBuilder out, long bits, int size) {
        for (int i = size - 1; i >= 0; i--) {
            out.add((int) (bits >>> 8 * i));
        }
    }

    private static void number(ByteBuilder out, double value) {
        if (value == Math.rint(value) && value >= -0x1p63 && value < 0x1p63) {
            integer(out, (long) value);
        } else if (value == (float) value) {
            out.add(0xCA);
            big(out, Float.floatToRawIntBits((float) value), 4);
        } else {
            out.add(0xCB);
            big(out, Double.doubleToRawLongBits(value), 8);
        }
    }

    private static void integer(ByteBuilder out, long value) {
        if (value >= 0) {
            if (value <= 127) {
                out.add((int) value);
            } else if (value <= 0xFF) {
                sized(out, 0xCC, value, 1);
            } else if (value <= 0xFFFF) {
                sized(out, 0xCD, value, 2);
            } else if (value <= 0xFFFFFFFFL) {
                sized(out, 0xCE, value, 4);
            } else {
                sized(out, 0xCF, value, 8);
            }
        } else if (value >= -32) {
            out.add((int) value);
        } else if (value >= -128) {
            sized(out, 0xD0, value, 1);
        } else if (value >= -32768) {
            sized(out, 0xD1, value, 2);
        } else if (value >= Integer.MIN_VALUE) {
            sized(out, 0xD2, value, 4);
        } else {
            sized(out, 0xD3, value, 8);
        }
    }

    private static void sized(ByteBuilder out, int code, long value, int size) {
        out.add(code);
        big(out, value, size);
    }

    private void table(ByteBuilder out, LuaTable table, int depth) {
        int count = 0;
        double most = 0;
        boolean array = true;
        Varargs entry = table.next(NIL);
        while (entry.arg1() != NIL) {
            machine.spend(1);
            LuaValue key = entry.arg1();
            double number = key instanceof LuaNumber ? key.todouble() : 0;
            if (number <= 0 || number != Math.rint(number)) {
                array = false;
            } else {
                most = Math.max(most, number);
            }
            count++;
            entry = table.next(key);
        }
        if (array && most == count) {
            head(out, count, 0x90, 15, 0, 0xDC);
            for (int i = 1; i <= count; i++) {
                write(out, table.rawget(i), depth + 1);
            }
            return;
        }
        head(out, count, 0x80, 15, 0, 0xDE);
        entry = table.next(NIL);
        while (entry.arg1() != NIL) {
            write(out, entry.arg1(), depth + 1);
            write(out, entry.arg(2), depth + 1);
            entry = table.next(entry.arg1());
        }
    }

    private Varargs unpack(Varargs arguments, int limit, int offset, boolean tells) {
        LuaString text = Arguments.string(arguments, 1);
        if (offset < 0 || limit < 0) {
            throw Complaint.of(
                    "Invalid request to unpack with offset of " + offset + " and limit of " + text.m_length + ".");
        }
        if (offset > text.m_length) {
            throw Complaint.of("Start offset " + offset + " greater than input length " + text.m_length + ".");
        }
        Reader reader = new Reader(text.m_bytes, text.m_offset + offset, text.m_offset + text.m_length);
        List<LuaValue> values = new ArrayList<>();
        if (tells) {
            values.add(NIL);
        }
        for (int count = 0; !reader.ends() && (!tells && limit == 0 || count < limit); count++) {
            values.add(reader.value(0));
        }
        if (tells) {
            values.set(0, reader.ends() ? LuaInteger.valueOf(-1) : LuaInteger.valueOf(reader.at - text.m_offset));
        }
        return LuaValue.varargsOf(values.toArray(new LuaValue[0]));
    }

    /** Values out of bytes. */
    private final class Reader {
        private final byte[] bytes;
        private final int end;
        private int at;

        Reader(byte[] bytes, int at, int end) {
            this.bytes = bytes;
            this.at = at;
            this.end = end;
        }

        boolean ends() {
            return at >= end;
        }

        private void need(long count) {
            if (end - at < count) {
                throw Complaint.of("Missing bytes in input.");
            }
        }

        private long big(int size) {
            need(size);
            long bits = 0;
            for (int i = 0; i < size; i++) {
                bits = bits << 8 | bytes[at++] & 255;
            }
            return bits;
        }

        LuaValue value(int depth) {
            machine.spend(1);
            if (depth > 1000) {
                throw Complaint.of("Bad data format in input.");
            }
            need(1);
            int code = bytes[at++] & 255;
            if (code <= 0x7F) {
                return LuaInteger.valueOf(code);
            }
            if (code >= 0xE0) {
                return LuaInteger.valueOf((byte) code);
            }
            if (code >= 0xA0 && code <= 0xBF) {
                return string(code & 31);
            }
            if (code >= 0x90 && code <= 0x9F) {
                return array(code & 15, depth);
            }
            if (code >= 0x80 && code <= 0x8F) {
                return map(code & 15, depth);
            }
            return switch (code) {
                case 0xC0 -> NIL;
                case 0xC2 -> LuaValue.FALSE;
                case 0xC3 -> LuaValue.TRUE;
                case 0xCA -> LuaDouble.valueOf(Float.intBitsToFloat((int) big(4)));
                case 0xCB -> LuaDouble.valueOf(Double.longBitsToDouble(big(8)));
                case 0xCC -> LuaDouble.valueOf(big(1));
                case 0xCD -> LuaDouble.valueOf(big(2));
                case 0xCE -> LuaDouble.valueOf(big(4));
                case 0xCF -> LuaDouble.valueOf(BaseLibrary.unsigned(big(8)));
                case 0xD0 -> LuaDouble.valueOf((byte) big(1));
                case 0xD1 -> LuaDouble.valueOf((short) big(2));
                case 0xD2 -> LuaDouble.valueOf((int) big(4));
                case 0xD3 -> LuaDouble.valueOf(big(8));
                case 0xD9 -> string(big(1));
                case 0xDA -> string(big(2));
                case 0xDB -> string(big(4));
                case 0xDC -> array(big(2), depth);
                case 0xDD -> array(big(4), depth);
                case 0xDE -> map(big(2), depth);
                case 0xDF -> map(big(4), depth);
                default -> throw Complaint.of("Bad data format in input.");
            };
        }

        private LuaValue string(long length) {
            need(length);
            LuaString text = LuaString.valueOf(bytes, at, (int) length);
            at += (int) length;
            return text;
        }

        private LuaValue array(long length, int depth) {
            LuaTable table = new Table();
            for (long i = 1; i <= length; i++) {
                LuaValue value = value(depth + 1);
                table.rawset((int) i, value);
            }
            return table;
        }

        private LuaValue map(long pairs, int depth) {
            LuaTable table = new Table();
            for (long i = 0; i < pairs; i++) {
                LuaValue key = value(depth + 1);
                LuaValue value = value(depth + 1);
                Operations.set(machine, table, key, value);
            }
            return table;
        }
    }
}
