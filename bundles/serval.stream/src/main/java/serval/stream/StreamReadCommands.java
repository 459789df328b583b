package serval.stream;

import static serval.sdk.command.CommandFlag.BLOCKING;
import static serval.sdk.command.CommandFlag.READONLY;
import static serval.sdk.command.CommandFlag.WRITE;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.RO;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import serval.sdk.block.KeyWait;
import serval.sdk.command.Argument.Type;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.Reply;

/** XREAD and XREADGROUP: what reads new entries, and waits for them. */
@Component
public final class StreamReadCommands implements CommandFamily {
    static final CommandSpec XREAD = command(
                    "XREAD [COUNT count] [BLOCK milliseconds] STREAMS key [key ...] id [id ...]")
            .summary(
                    "Reads the entries of streams that are behind the given ones, and waits for them if there are none.")
            .group("stream")
            .since("5.0.0")
            .flags(READONLY, BLOCKING)
            .keys(RO, ACCESS)
            .groups("streams")
            .build();

    static final CommandSpec XREADGROUP = command("XREADGROUP GROUP group consumer [COUNT count] [BLOCK milliseconds]"
                    + " [NOACK] STREAMS key [key ...] id [id ...]")
            .summary("Reads entries that no consumer of a group was given yet, or those given and not acknowledged.")
            .group("stream")
            .since("5.0.0")
            .complexity("O(M) for each stream where M is the number of entries read.")
            .flags(WRITE, BLOCKING)
            .keys(RO, ACCESS)
            .groups("group-block", "streams")
            .type("group", Type.STRING)
            .build();

    private static final CommandError DOLLAR_IN_GROUP = CommandError.of("ERR The $ ID is meaningless in the context of"
            + " XREADGROUP: you want to read the history of this consumer by specifying a proper ID, or use the > ID to"
            + " get new messages. The $ ID would just return an empty result set.");
    private static final CommandError NEW_IN_XREAD = CommandError.of("ERR The > ID can be specified only when calling"
            + " XREADGROUP using the GROUP <group> <consumer> option.");

    private final EntryReply entries = new EntryReply();

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(XREAD, this::xread)
                .add(XREADGROUP, this::xreadgroup)
                .build();
    }

    // Without a group

    void xread(Call call) {
        ReadRequest request = new ReadRequest(call, false);
        StreamId[] after = new StreamId[request.streams];
        for (int i = 0; i < after.length; i++) {
            Stream stream = call.key(request.firstKey + i).read(StreamType.INSTANCE);
            if (request.isSymbol(call, i, '$')) {
                after[i] = stream == null ? StreamId.ZERO : stream.last;
            } else if (request.isSymbol(call, i, '>')) {
                throw NEW_IN_XREAD.exception();
            } else {
                after[i] = Ids.strict(call, request.idAt(i));
            }
        }
        Reply reply = call.reply();
        int served = 0;
        for (int i = 0; i < after.length; i++) {
            Stream stream = call.key(request.firstKey + i).read(StreamType.INSTANCE);
            if (stream == null || stream.length == 0 || stream.lastEntry().compareTo(after[i]) <= 0) {
                continue;
            }
            begin(call, request.firstKey + i, served++);
            entries.range(reply, stream, after[i].next(), StreamId.MAX, false, request.count);
        }
        if (served > 0) {
            reply.close(served);
            return;
        }
        if (request.block == ReadRequest.NO_BLOCK) {
            reply.nilArray();
            return;
        }
        for (int i = 0; i < after.length; i++) {
            if (request.isSymbol(call, i, '$')) {
                call.rewriteForNextRun(request.idAt(i), after[i].toBytes());
            }
        }
        block(call, request, false);
    }

    private static void begin(Call call, int key, int served) {
        Reply reply = call.reply();
        boolean map = reply.version() >= 3;
        if (served == 0) {
            if (map) {
                reply.openMap();
            } else {
                reply.openArray();
            }
        }
        if (!map) {
            reply.array(2);
        }
        reply.bulk(call.slice(key));
    }

    private static void block(Call call, ReadRequest request, boolean evenIfDeleted) {
        call.waitForKeys(new KeyWait(
                request.keys(),
                StreamType.INSTANCE,
                evenIfDeleted,
                request.block,
                late -> late.reply().nilArray()));
    }

    // With a group

    void xreadgroup(Call call) {
        ReadRequest request = new ReadRequest(call, true);
        byte[] groupName = call.copy(request.groupAt);
        byte[] consumerName = call.copy(request.groupAt + 1);
        @Nullable StreamId[] history = new StreamId[request.streams];
        for (int i = 0; i < history.length; i++) {
            Stream stream = call.key(request.firstKey + i).read(StreamType.INSTANCE);
            if (stream == null || stream.group(groupName) == null) {
                throw CommandError.of("NOGROUP No such key '" + call.text(request.firstKey + i)
                                + "' or consumer group '" + call.text(request.groupAt)
                                + "' in XREADGROUP with GROUP option")
                        .exception();
            }
            if (request.isSymbol(call, i, '$')) {
                throw DOLLAR_IN_GROUP.exception();
            }
            if (!request.isSymbol(call, i, '>')) {
                history[i] = Ids.strict(call, request.idAt(i));
            }
        }
        GroupEffects effects = new GroupEffects(call.effects());
        int served = 0;
        for (int i = 0; i < history.length; i++) {
            if (serve(call, request, i, groupName, consumerName, history[i], served, effects)) {
                served++;
            }
        }
        effects.done();
        if (served > 0) {
            call.reply().close(served);
        } else if (request.block == ReadRequest.NO_BLOCK) {
            call.reply().nilArray();
        } else {
            block(call, request, true);
        }
    }

    private boolean serve(
            Call call,
            ReadRequest request,
            int index,
            byte[] groupName,
            byte[] consumerName,
            @Nullable StreamId after,
            int served,
            GroupEffects effects) {
        int keyAt = request.firstKey + index;
        Key key = call.key(keyAt);
        Stream stream = key.update(StreamType.INSTANCE);
        Group group = stream == null ? null : stream.group(groupName);
        if (group == null) {
            return false;
        }
        // What asks for the greatest number there is means the new ones, as > does.
        StreamId from = after != null && after.isMax() ? null : after;
        boolean ready = from != null || stream.length > 0 && stream.lastEntry().compareTo(group.last) > 0;
        Consumer consumer = group.consumer(consumerName);
        if (consumer == null) {
            consumer = group.addConsumer(consumerName, call.now());
            call.effects().dirty(1);
            key.event(EventClass.STREAM, "xgroup-createconsumer");
            if (request.noAck) {
                effects.createConsumer(key, group, consumer);
            }
        }
        consumer.seen = call.now();
        if (!ready) {
            return false;
        }
        begin(call, keyAt, served);
        if (from != null) {
            history(call, stream, group, consumer, from.next(), request.count);
        } else {
            fresh(call, key, stream, group, consumer, request, effects);
        }
        call.effects().dirty(1);
        return true;
    }

    /** Gives entries that were not given to anybody. */
    private void fresh(
            Call call,
            Key key,
            Stream stream,
            Group group,
            Consumer consumer,
            ReadRequest request,
            GroupEffects effects) {
        Reply reply = call.reply();
        reply.openArray();
        long written = 0;
        EntryCursor cursor = new EntryCursor(stream, group.last.next(), StreamId.MAX, false);
        while ((request.count == 0 || written < request.count) && cursor.next()) {
            StreamId id = cursor.id();
            Counters.read(stream, group, id);
            entries.entry(reply, cursor);
            written++;
            if (!request.noAck) {
                Nack nack = group.deliver(id.ms(), id.seq(), consumer, call.now(), 1);
                consumer.active = call.now();
                effects.claim(key, group, nack);
            }
        }
        reply.close(written);
        if (request.noAck && written > 0) {
            effects.setId(key, group);
        }
    }

    /** Gives once more what was given to a consumer and not acknowledged. */
    private void history(Call call, Stream stream, Group group, Consumer consumer, StreamId from, long most) {
        Reply reply = call.reply();
        reply.openArray();
        long written = 0;
        Nack nack = consumer.pending.from(from.ms(), from.seq());
        while (nack != null && (most == 0 || written < most)) {
            if (entries.one(reply, stream, nack.id())) {
                group.deliver(nack.ms(), nack.seq(), consumer, call.now(), nack.deliveries() + 1);
            } else {
                reply.array(2);
                Ids.reply(reply, nack.ms(), nack.seq());
                reply.nilArray();
            }
            written++;
            nack = consumer.pending.behind(nack.ms(), nack.seq());
        }
        reply.close(written);
    }
}
