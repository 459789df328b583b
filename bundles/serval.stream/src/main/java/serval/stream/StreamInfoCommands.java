package serval.stream;

import static serval.sdk.command.CommandFlag.LOADING;
import static serval.sdk.command.CommandFlag.READONLY;
import static serval.sdk.command.CommandFlag.STALE;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.RO;

import org.osgi.service.component.annotations.Component;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Token;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.Reply;

/** XINFO: what is to be known of a stream, its groups and their consumers. */
@Component
public final class StreamInfoCommands implements CommandFamily {
    static final CommandSpec XINFO = CommandSpec.container("XINFO")
            .summary("Holds the commands that look into streams.")
            .group("stream")
            .since("5.0.0")
            .complexity("Depends on subcommand.")
            .build();

    static final CommandSpec STREAM = XINFO.subcommand("STREAM key [FULL [COUNT count]]")
            .summary("Tells about a stream.")
            .since("5.0.0")
            .complexity("O(1)")
            .flags(READONLY)
            .keys(RO, ACCESS)
            .groups("full-block")
            .name("FULL", "full")
            .changed("6.0.0", "FULL.")
            .changed("7.0.0", "max-deleted-entry-id, entries-added, recorded-first-entry-id, entries-read and lag.")
            .changed("7.2.0", "active-time, and seen-time as the time of the last attempt.")
            .build();

    static final CommandSpec GROUPS = XINFO.subcommand("GROUPS key")
            .summary("Tells about a stream's consumer groups.")
            .since("5.0.0")
            .complexity("O(1)")
            .flags(READONLY)
            .keys(RO, ACCESS)
            .changed("7.0.0", "entries-read and lag.")
            .build();

    static final CommandSpec CONSUMERS = XINFO.subcommand("CONSUMERS key group")
            .summary("Tells about a group's consumers.")
            .since("5.0.0")
            .complexity("O(1)")
            .flags(READONLY)
            .keys(RO, ACCESS)
            .tips("nondeterministic_output")
            .changed("7.2.0", "inactive.")
            .build();

    static final CommandSpec HELP = XINFO.subcommand("HELP")
            .summary("Tells the subcommands and what they do.")
            .since("5.0.0")
            .complexity("O(1)")
            .flags(LOADING, STALE)
            .build();

    private static final Token FULL = Token.of("FULL");
    private static final Token COUNT = Token.of("COUNT");
    private static final long DEFAULT_COUNT = 10;

    private final EntryReply entries = new EntryReply();

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(STREAM, this::stream)
                .add(GROUPS, this::groups)
                .add(CONSUMERS, this::consumers)
                .add(HELP, this::help)
                .build();
    }

    private static Stream existing(Call call) {
        Stream stream = call.key(2).read(StreamType.INSTANCE);
        if (stream == null) {
            throw CommandError.NO_SUCH_KEY.exception();
        }
        return stream;
    }

    void stream(Call call) {
        Stream stream = existing(call);
        int options = call.count() - 3;
        long count = DEFAULT_COUNT;
        if (options > 0) {
            if (options != 1 && options != 3 || !call.is(3, FULL) || options == 3 && !call.is(4, COUNT)) {
                throw GroupLookup.badSubcommand(call, "XINFO");
            }
            if (options == 3) {
                count = call.asLong(5);
                count = count < 0 ? DEFAULT_COUNT : count;
            }
        }
        Reply reply = call.reply();
        reply.map(options > 0 ? 9 : 10);
        field(reply, "length", stream.length);
        field(reply, "radix-tree-keys", stream.nodes());
        field(reply, "radix-tree-nodes", RadixShape.nodes(stream));
        field(reply, "last-generated-id", stream.last);
        field(reply, "max-deleted-entry-id", stream.maxDeleted);
        field(reply, "entries-added", stream.entriesAdded);
        field(reply, "recorded-first-entry-id", stream.first);
        if (options == 0) {
            field(reply, "groups", stream.groups().size());
            edge(reply, "first-entry", stream, false);
            edge(reply, "last-entry", stream, true);
        } else {
            full(reply, stream, count);
        }
    }

    private static void field(Reply reply, String name, long value) {
        reply.bulk(name);
        reply.integer(value);
    }

    private static void field(Reply reply, String name, StreamId value) {
        reply.bulk(name);
        Ids.reply(reply, value);
    }

    private void edge(Reply reply, String name, Stream stream, boolean last) {
        reply.bulk(name);
        EntryCursor cursor = new EntryCursor(stream, StreamId.ZERO, StreamId.MAX, last);
        if (cursor.next()) {
            entries.entry(reply, cursor);
        } else {
            reply.nil();
        }
    }

    private void full(Reply reply, Stream stream, long count) {
        reply.bulk("entries");
        entries.range(reply, stream, StreamId.ZERO, StreamId.MAX, false, count);
        reply.bulk("groups");
        reply.array(stream.groups().size());
        for (Group group : stream.groups()) {
            reply.map(7);
            reply.bulk("name");
            reply.bulk(group.name);
            field(reply, "last-delivered-id", group.last);
            progress(reply, stream, group);
            field(reply, "pel-count", group.pending.size());
            reply.bulk("pending");
            pending(reply, group.pending, count, true);
            reply.bulk("consumers");
            reply.array(group.consumerCount());
            for (Consumer consumer : group.consumers()) {
                reply.map(5);
                reply.bulk("name");
                reply.bulk(consumer.name);
                field(reply, "seen-time", consumer.seen);
                field(reply, "active-time", consumer.active);
                field(reply, "pel-count", consumer.pending.size());
                reply.bulk("pending");
                pending(reply, consumer.pending, count, false);
            }
        }
    }

    private static void progress(Reply reply, Stream stream, Group group) {
        reply.bulk("entries-read");
        if (group.entriesRead == Group.UNKNOWN) {
            reply.nil();
        } else {
            reply.integer(group.entriesRead);
        }
        reply.bulk("lag");
        long lag = Counters.lag(stream, group);
        if (lag == Counters.NO_LAG) {
            reply.nil();
        } else {
            reply.integer(lag);
        }
    }

    private static void pending(Reply reply, PendingList pending, long most, boolean withConsumer) {
        reply.openArray();
        long written = 0;
        Nack nack = pending.first();
        while (nack != null && (most == 0 || written < most)) {
            reply.array(withConsumer ? 4 : 3);
            Ids.reply(reply, nack.ms(), nack.seq());
            if (withConsumer) {
                reply.bulk(nack.consumer().name);
            }
            reply.integer(nack.time());
            reply.integer(nack.deliveries());
            written++;
            nack = pending.behind(nack.ms(), nack.seq());
        }
        reply.close(written);
    }

    void groups(Call call) {
        Stream stream = existing(call);
        Reply reply = call.reply();
        reply.array(stream.groups().size());
        for (Group group : stream.groups()) {
            reply.map(6);
            reply.bulk("name");
            reply.bulk(group.name);
            field(reply, "consumers", group.consumerCount());
            field(reply, "pending", group.pending.size());
            field(reply, "last-delivered-id", group.last);
            progress(reply, stream, group);
        }
    }

    void consumers(Call call) {
        Group group = existing(call).group(call.copy(3));
        if (group == null) {
            throw GroupLookup.noGroup(call, 2, 3);
        }
        Reply reply = call.reply();
        reply.array(group.consumerCount());
        for (Consumer consumer : group.consumers()) {
            reply.map(4);
            reply.bulk("name");
            reply.bulk(consumer.name);
            field(reply, "pending", consumer.pending.size());
            field(reply, "idle", Math.max(0, call.now() - consumer.seen));
            field(reply, "inactive", consumer.active == Consumer.NEVER ? Consumer.NEVER : call.now() - consumer.active);
        }
    }

    void help(Call call) {
        GroupLookup.help(
                call,
                "XINFO <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
                "CONSUMERS <key> <groupname>",
                "    Tell about the consumers of <groupname>.",
                "GROUPS <key>",
                "    Tell about the consumer groups of the stream.",
                "STREAM <key> [FULL [COUNT <count>]",
                "    Tell about the stream.");
    }
}
