package serval.tracking;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.bytes.ByteSlice;
import serval.sdk.command.CommandFlag;
import serval.sdk.command.CommandSpec;
import serval.sdk.config.Directive;
import serval.sdk.config.DirectiveSet;
import serval.sdk.config.LongDirective;
import serval.sdk.engine.Engine;
import serval.sdk.module.Handover;
import serval.spi.engine.CommandEntry;
import serval.spi.engine.Commands;
import serval.spi.gate.Origin;
import serval.spi.observe.ChangeObserver;
import serval.spi.observe.SessionObserver;
import serval.spi.request.Request;
import serval.spi.session.Session;
import serval.spi.session.SessionFlag;
import serval.spi.session.SessionListener;
import serval.spi.session.Sessions;
import serval.spi.tracking.Tracking;

/** Hears what tracking sessions read and what changes, and tells them. Under the engine lock. */
@Component(
        service = {
            Tracker.class,
            SessionObserver.class,
            ChangeObserver.class,
            SessionListener.class,
            Handover.class,
            DirectiveSet.class
        })
public final class Tracker implements SessionObserver, ChangeObserver, SessionListener, Handover, DirectiveSet {
    /** Reading commands that do not know themselves what they read: the commands they run are looked at. */
    private static final Set<String> SCRIPTS = Set.of("eval_ro", "evalsha_ro", "fcall_ro");

    /** As many keys at most are handed over to the next version; with more of them clients are told to forget everything. */
    private static final int MOST_HANDED_OVER = 100_000;

    /** Keys forgotten in one go where there are more than may be. */
    private static final int SLICE = 1000;

    /** Memory for a prefix besides its bytes, about. */
    private static final int OVERHEAD = 100;

    private final LongDirective most =
            new LongDirective("tracking-table-max-keys", LongDirective.Unit.PLAIN, 0, Long.MAX_VALUE, 1_000_000);
    private final Sessions sessions;
    private final Commands commands;
    private final Engine engine;
    private final KeyTable table = new KeyTable();
    private final Broadcasts broadcasts = new Broadcasts();
    private final ByteSlice oldest = new ByteSlice();
    private @Nullable Switch changes;
    private int tracking;
    private boolean broadcastDue;
    private boolean handedOver;

    /** Creates a tracker that knows of nobody yet. */
    @Activate
    public Tracker(@Reference Sessions sessions, @Reference Commands commands, @Reference Engine engine) {
        this.sessions = sessions;
        this.commands = commands;
        this.engine = engine;
        most.onChange(() -> engine.submit(this::shrink));
    }

    @Override
    public List<Directive> directives() {
        return List.of(most);
    }

    /** The keys, and who read them. */
    KeyTable table() {
        return table;
    }

    /** The number of prefixes that are broadcast. */
    int prefixes() {
        return broadcasts.size();
    }

    // Entering

    /** This version begins to serve: it finds the sessions that track by their flag. */
    @Override
    public void attach(Switch own) {
        changes = own;
        table.clear();
        broadcasts.clear();
        tracking = 0;
        broadcastDue = false;
        handedOver = false;
        for (Session session : sessions.all()) {
            Tracking state = session.get(Tracking.SLOT);
            if (session.is(SessionFlag.TRACKING) && state != null) {
                tracking++;
                state.prefixes().forEach(prefix -> broadcasts.add(session, prefix));
            }
        }
        own.on(tracking > 0);
        if (tracking > 0) {
            engine.submit(this::forgetUnlessHandedOver);
        }
    }

    /** What was read and changed while nobody was here is not known. */
    private void forgetUnlessHandedOver() {
        if (!handedOver) {
            flushed(null);
        }
    }

    @Override
    public String name() {
        return "tracked-keys";
    }

    @Override
    public byte[] export() {
        flushBroadcasts();
        return table.size() > MOST_HANDED_OVER ? new byte[0] : table.save();
    }

    @Override
    public void adopt(byte[] state) {
        if (state.length > 0) {
            table.load(state);
            handedOver = true;
        }
    }

    // Turning on and off

    /** Turns tracking on for a session, or changes how. */
    void enable(Session session, Tracking state, boolean broadcast) {
        if (!session.is(SessionFlag.TRACKING)) {
            tracking++;
        }
        session.flag(SessionFlag.TRACKING, true);
        session.flag(SessionFlag.TRACKING_BROKEN, false);
        session.flag(SessionFlag.TRACKING_BCAST, broadcast);
        Tracking before = session.get(Tracking.SLOT);
        if (before != null) {
            state.announced(before.announced());
        }
        session.holds(bytes(state) - bytes(before));
        session.put(Tracking.SLOT, state);
        state.prefixes().forEach(prefix -> broadcasts.add(session, prefix));
        switchChanges();
    }

    /** Turns tracking off for a session. */
    void disable(Session session) {
        if (!session.is(SessionFlag.TRACKING)) {
            return;
        }
        Tracking state = session.get(Tracking.SLOT);
        if (state != null) {
            state.prefixes().forEach(prefix -> broadcasts.remove(session, prefix));
        }
        session.holds(-bytes(state));
        session.put(Tracking.SLOT, null);
        session.flag(SessionFlag.TRACKING, false);
        session.flag(SessionFlag.TRACKING_BROKEN, false);
        session.flag(SessionFlag.TRACKING_BCAST, false);
        tracking--;
        switchChanges();
    }

    private static long bytes(@Nullable Tracking state) {
        long bytes = 0;
        if (state != null) {
            for (byte[] prefix : state.prefixes()) {
                bytes += prefix.length + OVERHEAD;
            }
        }
        return bytes;
    }

    private void switchChanges() {
        Switch own = changes;
        if (own != null) {
            // As long as keys are remembered they have to be forgotten when they change, whoever is left to hear of it.
            own.on(tracking > 0 || table.size() > 0);
        }
    }

    @Override
    public void reset(Session session) {
        disable(session);
    }

    @Override
    public void closed(Session session) {
        disable(session);
    }

    // Reading

    @Override
    public SessionFlag flag() {
        return SessionFlag.TRACKING;
    }

    @Override
    public void after(CommandEntry command, Request request, Session session, Origin origin) {
        Tracking own = session.get(Tracking.SLOT);
        if (own == null) {
            return;
        }
        CommandSpec spec = command.spec();
        if (spec.is(CommandFlag.READONLY)
                && !spec.is(CommandFlag.PUBSUB)
                && !session.is(SessionFlag.TRACKING_BCAST)
                && own.announced() == (own.choice() == Tracking.Choice.OPT_IN)
                && !SCRIPTS.contains(spec.name())) {
            remember(command, request, session);
        }
        if (own.announced() && origin == Origin.CLIENT && !session.is(SessionFlag.TRANSACTION) && !isClient(spec)) {
            own.announced(false);
        }
    }

    private static boolean isClient(CommandSpec spec) {
        CommandSpec parent = spec.parent();
        return parent != null && parent.name().equals("client");
    }

    private void remember(CommandEntry command, Request request, Session session) {
        commands.keys(command, request, (position, flags) -> table.add(request.slice(position), session.id()));
        if (isTooLarge()) {
            forgetSome();
        }
    }

    private boolean isTooLarge() {
        long limit = most.value();
        return limit > 0 && table.size() > limit;
    }

    private void forgetSome() {
        for (int i = 0; i < SLICE && isTooLarge(); i++) {
            byte[] key = table.oldest();
            invalidate(oldest.set(key, 0, key.length), null, false);
        }
    }

    private void shrink() {
        forgetSome();
        if (isTooLarge()) {
            engine.submit(this::shrink);
        }
    }

    // Changing

    @Override
    public void modified(ByteSlice key, @Nullable Session current, Cause cause) {
        if (broadcasts.size() > 0 && broadcasts.note(key, cause == Cause.CALL ? current : null) && !broadcastDue) {
            broadcastDue = true;
            engine.submit(this::flushBroadcasts);
        }
        invalidate(key, current, cause == Cause.EVICTION);
    }

    private void flushBroadcasts() {
        broadcastDue = false;
        broadcasts.flush((session, message) -> send(session, message, false));
    }

    /** @param first whether this happened before the call that is running, so that its client is to hear of it before the reply */
    private void invalidate(ByteSlice key, @Nullable Session current, boolean first) {
        long[] readers = table.remove(key);
        if (readers == null) {
            return;
        }
        if (tracking == 0) {
            switchChanges();
            return;
        }
        Invalidation message = Invalidation.of(key);
        for (long id : readers) {
            Session session = sessions.byId(id);
            if (session == null || !session.is(SessionFlag.TRACKING) || session.is(SessionFlag.TRACKING_BCAST)) {
                continue;
            }
            Tracking own = session.get(Tracking.SLOT);
            if (own != null && (session != current || !own.noLoop())) {
                send(session, message, first);
            }
        }
    }

    @Override
    public void flushed(@Nullable Session current) {
        for (Session session : sessions.all()) {
            if (session.is(SessionFlag.TRACKING)) {
                send(session, Invalidation.ofEverything(session.respVersion()), false);
            }
        }
        table.clear();
        switchChanges();
    }

    /** Sends a message to a session, or to the one it redirects to. */
    private void send(Session session, Invalidation message, boolean first) {
        Tracking own = session.get(Tracking.SLOT);
        if (own == null) {
            return;
        }
        if (own.redirect() == 0) {
            message.send(session, false, first);
            return;
        }
        Session other = sessions.byId(own.redirect());
        if (other != null) {
            message.send(other, true, first);
        } else {
            session.flag(SessionFlag.TRACKING_BROKEN, true);
            Invalidation.sendBroken(session, own.redirect());
        }
    }
}
