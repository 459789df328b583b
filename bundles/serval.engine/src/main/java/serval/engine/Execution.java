package serval.engine;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.bytes.ByteSlice;
import serval.sdk.command.CommandFlag;
import serval.sdk.command.Handler;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.CommandException;
import serval.sdk.reply.Reply;
import serval.spi.engine.CommandEntry;
import serval.spi.engine.UnreadReply;
import serval.spi.gate.Origin;
import serval.spi.gate.Verdict;
import serval.spi.keyspace.Lookups;
import serval.spi.request.Request;
import serval.spi.session.ReplyBuffer;
import serval.spi.session.Session;
import serval.spi.session.SessionFlag;

/**
 * A call's way: from its name through the gates to its handler, and from there to its effects. Under the engine lock.
 */
final class Execution {
    private static final Logger LOG = LoggerFactory.getLogger(Execution.class);

    private static final int DEEPEST = 64;
    private static final long NOT_READ = Long.MIN_VALUE;

    private final Core core;
    private final Effector effector;
    private final Refusals refusals;
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
        refusals = new Refusals(core);
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
            reply.error("ERR unknown command or wrong number of arguments: '" + Refusals.clip(request, 0) + "'");
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

    /** A key was removed by nobody's call. */
    void removed(int database, ByteSlice key) {
        effector.removed(database, key);
    }

    /** The session whose call is running, or null. */
    @Nullable
    Session current() {
        return depth == 0 || calls[0] == null ? null : calls[0].session();
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
            refusals.unknown(session, request, reply);
            return true;
        }
        if (command.hasSubcommands() && request.count() > 1) {
            CommandEntry sub = command.subcommand(request.slice(1).toString().toLowerCase(Locale.ROOT));
            if (sub == null) {
                refusals.reject(
                        session,
                        null,
                        reply,
                        CommandError.of("ERR unknown subcommand '" + Refusals.clip(request, 1) + "'. Try "
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
            refusals.reject(
                    session,
                    command,
                    reply,
                    CommandError.of("ERR wrong number of arguments for '" + command.name() + "' command"));
            return true;
        }
        if (depth == DEEPEST) {
            refusals.reject(session, command, reply, CommandError.of("ERR calls are nested too deeply"));
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
                    return refusals.stopped(verdict, call, mark);
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
            refusals.afterError(session, buffer);
        }
        if (session != null && (session.flagBits() & core.observers.flags()) != 0) {
            core.observers.afterOf(command, call.request(), session, call.origin());
        }
        if (core.observers.any()) {
            core.observers.after(command, call.request(), session, call.origin(), nanos);
        }
        if (call.depth() == 0) {
            Refusals.after(session, command);
        }
        return true;
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
}
