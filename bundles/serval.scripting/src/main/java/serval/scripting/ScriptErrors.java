package serval.scripting;

import serval.sdk.reply.CommandError;

/** The errors of scripts and functions. */
final class ScriptErrors {
    static final CommandError NO_SCRIPT = CommandError.of("NOSCRIPT No matching script. Please use EVAL.");
    static final CommandError TOO_MANY_KEYS =
            CommandError.of("ERR Number of keys can't be greater than number of args");
    static final CommandError NEGATIVE_KEYS = CommandError.of("ERR Number of keys can't be negative");
    static final CommandError BAD_KEYS = CommandError.of("ERR Bad number of keys provided");
    static final CommandError BAD_SHEBANG = CommandError.of("ERR Invalid script shebang");
    static final CommandError BAD_ENGINE = CommandError.of("ERR Invalid engine in script shebang");
    static final CommandError BAD_METADATA = CommandError.of("ERR Invalid library metadata");
    static final CommandError UNKNOWN_COMMAND = CommandError.of("ERR Unknown Redis command called from script");
    static final CommandError WRONG_ARITY =
            CommandError.of("ERR Wrong number of args calling Redis command from script");
    static final CommandError NOT_ALLOWED = CommandError.of("ERR This Redis command is not allowed from script");
    static final CommandError READ_ONLY = CommandError.of("ERR Write commands are not allowed from read-only scripts.");
    static final CommandError WRITES_BY_RO =
            CommandError.of("ERR Can not execute a script with write flag using *_ro command.");
    static final CommandError OOM = CommandError.of(
            "OOM allow-oom flag is not set on the script, can not run it when used memory > 'maxmemory'");
    static final CommandError REPLICA =
            CommandError.of("READONLY Can not run script with write flag on readonly replica.");
    static final CommandError NO_FUNCTION = CommandError.of("ERR Function not found");
    static final CommandError NOT_BUSY = CommandError.of("NOTBUSY No scripts in execution right now.");
    static final CommandError BUSY_SCRIPT =
            CommandError.of("BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.");
    static final CommandError BUSY_FUNCTION =
            CommandError.of("BUSY Redis is busy running a script. You can only call FUNCTION KILL or SHUTDOWN NOSAVE.");
    static final CommandError UNKILLABLE = CommandError.of(
            "UNKILLABLE Sorry the script already executed write commands against the dataset. You can either wait the"
                    + " script termination or kill the server in a hard way using the SHUTDOWN NOSAVE command.");
    static final CommandError KILLED = CommandError.of("ERR Script killed by user with SCRIPT KILL...");
    static final CommandError BAD_SCRIPT_FLUSH = CommandError.of("ERR SCRIPT FLUSH only support SYNC|ASYNC option");
    static final CommandError BAD_FUNCTION_FLUSH =
            CommandError.of("ERR FUNCTION FLUSH only supports SYNC|ASYNC option");
    static final CommandError NO_DEBUGGER = CommandError.of("ERR the Lua debugger is not supported");
    static final CommandError NO_LIBRARY = CommandError.of("ERR Library not found");
    static final CommandError NO_METADATA = CommandError.of("ERR Missing library metadata");
    static final CommandError NO_LIBRARY_NAME = CommandError.of("ERR Library name was not given");
    static final CommandError TWO_NAMES =
            CommandError.of("ERR Invalid metadata value, name argument was given multiple times");
    static final String BAD_NAME = "Library names can only contain letters, numbers, or underscores(_) and must be at"
            + " least one character long";
    static final CommandError NO_FUNCTIONS = CommandError.of("ERR No functions registered");
    static final CommandError BAD_PAYLOAD = CommandError.of("ERR DUMP payload version or checksum are wrong");
    static final CommandError BAD_POLICY =
            CommandError.of("ERR Wrong restore policy given, value should be either FLUSH, APPEND or REPLACE.");

    private ScriptErrors() {}

    static CommandError error(String text) {
        return CommandError.of("ERR " + text);
    }
}
