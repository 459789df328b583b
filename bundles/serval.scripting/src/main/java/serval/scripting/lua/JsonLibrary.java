package serval.scripting.lua;

import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The library cjson, as lua-cjson 2.1 has it. */
final class JsonLibrary {
    private static final int LARGEST = Integer.MAX_VALUE;

    private final Machine machine;
    private final LuaValue nothing;
    private final JsonSettings settings = new JsonSettings();

    private JsonLibrary(Machine machine, LuaValue nothing) {
        this.machine = machine;
        this.nothing = nothing;
    }

    /** Puts the library into the globals. */
    static void install(Machine machine) {
        new JsonLibrary(machine, new NullPointer()).fill(Library.of(machine, "cjson"));
    }

    /** What stands for JSON's null. */
    static final class NullPointer extends org.luaj.vm2.LuaUserdata {
        NullPointer() {
            super(new Object());
        }

        @Override
        public String tojstring() {
            return "userdata: (nil)";
        }

        @Override
        public boolean raweq(LuaValue other) {
            return other instanceof NullPointer;
        }

        @Override
        public int hashCode() {
            return 0;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof NullPointer;
        }
    }

    private void fill(org.luaj.vm2.LuaTable table) {
        new Library(table)
                .add("encode", this::encode)
                .add("decode", this::decode)
                .add("encode_sparse_array", this::sparse)
                .add("encode_max_depth", arguments -> {
                    settings.encodeDepth = whole(arguments, 1, settings.encodeDepth, 1, LARGEST);
                    return LuaInteger.valueOf(settings.encodeDepth);
                })
                .add("decode_max_depth", arguments -> {
                    settings.decodeDepth = whole(arguments, 1, settings.decodeDepth, 1, LARGEST);
                    return LuaInteger.valueOf(settings.decodeDepth);
                })
                .add("encode_number_precision", arguments -> {
                    settings.precision = whole(arguments, 1, settings.precision, 1, 14);
                    return LuaInteger.valueOf(settings.precision);
                })
                .add("encode_keep_buffer", arguments -> {
                    settings.keepsBuffer = flag(arguments, 1, settings.keepsBuffer);
                    return LuaValue.valueOf(settings.keepsBuffer);
                })
                .add("encode_invalid_numbers", this::encodeInvalid)
                .add("decode_invalid_numbers", arguments -> {
                    settings.decodeInvalid = flag(arguments, 1, settings.decodeInvalid);
                    return LuaValue.valueOf(settings.decodeInvalid);
                })
                .add("new", none -> {
                    org.luaj.vm2.LuaTable own = new Table();
                    new JsonLibrary(machine, nothing).fill(own);
                    return own;
                })
                .add("null", nothing)
                .add("_NAME", Bytes.string("cjson"))
                .add("_VERSION", Bytes.string("2.1.0"));
    }

    private static int whole(Varargs arguments, int index, int now, int least, int most) {
        if (arguments.narg() > index && index == 1) {
            throw Complaint.argument(index + 1, "found too many arguments");
        }
        if (Arguments.isAbsent(arguments, index)) {
            return now;
        }
        long value = Arguments.integer(arguments, index);
        if (value < least || value > most) {
            throw Complaint.argument(index, "expected integer between " + least + " and " + most);
        }
        return (int) value;
    }

    private static boolean flag(Varargs arguments, int index, boolean now) {
        LuaValue value = arguments.arg(index);
        if (value == LuaValue.NIL) {
            return now;
        }
        if (value.isboolean()) {
            return value.toboolean();
        }
        return option(arguments, index, "off", "on") == 1;
    }

    private static int option(Varargs arguments, int index, String... options) {
        String name = Bytes.text(Arguments.string(arguments, index));
        for (int i = 0; i < options.length; i++) {
            if (options[i].equals(name)) {
                return i;
            }
        }
        throw Complaint.argument(index, "invalid option '" + name + "'");
    }

    private Varargs sparse(Varargs arguments) {
        if (arguments.narg() > 3) {
            throw Complaint.argument(4, "found too many arguments");
        }
        settings.sparseConverts = flag(arguments, 1, settings.sparseConverts);
        settings.sparseRatio = whole(arguments, 2, settings.sparseRatio, 0, LARGEST);
        settings.sparseSafe = whole(arguments, 3, settings.sparseSafe, 0, LARGEST);
        return LuaValue.varargsOf(
                LuaValue.valueOf(settings.sparseConverts),
                LuaInteger.valueOf(settings.sparseRatio),
                LuaInteger.valueOf(settings.sparseSafe));
    }

    private Varargs encodeInvalid(Varargs arguments) {
        LuaValue value = arguments.arg1();
        if (value.isboolean()) {
            settings.encodeInvalid = value.toboolean() ? JsonSettings.Invalid.WRITTEN : JsonSettings.Invalid.REFUSED;
        } else if (value != LuaValue.NIL) {
            settings.encodeInvalid = JsonSettings.Invalid.values()[option(arguments, 1, "off", "on", "null")];
        }
        return switch (settings.encodeInvalid) {
            case REFUSED -> LuaValue.FALSE;
            case WRITTEN -> LuaValue.TRUE;
            case NULL -> Bytes.string("null");
        };
    }

    private Varargs encode(Varargs arguments) {
        if (arguments.narg() != 1) {
            throw Complaint.argument(1, "expected 1 argument");
        }
        ByteBuilder out = new ByteBuilder(machine, 64);
        new JsonWriter(machine, settings, out).write(arguments.arg1(), 0);
        return out.string();
    }

    private Varargs decode(Varargs arguments) {
        if (arguments.narg() != 1) {
            throw Complaint.argument(1, "expected 1 argument");
        }
        LuaString text = Arguments.string(arguments, 1);
        return new JsonReader(machine, settings, nothing, text).read();
    }
}
