package serval.scripting.lua;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaDouble;
import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import serval.bytes.Doubles;
import serval.bytes.Longs;
import serval.sdk.reply.CommandError;
import serval.spi.session.ReplyBuffer;

/** Replies of commands as Lua values: what redis.call returns. Used again for each call. */
final class ReplyValues implements ReplyBuffer {
    private static final LuaString OK = Bytes.string("OK");
    static final LuaString STATUS = Bytes.string("ok");
    static final LuaString ERROR = Bytes.string("err");
    static final LuaString COUNTED = Bytes.string("ignore_error_stats_update");
    static final LuaString DOUBLE = Bytes.string("double");
    static final LuaString MAP = Bytes.string("map");
    static final LuaString SET = Bytes.string("set");
    static final LuaString BIG = Bytes.string("big_number");
    static final LuaString VERBATIM = Bytes.string("verbatim_string");
    static final LuaString FORMAT = Bytes.string("format");
    static final LuaString STRING = Bytes.string("string");
    private static final int ARRAY = 0;
    private static final int PAIRS = 1;
    private static final int MEMBERS = 2;
    private static final int DROPPED = 3;

    private static final class Level {
        @Nullable
        Level outer;

        Table table = new Table();
        int kind;
        long left;
        int index;

        @Nullable
        LuaValue key;
    }

    private final byte[] digits = new byte[64];
    private int version = 2;
    private @Nullable Level level;
    private LuaValue whole = LuaValue.NIL;
    private boolean failed;
    private String error = "";

    /** Gets ready for a reply. */
    void begin() {
        level = null;
        whole = LuaValue.NIL;
        failed = false;
    }

    /** The reply. */
    LuaValue value() {
        return whole;
    }

    private void add(LuaValue value) {
        Level now = level;
        if (now == null) {
            whole = value;
            return;
        }
        switch (now.kind) {
            case ARRAY -> now.table.rawset(++now.index, value);
            case MEMBERS -> {
                if (value != LuaValue.NIL) {
                    now.table.rawset(value, LuaValue.TRUE);
                }
            }
            case PAIRS -> {
                if (now.key == null) {
                    now.key = value;
                } else {
                    if (now.key != LuaValue.NIL) {
                        now.table.rawset(now.key, value);
                    }
                    now.key = null;
                }
            }
            default -> {}
        }
        if (now.left > 0 && --now.left == 0) {
            end(now);
        }
    }

    private void open(int kind, long elements) {
        Level made = new Level();
        made.outer = level;
        made.kind = kind;
        made.left = elements;
        if (kind == ARRAY && elements > 0) {
            made.table.reserve((int) Math.min(elements, 4096));
        }
        level = made;
        if (elements == 0) {
            end(made);
        }
    }

    private void end(Level ended) {
        level = ended.outer;
        switch (ended.kind) {
            case PAIRS -> add(wrapped(MAP, ended.table));
            case MEMBERS -> add(wrapped(SET, ended.table));
            case DROPPED -> {}
            default -> add(ended.table);
        }
    }

    private static LuaTable wrapped(LuaString name, LuaValue value) {
        LuaTable table = new Table(0, 1);
        table.rawset(name, value);
        return table;
    }

    @Override
    public int version() {
        return version;
    }

    @Override
    public void version(int number) {
        version = number;
    }

    @Override
    public void integer(long value) {
        add(LuaInteger.valueOf(value));
    }

    @Override
    public void status(String text) {
        add(wrapped(STATUS, Bytes.string(text)));
    }

    @Override
    public void ok() {
        add(wrapped(STATUS, OK));
    }

    @Override
    public void bulk(byte[] array, int offset, int length) {
        add(LuaString.valueOf(array, offset, length));
    }

    @Override
    public void bulk(String text) {
        add(LuaString.valueUsing(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    @Override
    public void bulk(long value) {
        add(LuaString.valueUsing(Longs.toBytes(value)));
    }

    @Override
    public void nil() {
        add(version == 3 ? LuaValue.NIL : LuaValue.FALSE);
    }

    @Override
    public void nilArray() {
        nil();
    }

    @Override
    public void real(double value) {
        if (version == 3) {
            add(wrapped(DOUBLE, LuaDouble.valueOf(value)));
        } else {
            add(LuaString.valueOf(digits, 0, Doubles.write(value, digits, 0)));
        }
    }

    @Override
    public void bool(boolean value) {
        if (version == 3) {
            add(LuaValue.valueOf(value));
        } else {
            integer(value ? 1 : 0);
        }
    }

    @Override
    public void bigNumber(String text) {
        add(version == 3 ? wrapped(BIG, Bytes.string(text)) : Bytes.string(text));
    }

    @Override
    public void verbatim(String format, byte[] text) {
        LuaString string = LuaString.valueOf(text, 0, text.length);
        if (version < 3) {
            add(string);
            return;
        }
        Table table = new Table();
        table.rawset(FORMAT, Bytes.string(format));
        table.rawset(STRING, string);
        add(wrapped(VERBATIM, table));
    }

    @Override
    public void array(long length) {
        open(ARRAY, length);
    }

    @Override
    public void map(long pairs) {
        open(version == 3 ? PAIRS : ARRAY, pairs * 2);
    }

    @Override
    public void set(long length) {
        open(version == 3 ? MEMBERS : ARRAY, length);
    }

    @Override
    public void push(long length) {
        open(ARRAY, length);
    }

    @Override
    public void attribute(long pairs) {
        if (pairs > 0) {
            open(DROPPED, pairs * 2);
        }
    }

    @Override
    public void openArray() {
        open(ARRAY, -1);
    }

    @Override
    public void openMap() {
        open(version == 3 ? PAIRS : ARRAY, -1);
    }

    @Override
    public void openSet() {
        open(version == 3 ? MEMBERS : ARRAY, -1);
    }

    @Override
    public void close(long length) {
        Level now = level;
        if (now != null) {
            end(now);
        }
    }

    @Override
    public void error(CommandError refusal) {
        error(refusal.text());
    }

    @Override
    public void error(String text) {
        failed = true;
        error = text;
        add(error(text, true));
    }

    /** An error as scripts see it. */
    static LuaTable error(String text, boolean counted) {
        LuaTable table = new Table(0, 2);
        table.rawset(ERROR, LuaString.valueUsing(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        if (counted) {
            table.rawset(COUNTED, LuaValue.TRUE);
        }
        return table;
    }

    @Override
    public long mark() {
        return 0;
    }

    @Override
    public void rollback(long mark) {
        level = null;
        whole = LuaValue.NIL;
    }

    @Override
    public boolean hadError() {
        return failed;
    }

    @Override
    public void clearErrors() {
        failed = false;
    }

    @Override
    public String lastError() {
        return error;
    }

    @Override
    public long pending() {
        return 0;
    }

    @Override
    public void mute(boolean on) {
        // A script hears whatever it asks for.
    }

    @Override
    public void encoded(byte[] bytes) {
        throw new IllegalStateException("a script cannot be pushed messages");
    }
}
