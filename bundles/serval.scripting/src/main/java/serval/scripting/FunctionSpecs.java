package serval.scripting;

import static serval.sdk.command.CommandFlag.ALLOW_BUSY;
import static serval.sdk.command.CommandFlag.DENYOOM;
import static serval.sdk.command.CommandFlag.LOADING;
import static serval.sdk.command.CommandFlag.LONG;
import static serval.sdk.command.CommandFlag.MAY_REPLICATE;
import static serval.sdk.command.CommandFlag.MOVABLEKEYS;
import static serval.sdk.command.CommandFlag.NOSCRIPT;
import static serval.sdk.command.CommandFlag.NO_MANDATORY_KEYS;
import static serval.sdk.command.CommandFlag.READONLY;
import static serval.sdk.command.CommandFlag.SKIP_MONITOR;
import static serval.sdk.command.CommandFlag.STALE;
import static serval.sdk.command.CommandFlag.WRITE;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.RO;
import static serval.sdk.command.KeyFlag.RW;
import static serval.sdk.command.KeyFlag.UPDATE;

import serval.sdk.command.CommandSpec;

/** How the commands on functions are written. */
final class FunctionSpecs {
    private static final String[] EVERYWHERE = {"request_policy:all_shards", "response_policy:all_succeeded"};

    static final CommandSpec FCALL = CommandSpec.command("FCALL function numkeys [key [key ...]] [arg [arg ...]]")
            .summary("Runs a function.")
            .group("scripting")
            .since("7.0.0")
            .complexity("Depends on the function that is executed.")
            .flags(NOSCRIPT, SKIP_MONITOR, MAY_REPLICATE, NO_MANDATORY_KEYS, STALE, MOVABLEKEYS, LONG)
            .keys(RW, ACCESS, UPDATE)
            .keyNotes("We cannot tell how the keys will be used so we assume the worst, RW and UPDATE")
            .build();

    static final CommandSpec FCALL_RO = CommandSpec.command("FCALL_RO function numkeys [key [key ...]] [arg [arg ...]]")
            .summary("Runs a function that only reads.")
            .group("scripting")
            .since("7.0.0")
            .complexity("Depends on the function that is executed.")
            .flags(READONLY, NOSCRIPT, SKIP_MONITOR, NO_MANDATORY_KEYS, STALE, MOVABLEKEYS, LONG)
            .keys(RO, ACCESS)
            .keyNotes("We cannot tell how the keys will be used so we assume the worst, RO and ACCESS")
            .build();

    static final CommandSpec FUNCTION = CommandSpec.container("FUNCTION")
            .summary("Stands for the commands on functions.")
            .group("scripting")
            .since("7.0.0")
            .complexity("Depends on subcommand.")
            .build();

    static final CommandSpec DELETE = FUNCTION.subcommand("DELETE library-name")
            .summary("Forgets a library and its functions.")
            .since("7.0.0")
            .complexity("O(1)")
            .flags(WRITE, NOSCRIPT)
            .tips(EVERYWHERE)
            .build();

    static final CommandSpec DUMP = FUNCTION.subcommand("DUMP")
            .summary("Answers all libraries as one payload.")
            .since("7.0.0")
            .complexity("O(N) where N is the number of functions")
            .flags(NOSCRIPT)
            .build();

    static final CommandSpec FLUSH = FUNCTION.subcommand("FLUSH [ASYNC | SYNC]")
            .summary("Forgets all functions.")
            .since("7.0.0")
            .complexity("O(N) where N is the number of functions deleted")
            .flags(WRITE, NOSCRIPT)
            .groups("flush-type")
            .tips(EVERYWHERE)
            .build();

    static final CommandSpec HELP = FUNCTION.subcommand("HELP")
            .summary("Tells what can be said.")
            .since("7.0.0")
            .complexity("O(1)")
            .flags(LOADING, STALE)
            .build();

    static final CommandSpec KILL = FUNCTION.subcommand("KILL")
            .summary("Ends the function that keeps the server busy.")
            .since("7.0.0")
            .complexity("O(1)")
            .flags(NOSCRIPT, ALLOW_BUSY)
            .tips("request_policy:all_shards", "response_policy:one_succeeded")
            .build();

    static final CommandSpec LIST = FUNCTION.subcommand("LIST [LIBRARYNAME library-name-pattern] [WITHCODE]")
            .summary("Lists the libraries of functions.")
            .since("7.0.0")
            .complexity("O(N) where N is the number of functions")
            .flags(NOSCRIPT)
            .tips("nondeterministic_output_order")
            .build();

    static final CommandSpec LOAD = FUNCTION.subcommand("LOAD [REPLACE] function-code")
            .summary("Loads a library of functions.")
            .since("7.0.0")
            .complexity("O(1) (considering compilation time is redundant)")
            .flags(WRITE, DENYOOM, NOSCRIPT)
            .tips(EVERYWHERE)
            .build();

    static final CommandSpec RESTORE = FUNCTION.subcommand("RESTORE serialized-value [FLUSH | APPEND | REPLACE]")
            .summary("Loads the libraries of a payload.")
            .since("7.0.0")
            .complexity("O(N) where N is the number of functions on the payload")
            .flags(WRITE, DENYOOM, NOSCRIPT)
            .groups("policy")
            .tips(EVERYWHERE)
            .build();

    static final CommandSpec STATS = FUNCTION.subcommand("STATS")
            .summary("Tells of the function that is running, and of the engines.")
            .since("7.0.0")
            .complexity("O(1)")
            .flags(NOSCRIPT, ALLOW_BUSY)
            .tips("nondeterministic_output", "request_policy:all_shards", "response_policy:special")
            .build();

    static final String[] HELP_LINES = {
        "FUNCTION <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
        "LOAD [REPLACE] <FUNCTION CODE>",
        "    Create a new library with the given library name and code.",
        "DELETE <LIBRARY NAME>",
        "    Delete the given library.",
        "LIST [LIBRARYNAME PATTERN] [WITHCODE]",
        "    Return general information on all the libraries:",
        "    * Library name",
        "    * The engine used to run the Library",
        "    * Library description",
        "    * Functions list",
        "    * Library code (if WITHCODE is given)",
        "    It also possible to get only function that matches a pattern using LIBRARYNAME argument.",
        "STATS",
        "    Return information about the current function running:",
        "    * Function name",
        "    * Command used to run the function",
        "    * Duration in MS that the function is running",
        "    If no function is running, return nil",
        "    In addition, returns a list of available engines.",
        "KILL",
        "    Kill the current running function.",
        "FLUSH [ASYNC|SYNC]",
        "    Delete all the libraries.",
        "    When called without the optional mode argument, the behavior is determined by the",
        "    lazyfree-lazy-user-flush configuration directive. Valid modes are:",
        "    * ASYNC: Asynchronously flush the libraries.",
        "    * SYNC: Synchronously flush the libraries.",
        "DUMP",
        "    Return a serialized payload representing the current libraries, can be restored using FUNCTION RESTORE command",
        "RESTORE <PAYLOAD> [FLUSH|APPEND|REPLACE]",
        "    Restore the libraries represented by the given payload, it is possible to give a restore policy to",
        "    control how to handle existing libraries (default APPEND):",
        "    * FLUSH: delete all existing libraries.",
        "    * APPEND: appends the restored libraries to the existing libraries. On collision, abort.",
        "    * REPLACE: appends the restored libraries to the existing libraries, On collision, replace the old",
        "      libraries with the new libraries (notice that even on this option there is a chance of failure",
        "      in case of functions name collision with another library).",
        "HELP",
        "    Print this help."
    };

    private FunctionSpecs() {}
}
