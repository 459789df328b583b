package serval.scripting.lua;

import org.luaj.vm2.LuaDouble;
import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The library struct: values packed as C structures. */
final class StructLibrary {
    private static final int LARGEST_INTEGER = 32;
    private static final int NATURAL_ALIGNMENT = 8;

    private final Machine machine;

    private StructLibrary(Machine machine) {
        this.machine = machine;
    }

    /** Puts the library into the globals. */
    static void install(Machine machine) {
        StructLibrary library = new StructLibrary(machine);
        new Library(Library.of(machine, "struct"))
                .add("pack", library::pack)
                .add("unpack", library::unpack)
                .add("size", StructLibrary::size);
    }

    /** A format that is read from left to right. */
    private static final class Format {
        private final LuaString text;
        private int at;
        boolean little = true;
        private int alignment = 1;

        Format(LuaString text) {
            this.text = text;
        }

        boolean ends() {
            return at >= text.m_length;
        }

        private int peek() {
            return ends() ? 0 : text.m_bytes[text.m_offset + at] & 255;
        }

        int option() {
            int option = peek();
            at++;
            return option;
        }

        private boolean isDigit() {
            int c = peek();
            return c >= '0' && c <= '9';
        }

        private int number(int otherwise) {
            if (!isDigit()) {
                return otherwise;
            }
            long value = 0;
            while (isDigit()) {
                value = value * 10 + option() - '0';
                if (value > Integer.MAX_VALUE) {
                    throw Complaint.of("integral size overflow");
                }
            }
            return (int) value;
        }

        int size(int option) {
            switch (option) {
                case 'B', 'b':
                    return 1;
                case 'H', 'h':
                    return 2;
                case 'L', 'l', 'T', 'd':
                    return 8;
                case 'f':
                    return 4;
                case 'x':
                    return 1;
                case 'c':
                    return number(1);
                case 'i', 'I': {
                    int size = number(4);
                    if (size > LARGEST_INTEGER) {
                        throw Complaint.of("integral size " + size + " is larger than limit of " + LARGEST_INTEGER);
                    }
                    return size;
                }
                default:
                    return 0;
            }
        }

        /** The bytes to be left free so that a value of this size lies as it should. */
        int align(long length, int option, int size) {
            if (size == 0 || option == 'c' || option == 'x') {
                return 0;
            }
            int least = Math.min(size, alignment);
            return least > 1 ? (int) (least - (length & least - 1) & least - 1) : 0;
        }

        void control(int option) {
            switch (option) {
                case ' ' -> {}
                case '>' -> little = false;
                case '<' -> little = true;
                case '!' -> {
                    int wanted = number(NATURAL_ALIGNMENT);
                    if (wanted == 0 || (wanted & wanted - 1) != 0) {
                        throw Complaint.of("alignment " + wanted + " is not a power of 2");
                    }
                    alignment = wanted;
                }
                default -> throw Complaint.argument(1, "invalid format option '" + (char) option + "'");
            }
        }
    }

    private Varargs pack(Varargs arguments) {
        Format format = new Format(Arguments.string(arguments, 1));
        ByteBuilder out = new ByteBuilder(machine, 32);
        int argument = 2;
        while (!format.ends()) {
            int option = format.option();
            int size = format.size(option);
            out.pad(0, format.align(out.length(), option, size));
            switch (option) {
                case 'b', 'B', 'h', 'H', 'l', 'L', 'T', 'i', 'I' ->
                    integer(out, format.little, size, number(arguments, argument++));
                case 'x' -> out.add(0);
                case 'f' -> bits(out, format.little, 4, Float.floatToRawIntBits((float) number(arguments, argument++)));
                case 'd' -> bits(out, format.little, 8, Double.doubleToRawLongBits(number(arguments, argument++)));
                case 'c', 's' -> {
                    LuaString text = string(arguments, argument++);
                    int length = size == 0 ? text.m_length : size;
                    if (text.m_length < length) {
                        throw Complaint.argument(argument, "string too short");
                    }
                    out.add(text.m_bytes, text.m_offset, length);
                    if (option == 's') {
                        out.add(0);
                    }
                }
                default -> format.control(option);
            }
        }
        return out.string();
    }

    /** An argument; one that is missing is a nil here, as what has been packed lies behind a nil. */
    private static double number(Varargs arguments, int index) {
        if (index > arguments.narg()) {
            throw Complaint.type(index, "number", LuaValue.NIL, false);
        }
        return Arguments.number(arguments, index);
    }

    private static LuaString string(Varargs arguments, int index) {
        if (index > arguments.narg()) {
            throw Complaint.type(index, "string", LuaValue.NIL, false);
        }
        return Arguments.string(arguments, index);
    }

    private static void integer(ByteBuilder out, boolean little, int size, double value) {
        // As C casts: what is negative goes by way of a signed number.
        long bits = value < 0
                ? value >= -0x1p63 ? (long) value : Long.MIN_VALUE
                : value >= 0x1p63 ? value < 0x1p64 ? (long) (value - 0x1p63) + Long.MIN_VALUE : 0 : (long) value;
        bits(out, little, size, bits);
    }

    private static void bits(ByteBuilder out, boolean little, int size, long bits) {
        for (int i = 0; i < size; i++) {
            int which = little ? i : size - 1 - i;
            out.add(which < 8 ? (int) (bits >>> 8 * which) : 0);
        }
    }

    private Varargs unpack(Varargs arguments) {
        Format format = new Format(Arguments.string(arguments, 1));
        LuaString data = Arguments.string(arguments, 2);
        long from = Arguments.integer(arguments, 3, 1) - 1;
        if (from < 0) {
            throw Complaint.argument(3, "offset must be 1 or greater");
        }
        long at = from;
        java.util.ArrayList<LuaValue> values = new java.util.ArrayList<>();
        while (!format.ends()) {
            int option = format.option();
            int size = format.size(option);
            at += format.align(at, option, size);
            if (at > data.m_length || size > data.m_length - at) {
                throw Complaint.argument(2, "data string too short");
            }
            int begin = data.m_offset + (int) at;
            machine.spend(1);
            switch (option) {
                case 'b', 'B', 'h', 'H', 'l', 'L', 'T', 'i', 'I' ->
                    values.add(integer(data.m_bytes, begin, size, format.little, option >= 'a'));
                case 'x' -> {}
                case 'f' ->
                    values.add(
                            LuaDouble.valueOf(Float.intBitsToFloat((int) bits(data.m_bytes, begin, 4, format.little))));
                case 'd' ->
                    values.add(LuaDouble.valueOf(Double.longBitsToDouble(bits(data.m_bytes, begin, 8, format.little))));
                case 'c' -> {
                    if (size == 0) {
                        LuaValue before = values.isEmpty() ? LuaValue.NIL : values.get(values.size() - 1);
                        if (!before.isnumber()) {
                            throw Complaint.of("format 'c0' needs a previous size");
                        }
                        double wanted = before.todouble();
                        values.remove(values.size() - 1);
                        if (wanted < 0 || wanted > data.m_length - at) {
                            throw Complaint.argument(2, "data string too short");
                        }
                        size = (int) wanted;
                    }
                    values.add(LuaString.valueOf(data.m_bytes, begin, size));
                }
                case 's' -> {
                    int end = begin;
                    while (end < data.m_offset + data.m_length && data.m_bytes[end] != 0) {
                        end++;
                    }
                    if (end == data.m_offset + data.m_length) {
                        throw Complaint.of("unfinished string in data");
                    }
                    values.add(LuaString.valueOf(data.m_bytes, begin, end - begin));
                    size = end - begin + 1;
                }
                default -> format.control(option);
            }
            at += size;
        }
        values.add(LuaInteger.valueOf((int) at + 1));
        return LuaValue.varargsOf(values.toArray(new LuaValue[0]));
    }

    private static LuaValue integer(byte[] data, int at, int size, boolean little, boolean signed) {
        long bits = bits(data, at, size, little);
        if (!signed) {
            return LuaDouble.valueOf(BaseLibrary.unsigned(bits));
        }
        if (size < 8) {
            int unused = 64 - 8 * size;
            bits = size == 0 ? 0 : bits << unused >> unused;
        }
        return LuaDouble.valueOf(bits);
    }

    private static long bits(byte[] data, int at, int size, boolean little) {
        long bits = 0;
        for (int i = 0; i < size; i++) {
            bits = bits << 8 | data[little ? at + size - 1 - i : at + i] & 255;
        }
        return bits;
    }

    private static Varargs size(Varargs arguments) {
        Format format = new Format(Arguments.string(arguments, 1));
        long at = 0;
        while (!format.ends()) {
            int option = format.option();
            int size = format.size(option);
            at += format.align(at, option, size);
            if (option == 's') {
                throw Complaint.argument(1, "option 's' has no fixed size");
            }
            if (option == 'c' && size == 0) {
                throw Complaint.argument(1, "option 'c0' has no fixed size");
            }
            if ("bBhHlLTiIxfdc".indexOf(option) < 0) {
                format.control(option);
            }
            at += size;
            if (at > Integer.MAX_VALUE) {
                throw Complaint.of("format result too large");
            }
        }
        return LuaInteger.valueOf((int) at);
    }
}
