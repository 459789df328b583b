package serval.connection;

import static serval.sdk.command.CommandFlag.ADMIN;
import static serval.sdk.command.CommandFlag.LOADING;
import static serval.sdk.command.CommandFlag.NOSCRIPT;
import static serval.sdk.command.CommandFlag.SENTINEL;
import static serval.sdk.command.CommandFlag.STALE;

import serval.sdk.command.CommandSpec;

/** The declarations of CLIENT and its subcommands. */
final class ClientSpecs {
    static final CommandSpec CLIENT = CommandSpec.container("CLIENT")
            .summary("Holds the commands about clients' connections.")
            .group("connection")
            .since("2.4.0")
            .complexity("Depends on subcommand.")
            .flags(SENTINEL)
            .build();

    static final CommandSpec GETNAME =
            own("GETNAME", "2.6.9").summary("Tells the connection's name.").build();

    static final CommandSpec HELP = CLIENT.subcommand("HELP")
            .summary("Tells the subcommands and what they do.")
            .since("5.0.0")
            .complexity("O(1)")
            .flags(LOADING, STALE, SENTINEL)
            .build();

    static final CommandSpec ID =
            own("ID", "5.0.0").summary("Tells the connection's number.").build();

    static final CommandSpec INFO = own("INFO", "6.2.0")
            .summary("Describes this connection.")
            .tips("nondeterministic_output")
            .build();

    static final CommandSpec KILL = admin(
                    "KILL <ip:port | [ID client-id] | [TYPE <NORMAL | MASTER | SLAVE | REPLICA | PUBSUB>] | "
                            + "[USER username] | [ADDR addr] | [LADDR laddr] | [SKIPME <YES | NO>]>",
                    "2.4.0")
            .summary("Closes connections.")
            .complexity("O(N) where N is the number of client connections")
            .arity(-3)
            .arguments(ClientKill.filter())
            .changed("2.8.12", "Filters.")
            .changed("2.8.12", "The filter ID.")
            .changed("3.2.0", "The type master.")
            .changed("5.0.0", "The type replica, which is slave by a new name.")
            .changed("6.2.0", "The filter LADDR.")
            .build();

    static final CommandSpec LIST = admin(
                    "LIST [TYPE <NORMAL | MASTER | REPLICA | PUBSUB>] [ID client-id [client-id ...]]", "2.4.0")
            .summary("Describes the open connections.")
            .complexity("O(N) where N is the number of client connections")
            .name("TYPE", "client-type")
            .argumentSince("TYPE", "5.0.0")
            .argumentSince("ID", "6.2.0")
            .tips("nondeterministic_output")
            .changed("2.8.12", "The field id.")
            .changed("5.0.0", "The filter TYPE.")
            .changed("6.0.0", "The field user.")
            .changed("6.2.0", "The fields argv-mem, tot-mem, laddr and redir, and the filter ID.")
            .changed("7.0.0", "The fields resp, multi-mem, rbs and rbp.")
            .changed("7.0.3", "The field ssub.")
            .build();

    static final CommandSpec NO_EVICT = admin("NO-EVICT <ON | OFF>", "7.0.0")
            .summary("Says whether this connection may be closed when clients take too much memory.")
            .complexity("O(1)")
            .groups("enabled")
            .build();

    static final CommandSpec NO_TOUCH = CLIENT.subcommand("NO-TOUCH <ON | OFF>")
            .summary("Says whether this connection's commands count as uses of the keys.")
            .since("7.2.0")
            .complexity("O(1)")
            .flags(NOSCRIPT, LOADING, STALE)
            .groups("enabled")
            .build();

    static final CommandSpec PAUSE = admin("PAUSE timeout [WRITE | ALL]", "3.0.0")
            .summary("Holds back clients' commands for a while.")
            .complexity("O(1)")
            .groups("mode")
            .argumentSince("mode", "6.2.0")
            .type("timeout", serval.sdk.command.Argument.Type.INTEGER)
            .changed("6.2.0", "The argument mode.")
            .build();

    static final CommandSpec REPLY = own("REPLY <ON | OFF | SKIP>", "3.2.0")
            .summary("Says whether this connection is answered.")
            .groups("action")
            .build();

    static final CommandSpec SETINFO = own("SETINFO <LIB-NAME libname | LIB-VER libver>", "7.2.0")
            .summary("Sets what the connection tells of the client's library.")
            .groups("attr")
            .tips("request_policy:all_nodes", "response_policy:all_succeeded")
            .build();

    static final CommandSpec SETNAME = own("SETNAME connection-name", "2.6.9")
            .summary("Sets the connection's name.")
            .tips("request_policy:all_nodes", "response_policy:all_succeeded")
            .build();

    static final CommandSpec UNBLOCK = admin("UNBLOCK client-id [TIMEOUT | ERROR]", "5.0.0")
            .summary("Ends the wait of another connection's command.")
            .complexity("O(log N) where N is the number of client connections")
            .groups("unblock-type")
            .build();

    static final CommandSpec UNPAUSE = admin("UNPAUSE", "6.2.0")
            .summary("Ends what PAUSE began.")
            .complexity("O(N) Where N is the number of paused clients")
            .build();

    private ClientSpecs() {}

    private static CommandSpec.Builder own(String syntax, String since) {
        return CLIENT.subcommand(syntax).since(since).complexity("O(1)").flags(NOSCRIPT, LOADING, STALE, SENTINEL);
    }

    private static CommandSpec.Builder admin(String syntax, String since) {
        return own(syntax, since).flags(ADMIN);
    }
}
