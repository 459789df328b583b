package serval.stream;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Token;
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;
import serval.sdk.reply.CommandError;

/** XGROUP: consumer groups and their consumers. */
@Component
public final class StreamGroupCommands implements CommandFamily {
    private static final Token MKSTREAM = Token.of("MKSTREAM");
    private static final Token ENTRIESREAD = Token.of("ENTRIESREAD");

    private static final CommandError READ_NEGATIVE =
            CommandError.of("ERR value for ENTRIESREAD must be positive or -1");
    private static final CommandError BUSY = CommandError.of("BUSYGROUP Consumer Group name already exists");
    private static final CommandError NO_KEY = CommandError.of(
            "ERR The XGROUP subcommand requires the key to exist. Note"
                    + " that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.");

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(GroupSpecs.CREATE, this::create)
                .add(GroupSpecs.SETID, this::setid)
                .add(GroupSpecs.DESTROY, this::destroy)
                .add(GroupSpecs.CREATECONSUMER, this::createconsumer)
                .add(GroupSpecs.DELCONSUMER, this::delconsumer)
                .add(GroupSpecs.HELP, this::help)
                .build();
    }

    /** The options behind a number: how many entries were read, and whether the stream is to be made. */
    private record Options(long entriesRead, boolean makeStream) {
        static Options read(Call call, boolean creates) {
            long entriesRead = Group.UNKNOWN;
            boolean makeStream = false;
            for (int i = 5; i < call.count(); i++) {
                if (creates && call.is(i, MKSTREAM)) {
                    makeStream = true;
                } else if (call.is(i, ENTRIESREAD) && i + 1 < call.count()) {
                    entriesRead = call.asLong(++i);
                    if (entriesRead < 0 && entriesRead != Group.UNKNOWN) {
                        throw READ_NEGATIVE.exception();
                    }
                } else {
                    throw GroupLookup.badSubcommand(call, "XGROUP");
                }
            }
            return new Options(entriesRead, makeStream);
        }
    }

    private static Stream existing(Key key) {
        Stream stream = key.update(StreamType.INSTANCE);
        if (stream == null) {
            throw NO_KEY.exception();
        }
        return stream;
    }

    private static Group existing(Call call, Stream stream) {
        Group group = stream.group(call.copy(3));
        if (group == null) {
            throw GroupLookup.noGroup(call, 2, 3);
        }
        return group;
    }

    /** The number that stands for a group's place: {@code $} for the last one there is. */
    private static StreamId place(Call call, @Nullable Stream stream, boolean lenient) {
        if (call.length(4) == 1 && call.slice(4).at(0) == '$') {
            return stream == null ? StreamId.ZERO : stream.last;
        }
        return lenient ? Ids.lenient(call, 4) : Ids.strict(call, 4);
    }

    void create(Call call) {
        Options options = Options.read(call, true);
        Key key = call.key(2);
        Stream stream = options.makeStream ? key.update(StreamType.INSTANCE) : existing(key);
        if (call.count() > 8) {
            throw GroupLookup.badSubcommand(call, "XGROUP");
        }
        StreamId id = place(call, stream, false);
        if (stream == null) {
            stream = key.updateOrCreate(StreamType.INSTANCE);
            key.modified();
        } else if (stream.group(call.copy(3)) != null) {
            throw BUSY.exception();
        }
        stream.addGroup(new Group(call.copy(3), id, options.entriesRead, stream.ledger));
        call.effects().dirty(1);
        key.event(EventClass.STREAM, "xgroup-create");
        call.reply().ok();
    }

    void setid(Call call) {
        Options options = Options.read(call, false);
        Key key = call.key(2);
        Stream stream = existing(key);
        Group group = existing(call, stream);
        if (call.count() != 5 && call.count() != 7) {
            throw GroupLookup.badSubcommand(call, "XGROUP");
        }
        group.last = place(call, stream, true);
        group.entriesRead = options.entriesRead;
        call.effects().dirty(1);
        key.event(EventClass.STREAM, "xgroup-setid");
        call.reply().ok();
    }

    void destroy(Call call) {
        Key key = call.key(2);
        Stream stream = existing(key);
        Group group = stream.group(call.copy(3));
        if (group == null) {
            call.reply().integer(0);
            return;
        }
        stream.removeGroup(group);
        call.effects().dirty(1);
        key.event(EventClass.STREAM, "xgroup-destroy");
        key.signalReady();
        call.reply().integer(1);
    }

    void createconsumer(Call call) {
        Key key = call.key(2);
        Group group = existing(call, existing(key));
        if (group.consumer(call.copy(4)) != null) {
            call.reply().integer(0);
            return;
        }
        group.addConsumer(call.copy(4), call.now());
        call.effects().dirty(1);
        key.event(EventClass.STREAM, "xgroup-createconsumer");
        call.reply().integer(1);
    }

    void delconsumer(Call call) {
        Key key = call.key(2);
        Group group = existing(call, existing(key));
        Consumer consumer = group.consumer(call.copy(4));
        if (consumer == null) {
            call.reply().integer(0);
            return;
        }
        long pending = consumer.pending.size();
        group.removeConsumer(consumer);
        call.effects().dirty(1);
        key.event(EventClass.STREAM, "xgroup-delconsumer");
        call.reply().integer(pending);
    }

    void help(Call call) {
        GroupLookup.help(
                call,
                "XGROUP <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
                "CREATE <key> <groupname> <id|$> [option]",
                "    Create a consumer group. Options are:",
                "    * MKSTREAM",
                "      Create the stream if there is none.",
                "    * ENTRIESREAD entries_read",
                "      Set how many entries the group has read, as replication does.",
                "CREATECONSUMER <key> <groupname> <consumer>",
                "    Create a consumer in the group.",
                "DELCONSUMER <key> <groupname> <consumer>",
                "    Delete the consumer.",
                "DESTROY <key> <groupname>",
                "    Delete the group.",
                "SETID <key> <groupname> <id|$> [ENTRIESREAD entries_read]",
                "    Set the last number that the group was given.");
    }
}
