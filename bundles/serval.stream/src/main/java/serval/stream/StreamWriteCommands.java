package serval.stream;

import static serval.sdk.command.CommandFlag.DENYOOM;
import static serval.sdk.command.CommandFlag.FAST;
import static serval.sdk.command.CommandFlag.WRITE;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.DELETE;
import static serval.sdk.command.KeyFlag.RW;
import static serval.sdk.command.KeyFlag.UPDATE;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.bytes.ByteSlice;
import serval.sdk.command.Argument.Type;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Token;
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;
import serval.sdk.reply.CommandError;

/** XADD, XDEL, XTRIM, XSETID: what changes entries. */
@Component
public final class StreamWriteCommands implements CommandFamily {
    static final CommandSpec XADD = command(
                    "XADD key [NOMKSTREAM] [<MAXLEN | MINID> [= | ~] threshold [LIMIT count]] <* | id> field value"
                            + " [field value ...]")
            .summary("Adds an entry to a stream, which is created if there is none.")
            .group("stream")
            .since("5.0.0")
            .complexity("O(1), with trimming O(N) where N is the number of entries trimmed.")
            .flags(WRITE, DENYOOM, FAST)
            .keys(RW, UPDATE)
            .keyNotes("UPDATE rather than INSERT, for it may trim as well")
            .groups("trim", "strategy", "operator", "id-selector", "data")
            .argumentSince("NOMKSTREAM", "6.2.0")
            .argumentSince("MINID", "6.2.0")
            .argumentSince("LIMIT", "6.2.0")
            .tips("nondeterministic_output")
            .changed("6.2.0", "NOMKSTREAM, MINID and LIMIT.")
            .changed("7.0.0", "Numbers of the form `<ms>-*`.")
            .build();

    static final CommandSpec XDEL = command("XDEL key id [id ...]")
            .summary("Deletes entries and tells how many of them were there.")
            .group("stream")
            .since("5.0.0")
            .complexity("O(1) for each entry.")
            .flags(WRITE, FAST)
            .keys(RW, DELETE)
            .build();

    static final CommandSpec XTRIM = command("XTRIM key <<MAXLEN | MINID> [= | ~] threshold [LIMIT count]>")
            .summary("Deletes entries from the front of a stream.")
            .group("stream")
            .since("5.0.0")
            .complexity("O(N) where N is the number of entries trimmed.")
            .flags(WRITE)
            .keys(RW, DELETE)
            .groups("trim", "strategy", "operator")
            .argumentSince("MINID", "6.2.0")
            .argumentSince("LIMIT", "6.2.0")
            .tips("nondeterministic_output")
            .changed("6.2.0", "MINID and LIMIT.")
            .build();

    static final CommandSpec XSETID = command(
                    "XSETID key last-id [ENTRIESADDED entries-added] [MAXDELETEDID max-deleted-id]")
            .summary("Sets a stream's last number, as replication does.")
            .group("stream")
            .since("5.0.0")
            .complexity("O(1)")
            .flags(WRITE, DENYOOM, FAST)
            .keys(RW, UPDATE)
            .type("ENTRIESADDED", Type.INTEGER)
            .argumentSince("ENTRIESADDED", "7.0.0")
            .argumentSince("MAXDELETEDID", "7.0.0")
            .changed("7.0.0", "ENTRIESADDED and MAXDELETEDID.")
            .build();

    private static final Token ENTRIESADDED = Token.of("ENTRIESADDED");
    private static final Token MAXDELETEDID = Token.of("MAXDELETEDID");

    private static final CommandError ADD_ZERO =
            CommandError.of("ERR The ID specified in XADD must be greater than 0-0");
    private static final CommandError ADD_SMALL =
            CommandError.of("ERR The ID specified in XADD is equal or smaller than the target stream top item");
    private static final CommandError ADD_EXHAUSTED =
            CommandError.of("ERR The stream has exhausted the last possible ID, unable to add more items");
    private static final CommandError ADD_LARGE = CommandError.of("ERR Elements are too large to be stored");
    private static final CommandError ADDED_NEGATIVE = CommandError.of("ERR entries_added must be positive");
    private static final CommandError SETID_PROVIDED =
            CommandError.of("ERR The ID specified in XSETID is smaller than the provided max_deleted_entry_id");
    private static final CommandError SETID_CURRENT =
            CommandError.of("ERR The ID specified in XSETID is smaller than current max_deleted_entry_id");
    private static final CommandError SETID_TOP =
            CommandError.of("ERR The ID specified in XSETID is smaller than the target stream top item");
    private static final CommandError SETID_LENGTH =
            CommandError.of("ERR The entries_added specified in XSETID is smaller than the target stream length");

    private final StreamDirectives directives;

    /** Creates the family. */
    @Activate
    public StreamWriteCommands(@Reference StreamDirectives directives) {
        this.directives = directives;
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(XADD, this::xadd)
                .add(XDEL, this::xdel)
                .add(XTRIM, this::xtrim)
                .add(XSETID, this::xsetid)
                .build();
    }

    void xadd(Call call) {
        Trim trim = Trim.ofAdd(call, directives);
        int from = trim.idAt + 1;
        int words = call.count() - from;
        if (words < 2 || words % 2 == 1) {
            throw StreamErrors.arity("xadd").exception();
        }
        ByteSlice wanted = call.slice(trim.idAt);
        StreamId full = Ids.isChosen(wanted) ? null : Ids.parse(wanted, 0, true);
        if (full != null && full.isZero()) {
            throw ADD_ZERO.exception();
        }
        Key key = call.key(1);
        Stream stream = key.update(StreamType.INSTANCE);
        if (stream == null && trim.noMakeStream) {
            call.reply().nil();
            return;
        }
        if (stream != null && stream.last.isMax()) {
            throw ADD_EXHAUSTED.exception();
        }
        StreamId last = stream == null ? StreamId.ZERO : stream.last;
        StreamId id = full != null ? full : generated(call, wanted, last);
        if (id == null || id.compareTo(last) <= 0) {
            throw ADD_SMALL.exception();
        }
        ByteSlice[] data = data(call, from, words);
        if (stream == null) {
            stream = key.updateOrCreate(StreamType.INSTANCE);
        }
        stream.append(id, data, directives.nodeMaxBytes(), directives.nodeMaxEntries());
        Ids.reply(call.reply(), id);
        key.changed(EventClass.STREAM, "xadd");
        RemovedEntries removed = trim.isWanted() ? new RemovedEntries(call.effects()) : RemovedEntries.NONE;
        if (trim.isWanted() && trim.apply(stream, removed) > 0) {
            key.event(EventClass.STREAM, "xtrim");
        }
        key.signalReady();
        if (call.effects().areWanted()) {
            addEffect(call, trim, stream, full == null ? id : null, removed);
        }
    }

    /** The number for {@code *} or {@code ms-*}; null if there is none left in that millisecond. */
    private static @Nullable StreamId generated(Call call, ByteSlice text, StreamId last) {
        StreamId wanted = Ids.isChosen(text) ? null : Ids.millisOnly(text);
        if (wanted == null) {
            return Long.compareUnsigned(call.now(), last.ms()) > 0 ? new StreamId(call.now(), 0) : last.next();
        }
        if (wanted.ms() != last.ms()) {
            return wanted;
        }
        return last.seq() == -1 ? null : last.next();
    }

    private static ByteSlice[] data(Call call, int from, int words) {
        ByteSlice[] data = new ByteSlice[words];
        long bytes = 0;
        for (int i = 0; i < words; i++) {
            data[i] = call.slice(from + i);
            bytes += data[i].length();
        }
        if (bytes > Stream.MOST_NODE_BYTES) {
            throw ADD_LARGE.exception();
        }
        return data;
    }

    private static void addEffect(Call call, Trim trim, Stream stream, @Nullable StreamId id, RemovedEntries removed) {
        boolean newer = trim.references() != References.KEEP || trim.hasReferences();
        if (id == null && !trim.isApproximate() && !newer) {
            return;
        }
        byte[][] words = new byte[call.count()][];
        for (int i = 0; i < words.length; i++) {
            words[i] = call.copy(i);
        }
        if (id != null) {
            words[trim.idAt] = id.toBytes();
        }
        if (trim.isApproximate()) {
            trim.rewrite(words, stream);
        }
        if (!newer) {
            call.effects().replaceWith(words);
            return;
        }
        call.effects().replaceWith(trim.withoutReferences(words, removed.any()));
        if (removed.any()) {
            removed.tell(call.effects(), call.copy(1));
        }
    }

    void xdel(Call call) {
        Key key = call.key(1);
        Stream stream = key.update(StreamType.INSTANCE);
        if (stream == null) {
            call.reply().integer(0);
            return;
        }
        StreamId[] ids = new StreamId[call.count() - 2];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = Ids.strict(call, i + 2);
        }
        long deleted = Deletion.delete(stream, ids);
        if (deleted > 0) {
            key.changed(EventClass.STREAM, "xdel");
            call.effects().dirty(deleted - 1);
        }
        call.reply().integer(deleted);
    }

    void xtrim(Call call) {
        Trim trim = Trim.ofTrim(call, directives);
        Key key = call.key(1);
        Stream stream = key.update(StreamType.INSTANCE);
        if (stream == null) {
            call.reply().integer(0);
            return;
        }
        RemovedEntries removed = new RemovedEntries(call.effects());
        long deleted = trim.apply(stream, removed);
        if (deleted > 0) {
            key.changed(EventClass.STREAM, "xtrim");
            call.effects().dirty(deleted - 1);
            if (call.effects().areWanted()) {
                trimEffect(call, trim, stream, removed);
            }
        }
        call.reply().integer(deleted);
    }

    private static void trimEffect(Call call, Trim trim, Stream stream, RemovedEntries removed) {
        if (removed.any()) {
            removed.tell(call.effects(), call.copy(1));
            return;
        }
        if (!trim.isApproximate() && !trim.hasReferences()) {
            return;
        }
        byte[][] words = new byte[call.count()][];
        for (int i = 0; i < words.length; i++) {
            words[i] = call.copy(i);
        }
        if (trim.isApproximate()) {
            trim.rewrite(words, stream);
        }
        call.effects().replaceWith(trim.withoutReferences(words, false));
    }

    void xsetid(Call call) {
        StreamId id = Ids.strict(call, 2);
        long added = -1;
        StreamId maxDeleted = StreamId.ZERO;
        for (int i = 3; i < call.count(); i += 2) {
            boolean more = i + 1 < call.count();
            if (more && call.is(i, ENTRIESADDED)) {
                added = call.asLong(i + 1);
                if (added < 0) {
                    throw ADDED_NEGATIVE.exception();
                }
            } else if (more && call.is(i, MAXDELETEDID)) {
                maxDeleted = Ids.strict(call, i + 1);
                if (id.compareTo(maxDeleted) < 0) {
                    throw SETID_PROVIDED.exception();
                }
            } else {
                throw CommandError.SYNTAX.exception();
            }
        }
        Key key = call.key(1);
        Stream stream = key.update(StreamType.INSTANCE);
        if (stream == null) {
            throw CommandError.NO_SUCH_KEY.exception();
        }
        if (id.compareTo(stream.maxDeleted) < 0) {
            throw SETID_CURRENT.exception();
        }
        if (stream.length > 0) {
            if (id.compareTo(stream.lastEntry()) < 0) {
                throw SETID_TOP.exception();
            }
            if (added != -1 && stream.length > added) {
                throw SETID_LENGTH.exception();
            }
        }
        stream.last = id;
        if (added != -1) {
            stream.entriesAdded = added;
        }
        if (!maxDeleted.isZero()) {
            stream.maxDeleted = maxDeleted;
        }
        call.reply().ok();
        call.effects().dirty(1);
        key.event(EventClass.STREAM, "xsetid");
    }
}
