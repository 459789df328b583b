package serval.stream;

import org.osgi.service.component.annotations.Component;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Token;
import serval.sdk.key.Key;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.Reply;

/** XACK and XPENDING: what was delivered and not acknowledged. */
@Component
public final class StreamPendingCommands implements CommandFamily {
    private static final Token IDLE = Token.of("IDLE");

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(GroupSpecs.XACK, this::xack)
                .add(GroupSpecs.XPENDING, this::xpending)
                .build();
    }

    void xack(Call call) {
        Key key = call.key(1);
        Stream stream = key.update(StreamType.INSTANCE);
        Group group = GroupLookup.find(call, stream, 2);
        if (group == null) {
            call.reply().integer(0);
            return;
        }
        StreamId[] ids = new StreamId[call.count() - 3];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = Ids.strict(call, i + 3);
        }
        long acknowledged = 0;
        for (StreamId id : ids) {
            if (group.acknowledge(id.ms(), id.seq())) {
                acknowledged++;
            }
        }
        call.effects().dirty(acknowledged);
        call.reply().integer(acknowledged);
    }

    void xpending(Call call) {
        int count = call.count();
        if (count != 3 && (count < 6 || count > 9)) {
            throw CommandError.SYNTAX.exception();
        }
        if (count == 3) {
            summary(call);
            return;
        }
        int from = 3;
        long idle = 0;
        if (call.is(3, IDLE)) {
            idle = call.asLong(4);
            if (count < 8) {
                throw CommandError.SYNTAX.exception();
            }
            from = 5;
        }
        long most = Math.max(0, call.asLong(from + 2));
        StreamId start = Ids.start(call, from);
        StreamId end = Ids.end(call, from + 1);
        Group group = group(call);
        PendingList pending = group.pending;
        if (from + 3 < count) {
            Consumer consumer = group.consumer(call.copy(from + 3));
            if (consumer == null) {
                call.reply().array(0);
                return;
            }
            pending = consumer.pending;
        }
        list(call, pending, start, end, most, idle);
    }

    private static Group group(Call call) {
        Group group = GroupLookup.find(call, call.key(1).read(StreamType.INSTANCE), 2);
        if (group == null) {
            throw GroupLookup.noKeyOrGroup(call, 1, 2);
        }
        return group;
    }

    private static void summary(Call call) {
        Group group = group(call);
        Reply reply = call.reply();
        reply.array(4);
        reply.integer(group.pending.size());
        Nack first = group.pending.first();
        Nack last = group.pending.last();
        if (first == null || last == null) {
            reply.nil();
            reply.nil();
            reply.nilArray();
            return;
        }
        Ids.reply(reply, first.id());
        Ids.reply(reply, last.id());
        reply.openArray();
        long written = 0;
        for (Consumer consumer : group.consumers()) {
            if (consumer.pending.size() > 0) {
                reply.array(2);
                reply.bulk(consumer.name);
                reply.bulk(consumer.pending.size());
                written++;
            }
        }
        reply.close(written);
    }

    private static void list(Call call, PendingList pending, StreamId start, StreamId end, long most, long idle) {
        Reply reply = call.reply();
        long now = call.now();
        reply.openArray();
        long written = 0;
        Nack nack = pending.from(start.ms(), start.seq());
        while (nack != null && written < most && end.compareTo(nack.ms(), nack.seq()) >= 0) {
            long elapsed = now - nack.time();
            if (idle == 0 || elapsed >= idle) {
                reply.array(4);
                Ids.reply(reply, nack.ms(), nack.seq());
                reply.bulk(nack.consumer().name);
                reply.integer(Math.max(0, elapsed));
                reply.integer(nack.deliveries());
                written++;
            }
            nack = pending.behind(nack.ms(), nack.seq());
        }
        reply.close(written);
    }
}
