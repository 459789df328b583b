package serval.spi.pubsub;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import serval.spi.session.Session;
import serval.spi.session.SessionSlot;

/** What one session is subscribed to, in the order in which it subscribed. Under the engine lock. */
public final class Subscriptions {
    /** What a name stands for. */
    public enum Kind {
        /** A channel (SUBSCRIBE). */
        CHANNEL,
        /** A pattern of channels' names (PSUBSCRIBE). */
        PATTERN,
        /** A channel that belongs to the shard of its slot (SSUBSCRIBE). */
        SHARD
    }

    /** Where a session keeps them; empty for those that never subscribed. */
    public static final SessionSlot<Subscriptions> SLOT = SessionSlot.named("subscriptions");

    /** What a subscription takes besides its name, about. */
    private static final int OVERHEAD = 128;

    private final Session session;

    @SuppressWarnings("unchecked")
    private final @Nullable Set<ChannelName>[] names = (Set<ChannelName>[]) new Set<?>[Kind.values().length];

    private Subscriptions(Session session) {
        this.session = session;
    }

    /** The subscriptions of a session, which may be none yet. */
    public static Subscriptions of(Session session) {
        Subscriptions own = session.get(SLOT);
        if (own == null) {
            own = new Subscriptions(session);
            session.put(SLOT, own);
        }
        return own;
    }

    /** How many of a kind a session has. */
    public static int count(Session session, Kind kind) {
        Subscriptions own = session.get(SLOT);
        return own == null ? 0 : own.count(kind);
    }

    /** Adds a name; false if it was there. */
    public boolean add(Kind kind, ChannelName name) {
        Set<ChannelName> set = names[kind.ordinal()];
        if (set == null) {
            set = new LinkedHashSet<>(4);
            names[kind.ordinal()] = set;
        }
        if (!set.add(name)) {
            return false;
        }
        session.holds(OVERHEAD + name.bytes().length);
        return true;
    }

    /** Takes a name out; false if it was not there. */
    public boolean remove(Kind kind, ChannelName name) {
        Set<ChannelName> set = names[kind.ordinal()];
        if (set == null || !set.remove(name)) {
            return false;
        }
        if (set.isEmpty()) {
            names[kind.ordinal()] = null;
        }
        session.holds(-OVERHEAD - name.bytes().length);
        return true;
    }

    /** How many of a kind there are. */
    public int count(Kind kind) {
        Set<ChannelName> set = names[kind.ordinal()];
        return set == null ? 0 : set.size();
    }

    /** How many there are of all kinds. */
    public int count() {
        int sum = 0;
        for (Set<ChannelName> set : names) {
            sum += set == null ? 0 : set.size();
        }
        return sum;
    }

    /** The names of a kind, as a copy. */
    public Collection<ChannelName> names(Kind kind) {
        Set<ChannelName> set = names[kind.ordinal()];
        return set == null ? List.of() : List.copyOf(set);
    }
}
