package serval.stream;

import static serval.sdk.command.CommandFlag.FAST;
import static serval.sdk.command.CommandFlag.WRITE;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.DELETE;
import static serval.sdk.command.KeyFlag.RW;

import org.osgi.service.component.annotations.Component;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Token;
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;
import serval.sdk.reply.CommandError;

/** XDELEX and XACKDEL: deletion that looks at what consumer groups refer to. */
@Component
public final class StreamReferenceCommands implements CommandFamily {
    static final CommandSpec XDELEX = command("XDELEX key [KEEPREF | DELREF | ACKED] IDS numids id [id ...]")
            .summary(
                    "Deletes entries, on demand only those that all groups are done with, and tells what became of each.")
            .group("stream")
            .since("8.2.0")
            .complexity("O(1) for each entry, with ACKED and DELREF O(M log N) where M is the number of groups.")
            .flags(WRITE, FAST)
            .keys(RW, DELETE)
            .groups("condition", "ids")
            .build();

    static final CommandSpec XACKDEL = command("XACKDEL key group [KEEPREF | DELREF | ACKED] IDS numids id [id ...]")
            .summary("Acknowledges entries in a group and deletes them, and tells what became of each.")
            .group("stream")
            .since("8.2.0")
            .complexity("O(log N) for each entry, with ACKED and DELREF O(M log N) where M is the number of groups.")
            .flags(WRITE, FAST)
            .keys(RW, DELETE)
            .groups("condition", "ids")
            .build();

    private static final Token IDS = Token.of("IDS");
    private static final CommandError NUMIDS = CommandError.of("ERR Number of IDs must be a positive integer");
    private static final CommandError NUMIDS_MISMATCH =
            CommandError.of("ERR The `numids` parameter must match the number of arguments");

    private static final int MISSING = -1;
    private static final int DELETED = 1;
    private static final int REFERRED = 2;

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(XDELEX, this::xdelex)
                .add(XACKDEL, this::xackdel)
                .build();
    }

    /** What the words behind the key, or the group, say. */
    private record Request(References references, StreamId[] ids) {
        static Request read(Call call, int from) {
            References references = References.KEEP;
            boolean given = false;
            int i = from;
            while (i < call.count() && !call.is(i, IDS)) {
                References named = References.of(call, i);
                if (named == null || given) {
                    throw CommandError.SYNTAX.exception();
                }
                references = named;
                given = true;
                i++;
            }
            if (i + 1 >= call.count()) {
                throw CommandError.SYNTAX.exception();
            }
            long count = call.asLong(i + 1, 1, Integer.MAX_VALUE, NUMIDS);
            if (count != call.count() - i - 2) {
                // A condition may also stand behind the numbers.
                References named = count == call.count() - i - 3 ? References.of(call, call.count() - 1) : null;
                if (named == null || given) {
                    throw NUMIDS_MISMATCH.exception();
                }
                references = named;
            }
            StreamId[] ids = new StreamId[(int) count];
            for (int n = 0; n < ids.length; n++) {
                ids[n] = Ids.strict(call, i + 2 + n);
            }
            return new Request(references, ids);
        }
    }

    void xdelex(Call call) {
        Request request = Request.read(call, 2);
        Key key = call.key(1);
        Stream stream = key.update(StreamType.INSTANCE);
        if (stream == null) {
            missing(call, request);
            return;
        }
        RemovedEntries removed = new RemovedEntries(call.effects());
        long deleted = 0;
        call.reply().array(request.ids.length);
        for (StreamId id : request.ids) {
            int outcome = stream.has(id) ? delete(stream, id, request.references, removed) : MISSING;
            deleted += outcome == DELETED ? 1 : 0;
            call.reply().integer(outcome);
        }
        tell(call, key, deleted, removed, 0);
    }

    void xackdel(Call call) {
        Request request = Request.read(call, 3);
        Key key = call.key(1);
        Stream stream = key.update(StreamType.INSTANCE);
        Group group = GroupLookup.find(call, stream, 2);
        if (stream == null || group == null) {
            missing(call, request);
            return;
        }
        RemovedEntries removed = new RemovedEntries(call.effects());
        long deleted = 0;
        long acknowledged = 0;
        call.reply().array(request.ids.length);
        for (StreamId id : request.ids) {
            if (!group.acknowledge(id.ms(), id.seq())) {
                call.reply().integer(MISSING);
                continue;
            }
            acknowledged++;
            removed.acknowledged(group.name, id.ms(), id.seq());
            boolean there = stream.has(id);
            int outcome = there ? delete(stream, id, request.references, removed) : DELETED;
            if (!there && request.references == References.DELETE) {
                References.clear(stream, id.ms(), id.seq(), removed);
            }
            deleted += there && outcome == DELETED ? 1 : 0;
            call.reply().integer(outcome);
        }
        tell(call, key, deleted, removed, acknowledged);
    }

    private static void missing(Call call, Request request) {
        call.reply().array(request.ids.length);
        for (int i = 0; i < request.ids.length; i++) {
            call.reply().integer(MISSING);
        }
    }

    private static int delete(Stream stream, StreamId id, References references, RemovedEntries removed) {
        if (references == References.ACKED && References.remain(stream, id.ms(), id.seq())) {
            return REFERRED;
        }
        Deletion.delete(stream, id);
        removed.deleted(id.ms(), id.seq());
        if (references == References.DELETE) {
            References.clear(stream, id.ms(), id.seq(), removed);
        }
        return DELETED;
    }

    private static void tell(Call call, Key key, long deleted, RemovedEntries removed, long acknowledged) {
        if (deleted > 0) {
            key.changed(EventClass.STREAM, "xdel");
            call.effects().dirty(deleted - 1);
        }
        call.effects().dirty(acknowledged);
        if (call.effects().areWanted()) {
            removed.tell(call.effects(), call.copy(1));
        }
    }
}
