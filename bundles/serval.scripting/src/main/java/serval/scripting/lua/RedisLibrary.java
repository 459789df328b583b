package serval.scripting.lua;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The table {@code redis}. */
final class RedisLibrary {
    /** The version that scripts are told; its digits, and as a number. */
    private static final String VERSION = "7.2.4";

    /** Whole numbers that end in more zeros than seven are written with an exponent. */
    private static final int HUNDRED_MILLION = 100_000_000;

    private static final int VERSION_NUMBER = 0x070204;
    private static final String[] LEVELS = {"LOG_DEBUG", "LOG_VERBOSE", "LOG_NOTICE", "LOG_WARNING"};

    private final LuaState state;
    private final ReplyValues replies = new ReplyValues();

    RedisLibrary(LuaState state) {
        this.state = state;
    }

    /** A new script: RESP2, as ever. */
    void begin() {
        replies.version(2);
    }

    /** The RESP version in which the script sees replies. */
    int version() {
        return replies.version();
    }

    /** Fills the table for scripts and functions that run. */
    void fill(LuaTable table) {
        shared(table);
        new Library(table)
                .add("call", arguments -> call(arguments, true))
                .add("pcall", arguments -> call(arguments, false))
                .add("setresp", this::setResp)
                .add("set_repl", this::setReplication)
                .add("replicate_commands", none -> LuaValue.TRUE)
                .add("breakpoint", none -> LuaValue.FALSE)
                .add("debug", none -> LuaValue.NONE)
                .add("sha1hex", RedisLibrary::sha1)
                .add("error_reply", RedisLibrary::errorReply)
                .add("status_reply", arguments -> reply(arguments, ReplyValues.STATUS))
                .add("acl_check_cmd", this::mayRun)
                .add("REPL_NONE", LuaInteger.valueOf(0))
                .add("REPL_AOF", LuaInteger.valueOf(1))
                .add("REPL_SLAVE", LuaInteger.valueOf(2))
                .add("REPL_REPLICA", LuaInteger.valueOf(2))
                .add("REPL_ALL", LuaInteger.valueOf(3));
    }

    /** Fills in what a library may use while it loads as well. */
    void shared(LuaTable table) {
        Library library = new Library(table)
                .add("log", this::log)
                .add("REDIS_VERSION", Bytes.string(VERSION))
                .add("REDIS_VERSION_NUM", LuaInteger.valueOf(VERSION_NUMBER));
        for (int i = 0; i < LEVELS.length; i++) {
            library.add(LEVELS[i], LuaInteger.valueOf(i));
        }
    }

    /** An error that a script is told as a table. */
    static LuaFault raised(String text) {
        return new LuaFault(ReplyValues.error("ERR " + text, false));
    }

    private Varargs call(Varargs arguments, boolean raises) {
        byte[][] words;
        try {
            words = words(arguments);
        } catch (LuaFault fault) {
            if (raises) {
                throw fault;
            }
            return fault.value();
        }
        replies.begin();
        state.run().call(replies, words);
        LuaValue value = replies.value();
        if (raises && value instanceof LuaTable table && table.rawget(ReplyValues.ERROR) != LuaValue.NIL) {
            throw new LuaFault(value);
        }
        return value;
    }

    private static byte[][] words(Varargs arguments) {
        int count = arguments.narg();
        if (count == 0) {
            throw raised("Please specify at least one argument for this redis lib call");
        }
        byte[][] words = new byte[count][];
        for (int i = 0; i < count; i++) {
            LuaValue value = arguments.arg(i + 1);
            if (value instanceof LuaString text) {
                words[i] = Bytes.array(text);
            } else if (value instanceof LuaInteger number && number.v % HUNDRED_MILLION != 0) {
                words[i] = serval.bytes.Longs.toBytes(number.v);
            } else if (value instanceof LuaNumber) {
                words[i] = Numbers.shortest(value.todouble()).getBytes(StandardCharsets.ISO_8859_1);
            } else {
                throw raised("Lua redis lib command arguments must be strings or integers");
            }
        }
        return words;
    }

    private Varargs setResp(Varargs arguments) {
        if (arguments.narg() != 1) {
            throw raised("redis.setresp() requires one argument.");
        }
        int version = state.number(arguments, 1);
        if (version != 2 && version != 3) {
            throw raised("RESP version must be 2 or 3.");
        }
        replies.version(version);
        return LuaValue.NONE;
    }

    private Varargs setReplication(Varargs arguments) {
        if (arguments.narg() != 1) {
            throw raised("redis.set_repl() requires one argument.");
        }
        int targets = state.number(arguments, 1);
        if ((targets & ~3) != 0) {
            throw raised("Invalid replication flags. Use REPL_AOF, REPL_REPLICA, REPL_ALL or REPL_NONE.");
        }
        state.run().replicate(targets);
        return LuaValue.NONE;
    }

    private static Varargs sha1(Varargs arguments) {
        if (arguments.narg() != 1) {
            throw raised("wrong number of arguments");
        }
        LuaValue value = arguments.arg1();
        byte[] bytes = Interpreter.isText(value) ? Bytes.array(Numbers.text(value)) : new byte[0];
        return Bytes.string(digest(bytes));
    }

    /** The SHA-1 of bytes, in hexadecimal digits. */
    static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException(absent);
        }
    }

    private static Varargs errorReply(Varargs arguments) {
        LuaValue value = arguments.arg1();
        if (arguments.narg() != 1 || !(value instanceof LuaString text)) {
            return ReplyValues.error("ERR wrong number or type of arguments", false);
        }
        String error = Bytes.text(text);
        if (error.startsWith("-")) {
            error = error.substring(1);
        }
        while (error.endsWith("\n") || error.endsWith("\r")) {
            error = error.substring(0, error.length() - 1);
        }
        LuaTable table = new Table();
        table.rawset(ReplyValues.ERROR, Bytes.string(error.indexOf(' ') < 0 ? "ERR " + error : error));
        return table;
    }

    private static Varargs reply(Varargs arguments, LuaString field) {
        LuaValue value = arguments.arg1();
        if (arguments.narg() != 1 || !(value instanceof LuaString)) {
            return ReplyValues.error("ERR wrong number or type of arguments", false);
        }
        LuaTable table = new Table();
        table.rawset(field, value);
        return table;
    }

    private Varargs mayRun(Varargs arguments) {
        int answer = state.run().mayRun(words(arguments));
        if (answer < 0) {
            throw raised("Invalid command passed to redis.acl_check_cmd()");
        }
        return LuaValue.valueOf(answer == 1);
    }

    private Varargs log(Varargs arguments) {
        int count = arguments.narg();
        if (count < 2) {
            throw raised("redis.log() requires two arguments or more.");
        }
        if (!(arguments.arg1() instanceof LuaNumber number)) {
            throw raised("First argument must be a number (log level).");
        }
        int level = (int) number.todouble();
        if (level < 0 || level > 3) {
            throw raised("Invalid debug level.");
        }
        StringBuilder text = new StringBuilder();
        for (int i = 2; i <= count; i++) {
            LuaValue value = arguments.arg(i);
            if (Interpreter.isText(value)) {
                text.append(i > 2 ? " " : "").append(ValueReplies.oneLine(Numbers.text(value)));
            }
        }
        state.log(level, text.toString());
        return LuaValue.NONE;
    }
}
