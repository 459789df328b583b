package serval.stream;

import static serval.sdk.command.Token.of;

import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Token;
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.Reply;

/** XCLAIM and XAUTOCLAIM: pending entries that change hands. */
@Component
public final class StreamClaimCommands implements CommandFamily {
    private static final Token FORCE = of("FORCE");
    private static final Token JUSTID = of("JUSTID");
    private static final Token IDLE = of("IDLE");
    private static final Token TIME = of("TIME");
    private static final Token RETRYCOUNT = of("RETRYCOUNT");
    private static final Token LASTID = of("LASTID");
    private static final Token COUNT = of("COUNT");

    private static final CommandError COUNT_NOT_POSITIVE = CommandError.of("ERR COUNT must be > 0");
    private static final int ATTEMPTS = 10;
    private static final long MOST_COUNT = Long.MAX_VALUE / 16;
    private static final long DEFAULT_COUNT = 100;

    private final EntryReply entries = new EntryReply();

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(GroupSpecs.XCLAIM, this::xclaim)
                .add(GroupSpecs.XAUTOCLAIM, this::xautoclaim)
                .build();
    }

    private static Group group(Call call, Key key) {
        Group group = GroupLookup.find(call, key.update(StreamType.INSTANCE), 2);
        if (group == null) {
            throw GroupLookup.noKeyOrGroup(call, 1, 2);
        }
        return group;
    }

    private static Consumer consumer(Call call, Key key, Group group) {
        Consumer consumer = group.consumer(call.copy(3));
        if (consumer == null) {
            consumer = group.addConsumer(call.copy(3), call.now());
            call.effects().dirty(1);
            key.event(EventClass.STREAM, "xgroup-createconsumer");
        }
        consumer.seen = call.now();
        return consumer;
    }

    private static long minIdle(Call call, String command) {
        CommandError error = CommandError.of("ERR Invalid min-idle-time argument for " + command);
        return Math.max(0, call.asLong(4, Long.MIN_VALUE, Long.MAX_VALUE, error));
    }

    // XCLAIM

    /** What XCLAIM says behind the numbers. */
    private static final class Options {
        int ids;
        boolean force;
        boolean justId;
        long time = -1;
        long retryCount = -1;
        StreamId lastId = StreamId.ZERO;

        Options(Call call) {
            int i = 5;
            while (i < call.count() && Ids.parse(call.slice(i), 0, true) != null) {
                i++;
            }
            ids = i - 5;
            for (; i < call.count(); i++) {
                boolean more = i + 1 < call.count();
                if (call.is(i, FORCE)) {
                    force = true;
                } else if (call.is(i, JUSTID)) {
                    justId = true;
                } else if (more && call.is(i, IDLE)) {
                    time = call.now() - number(call, ++i, "IDLE");
                } else if (more && call.is(i, TIME)) {
                    time = number(call, ++i, "TIME");
                } else if (more && call.is(i, RETRYCOUNT)) {
                    retryCount = number(call, ++i, "RETRYCOUNT");
                } else if (more && call.is(i, LASTID)) {
                    lastId = Ids.strict(call, ++i);
                } else {
                    throw CommandError.of("ERR Unrecognized XCLAIM option '" + call.text(i) + "'")
                            .exception();
                }
            }
            if (time < 0 || time > call.now()) {
                time = call.now();
            }
        }

        private static long number(Call call, int index, String option) {
            CommandError error = CommandError.of("ERR Invalid " + option + " option argument for XCLAIM");
            return call.asLong(index, Long.MIN_VALUE, Long.MAX_VALUE, error);
        }
    }

    void xclaim(Call call) {
        Key key = call.key(1);
        Stream stream = key.update(StreamType.INSTANCE);
        Group group = group(call, key);
        long idle = minIdle(call, "XCLAIM");
        Options options = new Options(call);
        GroupEffects effects = new GroupEffects(call.effects());
        boolean further = options.lastId.compareTo(group.last) > 0;
        if (further) {
            group.last = options.lastId;
        }
        Consumer consumer = consumer(call, key, group);
        Reply reply = call.reply();
        reply.openArray();
        long written = 0;
        for (int i = 5; i < 5 + options.ids; i++) {
            StreamId id = Ids.strict(call, i);
            Nack nack = group.pending.get(id.ms(), id.seq());
            if (!stream.has(id)) {
                if (nack != null) {
                    forget(call, key, group, nack, effects);
                    further = false;
                }
                continue;
            }
            if (nack == null && !options.force || nack != null && isTooFresh(call, nack, idle)) {
                continue;
            }
            long deliveries = nack == null ? 1 : nack.deliveries();
            if (options.retryCount >= 0) {
                deliveries = options.retryCount;
            } else if (!options.justId) {
                deliveries++;
            }
            Nack claimed = group.deliver(id.ms(), id.seq(), consumer, options.time, deliveries);
            give(call, stream, claimed, options.justId);
            written++;
            consumer.active = call.now();
            effects.claim(key, group, claimed);
            further = false;
            call.effects().dirty(1);
        }
        if (further) {
            effects.setId(key, group);
            call.effects().dirty(1);
        }
        reply.close(written);
        effects.done();
    }

    private static boolean isTooFresh(Call call, Nack nack, long idle) {
        return idle > 0 && call.now() - nack.time() < idle;
    }

    private void give(Call call, Stream stream, Nack nack, boolean justId) {
        if (justId) {
            Ids.reply(call.reply(), nack.id());
        } else {
            entries.one(call.reply(), stream, nack.id());
        }
    }

    /** Takes an entry off that is no longer in the stream. */
    private static void forget(Call call, Key key, Group group, Nack nack, GroupEffects effects) {
        effects.claim(key, group, nack);
        call.effects().dirty(1);
        group.acknowledge(nack.ms(), nack.seq());
    }

    // XAUTOCLAIM

    void xautoclaim(Call call) {
        long idle = minIdle(call, "XAUTOCLAIM");
        StreamId start = Ids.start(call, 5);
        long count = DEFAULT_COUNT;
        boolean justId = false;
        for (int i = 6; i < call.count(); i++) {
            if (call.is(i, COUNT) && i + 1 < call.count()) {
                count = call.asLong(++i, 1, MOST_COUNT, COUNT_NOT_POSITIVE);
            } else if (call.is(i, JUSTID)) {
                justId = true;
            } else {
                throw CommandError.SYNTAX.exception();
            }
        }
        Key key = call.key(1);
        Stream stream = key.update(StreamType.INSTANCE);
        Group group = group(call, key);
        Consumer consumer = consumer(call, key, group);
        GroupEffects effects = new GroupEffects(call.effects());
        List<StreamId> gone = new ArrayList<>();
        List<Nack> claimed = new ArrayList<>();
        long attempts = count * ATTEMPTS;
        long left = count;
        Nack nack = group.pending.from(start.ms(), start.seq());
        while (nack != null && attempts > 0 && left > 0) {
            attempts--;
            StreamId id = nack.id();
            if (!stream.has(id)) {
                forget(call, key, group, nack, effects);
                gone.add(id);
                left--;
            } else if (!isTooFresh(call, nack, idle)) {
                long deliveries = justId ? nack.deliveries() : nack.deliveries() + 1;
                Nack now = group.deliver(id.ms(), id.seq(), consumer, call.now(), deliveries);
                claimed.add(now);
                left--;
                consumer.active = call.now();
                effects.claim(key, group, now);
                call.effects().dirty(1);
            }
            nack = group.pending.behind(id.ms(), id.seq());
        }
        Reply reply = call.reply();
        reply.array(3);
        Ids.reply(reply, nack == null ? StreamId.ZERO : nack.id());
        reply.array(claimed.size());
        for (Nack one : claimed) {
            give(call, stream, one, justId);
        }
        reply.array(gone.size());
        for (StreamId id : gone) {
            Ids.reply(reply, id);
        }
        effects.done();
    }
}
