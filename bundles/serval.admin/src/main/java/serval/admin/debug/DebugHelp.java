package serval.admin.debug;

import java.util.List;
import serval.sdk.command.Call;

/** The answer to DEBUG HELP. */
final class DebugHelp {
    private static final List<String> LINES = List.of(
            "DEBUG <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
            "ASSERT",
            "    End the process as after a failed assertion.",
            "CHANGE-REPL-ID",
            "    Give the dataset's history another name.",
            "CONFIG-REWRITE-FORCE-ALL",
            "    Rewrite the configuration file.",
            "DIGEST",
            "    Print a signature of the whole dataset.",
            "DIGEST-VALUE <key> [<key> ...]",
            "    Print a signature of each key's value.",
            "ERROR <string>",
            "    Answer the error <string>.",
            "HTSTATS <dbid> [full]",
            "    Tell about the tables of a database.",
            "HTSTATS-KEY <key> [full]",
            "    Tell about the table that a value consists of.",
            "LOADAOF",
            "    Save and load the whole dataset.",
            "LOG <message>",
            "    Write <message> to the log.",
            "OBJECT <key>",
            "    Tell how a value is kept.",
            "PANIC",
            "    End the process as after a panic.",
            "PAUSE-CRON <0|1>",
            "    Let the regular work rest, or not.",
            "POPULATE <count> [<prefix>] [<size>]",
            "    Create <count> strings named <prefix>:<number>; the prefix is 'key' by default.",
            "PROTOCOL <type>",
            "    Answer a reply of a kind: string, integer, double, bignum, null, array, set, map, attrib,",
            "    push, verbatim, true, false.",
            "QUICKLIST-PACKED-THRESHOLD <size>",
            "    Accepted, without effect.",
            "RELOAD [option ...]",
            "    Save and load the whole dataset. Options: MERGE, NOFLUSH, NOSAVE.",
            "REPLYBUFFER <PEAK-RESET-TIME|RESIZING> <value>",
            "    Accepted, without effect.",
            "SEGFAULT",
            "    End the process as after a segmentation fault.",
            "SET-ACTIVE-EXPIRE <0|1>",
            "    Whether expired keys are removed without being asked for.",
            "SET-DISABLE-DENY-SCRIPTS <0|1>",
            "    Accepted, without effect.",
            "SET-SKIP-CHECKSUM-VALIDATION <0|1>",
            "    Accepted, without effect.",
            "SLEEP <seconds>",
            "    Have everybody wait for <seconds>.",
            "HELP",
            "    Print this help.");

    private DebugHelp() {}

    static void answer(Call call) {
        call.reply().array(LINES.size());
        LINES.forEach(call.reply()::status);
    }
}
