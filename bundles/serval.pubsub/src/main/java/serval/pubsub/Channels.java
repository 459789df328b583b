package serval.pubsub;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.bytes.Glob;
import serval.spi.gate.GateControl;
import serval.spi.pubsub.ChannelName;
import serval.spi.pubsub.Subscriptions;
import serval.spi.pubsub.Subscriptions.Kind;
import serval.spi.session.Session;
import serval.spi.session.SessionFlag;
import serval.spi.session.SessionListener;
import serval.spi.session.Sessions;

/** Who is subscribed to what: from channels and patterns to sessions. Under the engine lock. */
@Component(service = {Channels.class, SessionListener.class})
public final class Channels implements SessionListener {
    private static final Kind[] KINDS = Kind.values();

    private final Sessions sessions;
    private final Map<ChannelName, Receivers> channels = new HashMap<>();
    private final Map<ChannelName, Receivers> shardChannels = new HashMap<>();
    /** In an order that can be gone through quickly: every message is compared with every pattern. */
    private final Map<ChannelName, Receivers> patterns = new LinkedHashMap<>();

    private @Nullable GateControl gate;

    /** Creates the index of these sessions' subscriptions. */
    @Activate
    public Channels(@Reference Sessions sessions) {
        this.sessions = sessions;
    }

    private Map<ChannelName, Receivers> of(Kind kind) {
        return switch (kind) {
            case CHANNEL -> channels;
            case PATTERN -> patterns;
            case SHARD -> shardChannels;
        };
    }

    /**
     * Makes the index anew from what the sessions keep: this version begins to serve.
     *
     * @param control arms the gate that holds RESP2 subscribers to what they may say
     */
    void enter(GateControl control) {
        gate = control;
        for (Kind kind : KINDS) {
            of(kind).clear();
        }
        for (Session session : sessions.all()) {
            Subscriptions own = session.get(Subscriptions.SLOT);
            if (own == null) {
                continue;
            }
            for (Kind kind : KINDS) {
                own.names(kind).forEach(name -> index(kind, name, session));
            }
            control.arm(session, session.is(SessionFlag.SUBSCRIBER));
        }
    }

    private void index(Kind kind, ChannelName name, Session session) {
        of(kind).computeIfAbsent(name, any -> new Receivers()).add(session);
    }

    /** Subscribes a session, unless it is already. */
    void subscribe(Session session, Kind kind, byte[] name) {
        ChannelName channel = new ChannelName(name);
        if (Subscriptions.of(session).add(kind, channel)) {
            index(kind, channel, session);
            subscriber(session, true);
        }
    }

    /** Ends a subscription if there is one. */
    void unsubscribe(Session session, Kind kind, ChannelName name) {
        Subscriptions own = Subscriptions.of(session);
        if (!own.remove(kind, name)) {
            return;
        }
        Receivers receivers = of(kind).get(name);
        if (receivers != null) {
            receivers.remove(session);
            if (receivers.count() == 0) {
                of(kind).remove(name);
            }
        }
        if (own.count() == 0) {
            subscriber(session, false);
        }
    }

    private void subscriber(Session session, boolean on) {
        session.flag(SessionFlag.SUBSCRIBER, on);
        GateControl control = gate;
        if (control != null) {
            control.arm(session, on);
        }
    }

    /** Sends a message to everybody subscribed to the channel or to a pattern it matches; returns how many. */
    int publish(byte[] channel, byte[] text) {
        Receivers receivers = channels.isEmpty() ? null : channels.get(new ChannelName(channel));
        int count =
                receivers == null ? 0 : Message.toChannel(false, channel, text).send(receivers);
        if (!patterns.isEmpty()) {
            for (Map.Entry<ChannelName, Receivers> entry : patterns.entrySet()) {
                byte[] pattern = entry.getKey().bytes();
                if (Glob.matches(pattern, channel, false)) {
                    count += Message.toPattern(pattern, channel, text).send(entry.getValue());
                }
            }
        }
        return count;
    }

    /** Sends a message to everybody subscribed to the shard channel; returns how many. */
    int publishInShard(byte[] channel, byte[] text) {
        Receivers receivers = shardChannels.get(new ChannelName(channel));
        return receivers == null ? 0 : Message.toChannel(true, channel, text).send(receivers);
    }

    /** Whether nobody would hear anything. */
    boolean isSilent() {
        return channels.isEmpty() && patterns.isEmpty();
    }

    /** The names of a kind that somebody is subscribed to; a view. */
    Collection<ChannelName> names(Kind kind) {
        return of(kind).keySet();
    }

    /** How many sessions are subscribed to exactly this name. */
    int subscribers(Kind kind, byte[] name) {
        Receivers receivers = of(kind).get(new ChannelName(name));
        return receivers == null ? 0 : receivers.count();
    }

    private void end(Session session) {
        if (session.get(Subscriptions.SLOT) == null) {
            return;
        }
        for (Kind kind : KINDS) {
            Subscriptions.of(session).names(kind).forEach(name -> unsubscribe(session, kind, name));
        }
    }

    @Override
    public void reset(Session session) {
        end(session);
    }

    @Override
    public void closed(Session session) {
        end(session);
    }
}
