package serval.engine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.bytes.ByteSlice;
import serval.sdk.command.CommandFlag;
import serval.sdk.command.Handler;
import serval.sdk.event.EventClass;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.CommandException;
import serval.sdk.reply.Reply;
import serval.spi.engine.CommandEntry;
import serval.spi.engine.UnreadReply;
import serval.spi.gate.Origin;
import serval.spi.gate.Verdict;
import serval.spi.keyspace.ChangeListener;
import serval.spi.keyspace.Lookups;
import serval.spi.observe.ChangeObserver.Cause;
import serval.spi.request.Request;
import serval.spi.session.ReplyBuffer;
import serval.spi.session.Session;
import serval.spi.session.SessionFlag;

/**
 * A call's way: from its name through the gates to its handler, and from there to its effects. Under the engine lock.
 */
final class Execution implements ChangeListener {
    private static final Logger LOG = LoggerFactory.getLogger(Execution.class);

    private static final long AFTERMATH = 1L << SessionFlag.ASKING.ordinal()
            | 1L << SessionFlag.REPLY_SKIP.ordinal()
            | 1L << SessionFlag.REPLY_SKIP_NEXT.ordinal();
    private static final int DEEPEST = 64;
    private static final long NOT_READ = Long.MIN_VALUE;

    private final Core core;
    private final Effector effector;
    private CallImpl[] calls = new CallImpl[4];
    private int depth;
    private long changes;
    /** What the forward clock showed just now, when the call before ended, so that it is not read again for the next. */
    private long beginsAt = NOT_READ;

    /** When a script's call ended, which is when its next one begins unless {@link #timePasses} in between. */
    private long nestedBeginsAt = NOT_READ;

    private long nestedEndedAt = NOT_READ;

    private @Nullable Lookups lookups;
    /** Takes what calls on the server's own account answer. */
    private final Reply unread = new UnreadReply();

    Execution(Core core) {
        this.core = core;
        effector = new Effector(core);
    }

    /** A request of a client; returns false if its input is to be left alone. */
    boolean execute(Session session, Request request) {
        if (request.count() == 0) {
            return true;
        }
        session.active(core.now());
        boolean goOn = dispatch(session, 0, Origin.CLIENT, request, session.reply(), null);
        if (core.unsettled() && !core.longCalls.isSuspended()) {
            core.settle();
            beginsAt = NOT_READ;
        }
        return goOn && !session.isClosing();
    }

    /** A batch begins: the clock was read. */
    void nextBeginsAt(long nanos) {
        beginsAt = nanos;
    }

    /** A call that a gate had put off, from the beginning. */
    void again(Session session, byte[][] words) {
        if (dispatchAgain(session, words, null)) {
            session.wroteOutside();
            session.releaseInput();
        }
    }

    /** A call that waited; returns whether it waits no longer. */
    boolean again(Session session, Waiting waiting) {
        boolean done = dispatchAgain(session, waiting.words, waiting);
        session.wroteOutside();
        if (done) {
            session.releaseInput();
        }
        return !session.is(SessionFlag.BLOCKED);
    }

    private boolean dispatchAgain(Session session, byte[][] words, @Nullable Waiting waiting) {
        session.reply().callStarts();
        try {
            return dispatch(session, 0, Origin.CLIENT, new Request().set(words), session.reply(), waiting);
        } finally {
            session.reply().callEnds();
        }
    }

    /** Runs what answers a call that waited. */
    void answer(Session session, CommandEntry command, Request request, Handler handler) {
        CallImpl call = push(command, request, session.reply(), session, session.database(), Origin.CLIENT);
        try {
            invoke(call, handler);
            finish(call);
        } finally {
            pop(call);
        }
        session.wroteOutside();
    }

    /** A call of a script, of a module's handler, or of EXEC. */
    void run(@Nullable Session session, int database, Origin origin, Request request, Reply reply) {
        dispatch(session, database, origin, request, reply, null);
        if (depth == 0 && core.unsettled()) {
            core.settle();
        }
    }

    /** A checkpoint: more than a moment may have passed since the call before. */
    void timePasses() {
        nestedBeginsAt = NOT_READ;
    }

    /** A script's call, whose command is known. It begins when the one before ended, so that the clock is read once for each. */
    void run(
            @Nullable Session session,
            int database,
            Origin origin,
            CommandEntry command,
            Request request,
            Reply reply) {
        nestedEndedAt = NOT_READ;
        dispatch(session, database, origin, command, request, reply, null);
        nestedBeginsAt = nestedEndedAt;
        if (depth == 0 && core.unsettled()) {
            core.settle();
        }
    }

    /** A handler that runs on its own account, as a unit. */
    void internal(int database, Handler handler) {
        CommandEntry command = Internal.ENTRY;
        CallImpl call = push(command, Internal.REQUEST, unread, null, database, Origin.INTERNAL);
        try {
            invoke(call, handler);
            finish(call);
        } finally {
            pop(call);
        }
    }

    /** A call of commands that are not in service, on a database that nobody sees. */
    void trial(Trial trial, Request request, Reply reply) {
        CommandEntry command = trial.find(request);
        if (command == null
                || command.handler() == null
                || !command.spec().takes(request.count())
                || depth == DEEPEST) {
            reply.error("ERR unknown command or wrong number of arguments: '" + clip(request, 0) + "'");
            return;
        }
        Lookups before = lookups;
        long changed = changes;
        CallImpl call = push(command, request, reply, null, trial.database().database(), trial.origin());
        try {
            call.on(trial);
            lookups = core.lookups(call.origin(), null, command);
            core.keyspace().lookups(lookups);
            command.handler().run(call);
        } catch (CommandException refusal) {
            reply.error(refusal.error());
        } catch (RuntimeException | LinkageError | StackOverflowError fault) {
            LOG.error("Command '{}' of bundle {} failed at a trial", command.name(), command.owner(), fault);
            reply.error("ERR internal error in command '" + command.name() + "': "
                    + fault.getClass().getSimpleName());
        } finally {
            pop(call);
            changes = changed;
            if (before != null) {
                lookups = before;
                core.keyspace().lookups(before);
            }
        }
    }

    /** Forgets the calls kept for use again, and with them the bundles that they came from; between calls. */
    void forgetCalls() {
        if (depth == 0) {
            calls = new CallImpl[4];
        }
    }

    void nested(CallImpl outer, Request request, Reply into) {
        Trial trial = outer.trial();
        if (trial != null) {
            trial(trial, request, into);
            return;
        }
        dispatch(outer.session(), outer.database(), Origin.NESTED, request, into, null);
    }

    int depth() {
        return depth;
    }

    /** Whether what the current unit leaves is taken by anybody. */
    boolean effectsWanted() {
        return effector.isWanted();
    }

    /** Decides whom the effects yet to come in this unit are for. */
    void effectTargets(int targets) {
        effector.targets(targets);
    }

    void dirty(long more) {
        changes += more;
    }

    // From the name to the handler

    private boolean dispatch(
            @Nullable Session session,
            int database,
            Origin origin,
            Request request,
            Reply reply,
            @Nullable Waiting waiting) {
        CommandEntry command = core.snapshot().find(request.array(0), request.offset(0), request.length(0));
        if (command == null) {
            unknown(session, request, reply);
            return true;
        }
        if (!command.subcommands().isEmpty() && request.count() > 1) {
            CommandEntry sub = command.subcommand(request.slice(1).toString().toLowerCase(Locale.ROOT));
            if (sub == null) {
                reject(
                        session,
                        null,
                        reply,
                        CommandError.of("ERR unknown subcommand '" + clip(request, 1) + "'. Try "
                                + request.slice(0).toString().toUpperCase(Locale.ROOT) + " HELP."));
                return true;
            }
            command = sub;
        }
        return dispatch(session, database, origin, command, request, reply, waiting);
    }

    private boolean dispatch(
            @Nullable Session session,
            int database,
            Origin origin,
            CommandEntry command,
            Request request,
            Reply reply,
            @Nullable Waiting waiting) {
        if (!command.spec().takes(request.count()) || command.handler() == null) {
            reject(
                    session,
                    command,
                    reply,
                    CommandError.of("ERR wrong number of arguments for '" + command.name() + "' command"));
            return true;
        }
        if (depth == DEEPEST) {
            reject(session, command, reply, CommandError.of("ERR calls are nested too deeply"));
            return true;
        }
        if (session != null && depth == 0) {
            session.lastCommand(command);
        }
        CallImpl call = push(command, request, reply, session, database, origin);
        boolean parked = false;
        try {
            long bits = core.gates.armedForAll() | (session == null ? 0 : session.armed());
            long flags = command.spec().flagBits();
            if ((core.gates.armedFlags() & flags) != 0) {
                bits |= core.gates.armedFor(flags);
            }
            if (bits != 0) {
                long mark = reply instanceof ReplyBuffer buffer ? buffer.mark() : 0;
                Verdict verdict = core.gates.check(bits, call);
                if (verdict != Verdict.PASS) {
                    return stopped(verdict, call, mark);
                }
            }
            if (waiting != null) {
                call.markResumed();
            }
            if (waiting == null && core.observers.any()) {
                core.observers.before(command, request, session, call.database(), origin);
            }
            if (depth == 1 && session != null && command.spec().is(CommandFlag.LONG)) {
                if (!core.longCalls.run(call, command.handler())) {
                    parked = true;
                    return false;
                }
            } else {
                invoke(call, command.handler());
            }
            return finish(call, waiting);
        } finally {
            if (!parked) {
                pop(call);
            }
        }
    }

    private boolean stopped(Verdict verdict, CallImpl call, long mark) {
        Session session = call.session();
        switch (verdict) {
            case REFUSE -> {
                call.command().statistics().rejected();
                if (endsTransaction(session, call.command()) && call.reply() instanceof ReplyBuffer buffer) {
                    String reason = buffer.lastError();
                    buffer.rollback(mark);
                    buffer.clearErrors();
                    buffer.error(aborted(reason));
                    core.listeners.each(listener -> listener.aborted(session));
                }
                afterError(session, call.reply());
                spoil(session);
            }
            case POSTPONE -> {
                return false;
            }
            default -> {}
        }
        if (session != null && (session.flagBits() & AFTERMATH) != 0) {
            aftermath(session, call.command());
        }
        return true;
    }

    private void unknown(@Nullable Session session, Request request, Reply reply) {
        String name = clip(request, 0);
        if (session != null && (name.equalsIgnoreCase("post") || name.equalsIgnoreCase("host:"))) {
            LOG.warn(
                    "Possible SECURITY ATTACK detected. It looks like somebody is sending POST or Host: commands. This is "
                            + "likely due to an attacker attempting to use Cross Protocol Scripting to compromise your "
                            + "instance. Connection from {} aborted.",
                    session.address());
            session.closeNow();
            return;
        }
        String module = core.registry.formerOwner(name);
        if (module != null) {
            reject(
                    session,
                    null,
                    reply,
                    CommandError.of(
                            "ERR unknown command '" + name + "': module " + module + " that had it was removed"));
            return;
        }
        StringBuilder beginning = new StringBuilder();
        for (int i = 1; i < request.count() && beginning.length() < 128; i++) {
            String word = request.slice(i).toString();
            beginning
                    .append('\'')
                    .append(word, 0, Math.min(word.length(), 128 - beginning.length()))
                    .append("' ");
        }
        reject(
                session,
                null,
                reply,
                CommandError.of("ERR unknown command '" + name + "', with args beginning with: " + beginning));
    }

    private static String clip(Request request, int index) {
        String word = request.slice(index).toString();
        return word.length() > 128 ? word.substring(0, 128) : word;
    }

    private void reject(@Nullable Session session, @Nullable CommandEntry command, Reply reply, CommandError error) {
        if (command != null) {
            command.statistics().rejected();
        }
        boolean aborted = endsTransaction(session, command);
        reply.error(aborted ? CommandError.of(aborted(error.text())) : error);
        if (aborted) {
            core.listeners.each(listener -> listener.aborted(session));
        }
        afterError(session, reply);
        spoil(session);
        if (session != null && (session.flagBits() & AFTERMATH) != 0) {
            aftermath(session, command);
        }
    }

    /** Whether a refused call is EXEC, which cannot leave a transaction open. */
    private static boolean endsTransaction(@Nullable Session session, @Nullable CommandEntry command) {
        return session != null && command != null && command.spec().name().equals("exec");
    }

    private static String aborted(String reason) {
        return "EXECABORT Transaction discarded because of: "
                + (reason.startsWith("ERR ") ? reason.substring(4) : reason);
    }

    private static void spoil(@Nullable Session session) {
        if (session != null && session.is(SessionFlag.TRANSACTION)) {
            session.flag(SessionFlag.SPOILT, true);
        }
    }

    // The handler

    /** Runs a handler and turns whatever it throws into a reply. */
    void invoke(CallImpl call, Handler handler) {
        Session session = call.session();
        Lookups mode = core.lookups(call.origin(), session, call.command());
        if (mode != lookups) {
            lookups = mode;
            core.keyspace().lookups(mode);
        }
        Reply reply = call.reply();
        ReplyBuffer buffer = reply instanceof ReplyBuffer queue ? queue : null;
        long mark = buffer == null ? 0 : buffer.mark();
        try {
            handler.run(call);
        } catch (CommandException refusal) {
            if (buffer != null) {
                buffer.rollback(mark);
            }
            reply.error(refusal.error());
        } catch (Throwable fault) {
            if (buffer != null) {
                buffer.rollback(mark);
            }
            call.forgetEffects();
            reply.error(core.faults.report(call.command(), fault));
            effector.makeGood(call);
        }
    }

    private void finish(CallImpl call) {
        finish(call, null);
    }

    /** What follows a handler: waiting, effects, statistics; returns false if the call waits. */
    boolean finish(CallImpl call, @Nullable Waiting before) {
        Session session = call.session();
        CommandEntry command = call.command();
        long dirty = changes - call.changesBefore();
        if (call.waits() && session != null) {
            effector.leave(call, dirty);
            SuspendedCall suspension = call.suspension();
            if (suspension != null) {
                suspension.begin(session, command, call.request().detach());
            } else {
                core.blocked.waitForKeys(call, before);
            }
            return false;
        }
        effector.leave(call, dirty);
        core.statistics.dirty += dirty;
        // A unit that was opened by itself has no call around this one.
        CallImpl outer = call.depth() == 0 ? null : calls[call.depth() - 1];
        if (outer != null) {
            outer.absorb(dirty);
        }
        core.statistics.commands++;
        long ended = core.clock().nanos();
        long nanos = ended - call.startedAt();
        if (call.depth() == 0) {
            beginsAt = ended;
        } else {
            nestedEndedAt = ended;
        }
        command.statistics().called(nanos);
        if (core.directives.latencyTracking.value()) {
            command.statistics().latency(nanos);
        }
        if (call.reply() instanceof ReplyBuffer buffer && buffer.hadError()) {
            command.statistics().failed();
            afterError(session, buffer);
        }
        if (session != null && (session.flagBits() & core.observers.flags()) != 0) {
            core.observers.afterOf(command, call.request(), session, call.origin());
        }
        if (core.observers.any()) {
            core.observers.after(command, call.request(), session, call.origin(), nanos);
        }
        if (session != null && call.depth() == 0 && (session.flagBits() & AFTERMATH) != 0) {
            aftermath(session, command);
        }
        return true;
    }

    private void afterError(@Nullable Session session, Reply reply) {
        if (reply instanceof ReplyBuffer buffer && buffer.hadError()) {
            core.statistics.error(buffer.lastError());
            buffer.clearErrors();
        }
    }

    private static void aftermath(Session session, @Nullable CommandEntry command) {
        if (session.is(SessionFlag.ASKING)
                && (command == null || !command.name().equals("asking"))) {
            session.flag(SessionFlag.ASKING, false);
        }
        boolean off = session.is(SessionFlag.REPLY_OFF);
        session.flag(SessionFlag.REPLY_SKIP, false);
        if (session.is(SessionFlag.REPLY_SKIP_NEXT)) {
            session.flag(SessionFlag.REPLY_SKIP_NEXT, false);
            session.flag(SessionFlag.REPLY_SKIP, true);
        }
        session.reply().mute(off || session.is(SessionFlag.REPLY_SKIP));
    }

    // Depth

    private CallImpl push(
            CommandEntry command,
            Request request,
            Reply reply,
            @Nullable Session session,
            int database,
            Origin origin) {
        if (depth == calls.length) {
            calls = Arrays.copyOf(calls, depth * 2);
        }
        CallImpl call = calls[depth];
        if (call == null) {
            call = new CallImpl(core, depth, command, request, reply);
            calls[depth] = call;
        }
        call.prepare(command, request, reply, session, database, origin);
        long known = depth > 0 ? nestedBeginsAt : beginsAt;
        long nanos = known == NOT_READ ? core.clock().nanos() : known;
        nestedBeginsAt = NOT_READ;
        call.begins(nanos, changes);
        if (depth++ == 0) {
            beginsAt = NOT_READ;
            core.unitBegins(nanos);
            effector.beginUnit();
        }
        return call;
    }

    void pop(CallImpl call) {
        Session session = call.session();
        call.trim();
        if (--depth == 0) {
            long position = effector.endUnit();
            if (position >= 0 && session != null) {
                session.lastWrite(position);
            }
        }
    }

    void beginUnit() {
        if (depth++ == 0) {
            core.readClock();
            effector.beginUnit();
        }
    }

    void endUnit() {
        if (--depth == 0) {
            effector.endUnit();
        }
    }

    // What the keyspace tells

    @Override
    public void modified(int database, ByteSlice key) {
        changes++;
        Shadows shadows = core.shadows;
        if (shadows != null) {
            shadows.modified(database, key);
        }
        if (core.changes.any()) {
            core.changes.modified(key, current(), Cause.CALL);
        }
    }

    /** The session whose call is running, or null. */
    private @Nullable Session current() {
        return depth == 0 || calls[0] == null ? null : calls[0].session();
    }

    @Override
    public void event(EventClass eventClass, String name, int database, ByteSlice key) {
        core.events.event(eventClass, name, database, key);
    }

    @Override
    public void ready(int database, ByteSlice key) {
        core.blocked.ready(database, key);
    }

    @Override
    public void gone(int database, ByteSlice key) {
        core.blocked.gone(database, key);
    }

    @Override
    public void expired(int database, ByteSlice key) {
        effector.removed(database, key);
        core.changes.modified(key, current(), Cause.EXPIRY);
    }

    @Override
    public void evicted(int database, ByteSlice key) {
        effector.removed(database, key);
        core.changes.modified(key, current(), Cause.EVICTION);
    }

    @Override
    public void flushed(int database) {
        core.blocked.databaseChanged(database, true);
        core.changes.flushed(current());
    }

    @Override
    public void swapped(int one, int other) {
        core.blocked.databaseChanged(one, true);
        core.blocked.databaseChanged(other, true);
    }

    /** The words that name the command in its effect: as sent, unless it was renamed. */
    static byte[][] asSent(CallImpl call) {
        byte[][] words = call.request().detach();
        CommandEntry command = call.command();
        String sent = new String(words[0], StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        String own = command.spec().parent() == null
                ? command.spec().name()
                : command.spec().parent().name();
        if (!sent.equals(own)) {
            words[0] = own.getBytes(StandardCharsets.ISO_8859_1);
        }
        return words;
    }
}
