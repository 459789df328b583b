package serval.pubsub;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.bytes.Ascii;
import serval.bytes.ByteSlice;
import serval.bytes.Glob;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandTable;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.Reply;
import serval.spi.engine.Executor;
import serval.spi.journal.Target;
import serval.spi.pubsub.ChannelName;
import serval.spi.pubsub.Subscriptions;
import serval.spi.pubsub.Subscriptions.Kind;
import serval.spi.session.Session;

/** SUBSCRIBE and PUBLISH in all their forms, and PUBSUB. */
@Component
public final class PubsubCommands implements CommandFamily {
    private final Channels channels;
    private final Executor executor;

    /** Creates the commands. */
    @Activate
    public PubsubCommands(@Reference Channels channels, @Reference Executor executor) {
        this.channels = channels;
        this.executor = executor;
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(PubsubSpecs.SUBSCRIBE, call -> subscribe(call, Kind.CHANNEL))
                .add(PubsubSpecs.UNSUBSCRIBE, call -> unsubscribe(call, Kind.CHANNEL))
                .add(PubsubSpecs.PSUBSCRIBE, call -> subscribe(call, Kind.PATTERN))
                .add(PubsubSpecs.PUNSUBSCRIBE, call -> unsubscribe(call, Kind.PATTERN))
                .add(PubsubSpecs.SSUBSCRIBE, call -> subscribe(call, Kind.SHARD))
                .add(PubsubSpecs.SUNSUBSCRIBE, call -> unsubscribe(call, Kind.SHARD))
                .add(PubsubSpecs.PUBLISH, this::publish)
                .add(PubsubSpecs.SPUBLISH, this::spublish)
                .add(PubsubSpecs.CHANNELS, call -> active(call, Kind.CHANNEL))
                .add(PubsubSpecs.NUMPAT, this::numpat)
                .add(PubsubSpecs.NUMSUB, call -> counts(call, Kind.CHANNEL))
                .add(PubsubSpecs.SHARDCHANNELS, call -> active(call, Kind.SHARD))
                .add(PubsubSpecs.SHARDNUMSUB, call -> counts(call, Kind.SHARD))
                .add(PubsubSpecs.HELP, PubsubCommands::help)
                .build();
    }

    // Subscribing

    /**
     * The client that calls; what is not its own reply cannot be told apart from messages, and is refused.
     *
     * @param always whether a transaction may do it
     */
    private Session subscriber(Call call, boolean always) {
        Session session = executor.session(call);
        if (session == null || call.reply() != session.reply() || !always && !call.canWait()) {
            String name = call.spec().name().toUpperCase(java.util.Locale.ROOT);
            throw CommandError.of("ERR " + name + " isn't allowed for a DENY BLOCKING client")
                    .exception();
        }
        return session;
    }

    private void subscribe(Call call, Kind kind) {
        Session session = subscriber(call, kind != Kind.SHARD);
        byte[] word = Ascii.bytes(call.spec().name());
        for (int i = 1; i < call.count(); i++) {
            byte[] name = call.copy(i);
            channels.subscribe(session, kind, name);
            confirm(session, kind, word, name);
        }
    }

    private void unsubscribe(Call call, Kind kind) {
        Session session = subscriber(call, true);
        byte[] word = Ascii.bytes(call.spec().name());
        List<ChannelName> names = new ArrayList<>();
        if (call.count() == 1) {
            names.addAll(Subscriptions.of(session).names(kind));
        } else {
            for (int i = 1; i < call.count(); i++) {
                names.add(new ChannelName(call.copy(i)));
            }
        }
        for (ChannelName name : names) {
            channels.unsubscribe(session, kind, name);
            confirm(session, kind, word, name.bytes());
        }
        if (names.isEmpty()) {
            confirm(session, kind, word, null);
        }
    }

    private static void confirm(Session session, Kind kind, byte[] word, byte @Nullable [] name) {
        Subscriptions own = Subscriptions.of(session);
        int count = kind == Kind.SHARD ? own.count(Kind.SHARD) : own.count(Kind.CHANNEL) + own.count(Kind.PATTERN);
        Message.confirm(session, word, name, count);
    }

    // Publishing

    void publish(Call call) {
        int receivers = channels.publish(call.copy(1), call.copy(2));
        executor.journal(call, Target.REPLICAS);
        call.reply().integer(receivers);
    }

    void spublish(Call call) {
        int receivers = channels.publishInShard(call.copy(1), call.copy(2));
        executor.journal(call, Target.REPLICAS);
        call.reply().integer(receivers);
    }

    // Telling

    private void active(Call call, Kind kind) {
        if (call.count() > 3) {
            throw wrongArguments(call).exception();
        }
        Collection<ChannelName> all = channels.names(kind);
        if (call.count() == 2) {
            call.reply().array(all.size());
            all.forEach(name -> call.reply().bulk(name.bytes()));
            return;
        }
        byte[] pattern = call.copy(2);
        List<ChannelName> matching = new ArrayList<>();
        for (ChannelName name : all) {
            if (Glob.matches(pattern, name.bytes(), false)) {
                matching.add(name);
            }
        }
        call.reply().array(matching.size());
        matching.forEach(name -> call.reply().bulk(name.bytes()));
    }

    private void counts(Call call, Kind kind) {
        Reply reply = call.reply();
        reply.array((call.count() - 2) * 2L);
        for (int i = 2; i < call.count(); i++) {
            ByteSlice name = call.slice(i);
            reply.bulk(name);
            reply.integer(channels.subscribers(kind, name.copy()));
        }
    }

    void numpat(Call call) {
        call.reply().integer(channels.names(Kind.PATTERN).size());
    }

    private static CommandError wrongArguments(Call call) {
        return CommandError.of(
                "ERR unknown subcommand or wrong number of arguments for '" + call.text(1) + "'. Try PUBSUB HELP.");
    }

    private static void help(Call call) {
        call.reply().array(HELP.size());
        HELP.forEach(call.reply()::status);
    }

    private static final List<String> HELP = List.of(
            "PUBSUB <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
            "CHANNELS [<pattern>]",
            "    Tell the channels that somebody is subscribed to, or those that match.",
            "NUMPAT",
            "    Tell how many patterns somebody is subscribed to.",
            "NUMSUB [<channel> ...]",
            "    Tell how many are subscribed to each channel, patterns aside.",
            "SHARDCHANNELS [<pattern>]",
            "    Tell the shard channels that somebody is subscribed to, or those that match.",
            "SHARDNUMSUB [<shardchannel> ...]",
            "    Tell how many are subscribed to each shard channel.",
            "HELP",
            "    Print this help.");
}
