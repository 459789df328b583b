package serval.stream;

import static serval.sdk.command.CommandFlag.DENYOOM;
import static serval.sdk.command.CommandFlag.FAST;
import static serval.sdk.command.CommandFlag.LOADING;
import static serval.sdk.command.CommandFlag.READONLY;
import static serval.sdk.command.CommandFlag.STALE;
import static serval.sdk.command.CommandFlag.WRITE;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.DELETE;
import static serval.sdk.command.KeyFlag.INSERT;
import static serval.sdk.command.KeyFlag.RO;
import static serval.sdk.command.KeyFlag.RW;
import static serval.sdk.command.KeyFlag.UPDATE;

import serval.sdk.command.Argument.Type;
import serval.sdk.command.CommandSpec;

/** The declarations of the commands on consumer groups. */
final class GroupSpecs {
    static final CommandSpec XGROUP = CommandSpec.container("XGROUP")
            .summary("Holds the commands on consumer groups.")
            .group("stream")
            .since("5.0.0")
            .complexity("Depends on subcommand.")
            .build();

    static final CommandSpec CREATE = XGROUP.subcommand(
                    "CREATE key group <id | $> [MKSTREAM] [ENTRIESREAD entries-read]")
            .summary("Creates a consumer group.")
            .since("5.0.0")
            .complexity("O(1)")
            .flags(WRITE, DENYOOM)
            .keys(RW, INSERT)
            .type("group", Type.STRING)
            .changed("7.0.0", "ENTRIESREAD.")
            .build();

    static final CommandSpec SETID = XGROUP.subcommand("SETID key group <id | $> [ENTRIESREAD entries-read]")
            .summary("Sets the last number that a consumer group was given.")
            .since("5.0.0")
            .complexity("O(1)")
            .flags(WRITE)
            .keys(RW, UPDATE)
            .type("group", Type.STRING)
            .name("ENTRIESREAD", "entriesread")
            .changed("7.0.0", "ENTRIESREAD.")
            .build();

    static final CommandSpec DESTROY = XGROUP.subcommand("DESTROY key group")
            .summary("Deletes a consumer group.")
            .since("5.0.0")
            .complexity("O(N) where N is the number of pending entries.")
            .flags(WRITE)
            .keys(RW, DELETE)
            .build();

    static final CommandSpec CREATECONSUMER = XGROUP.subcommand("CREATECONSUMER key group consumer")
            .summary("Creates a consumer in a consumer group.")
            .since("6.2.0")
            .complexity("O(1)")
            .flags(WRITE, DENYOOM)
            .keys(RW, INSERT)
            .build();

    static final CommandSpec DELCONSUMER = XGROUP.subcommand("DELCONSUMER key group consumer")
            .summary("Deletes a consumer and what is pending for it.")
            .since("5.0.0")
            .complexity("O(N) where N is the number of the consumer's pending entries.")
            .flags(WRITE)
            .keys(RW, DELETE)
            .build();

    static final CommandSpec HELP = XGROUP.subcommand("HELP")
            .summary("Tells the subcommands and what they do.")
            .since("5.0.0")
            .complexity("O(1)")
            .flags(LOADING, STALE)
            .build();

    static final CommandSpec XACK = command("XACK key group id [id ...]")
            .summary("Takes entries off what is pending in a consumer group, and tells how many were.")
            .group("stream")
            .since("5.0.0")
            .complexity("O(log N) for each entry where N is the number of pending entries.")
            .flags(WRITE, FAST)
            .keys(RW, UPDATE)
            .build();

    static final CommandSpec XPENDING = command("XPENDING key group [[IDLE min-idle-time] start end count [consumer]]")
            .summary("Tells what is pending in a consumer group.")
            .group("stream")
            .since("5.0.0")
            .complexity(
                    "O(N) where N is the number of entries told; the summary O(M) where M is the number of consumers.")
            .flags(READONLY)
            .keys(RO, ACCESS)
            .groups("filters")
            .type("IDLE", Type.INTEGER)
            .argumentSince("IDLE", "6.2.0")
            .type("start", Type.STRING)
            .type("end", Type.STRING)
            .tips("nondeterministic_output")
            .changed("6.2.0", "IDLE, and numbers that are not part of the range.")
            .build();

    static final CommandSpec XCLAIM = command("XCLAIM key group consumer min-idle-time id [id ...] [IDLE ms]"
                    + " [TIME unix-time-milliseconds] [RETRYCOUNT count] [FORCE] [JUSTID] [LASTID lastid]")
            .summary("Gives pending entries to another consumer, as if they had been delivered to it.")
            .group("stream")
            .since("5.0.0")
            .complexity("O(log N) for each entry where N is the number of pending entries.")
            .flags(WRITE, FAST)
            .keys(RW, UPDATE)
            .tips("nondeterministic_output")
            .build();

    static final CommandSpec XAUTOCLAIM = command(
                    "XAUTOCLAIM key group consumer min-idle-time start [COUNT count] [JUSTID]")
            .summary("Gives those pending entries to another consumer that have been so for long enough.")
            .group("stream")
            .since("6.2.0")
            .complexity("O(1) if COUNT is small.")
            .flags(WRITE, FAST)
            .keys(RW, DELETE)
            .type("start", Type.STRING)
            .tips("nondeterministic_output")
            .changed(
                    "7.0.0",
                    "Tells the numbers of pending entries that were no longer there and are no longer pending.")
            .build();

    private GroupSpecs() {}
}
