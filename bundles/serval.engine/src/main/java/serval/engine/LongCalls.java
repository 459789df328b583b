package serval.engine;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.sdk.command.CommandFlag;
import serval.sdk.command.Handler;
import serval.sdk.reply.CommandError;
import serval.spi.gate.Gate;
import serval.spi.gate.GateCall;
import serval.spi.gate.GateControl;
import serval.spi.gate.GateOrder;
import serval.spi.gate.Origin;
import serval.spi.gate.Verdict;
import serval.spi.session.Session;

/**
 * Calls that may run longer than {@code busy-reply-threshold}.
 *
 * <p>Such a call runs as a coroutine on its session's thread. Past the threshold each checkpoint ends a slice: the coroutine pauses, the
 * batch ends, the lock is free, the loop sees to its other sessions, and a gate answers them BUSY unless they bring a
 * command that is allowed. Then the thread enters a batch again and the call goes on. Its unit stays open all the while, so nothing
 * gets in between its effects, and nothing else of the engine (timers' effects, waiting calls, submitted actions) runs.
 */
final class LongCalls implements Gate {
    private static final Logger LOG = LoggerFactory.getLogger(LongCalls.class);
    private static final long SLICE_NANOS = 5_000_000;
    /** Where checkpoints come faster than this, most of them do not look at the clock, which costs more than many a step. */
    private static final long CLOSE_NANOS = 20_000;

    private static final int UNLOOKED = 31;

    private static final CommandError BUSY_SCRIPT =
            CommandError.of("BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.");
    private static final CommandError BUSY_FUNCTION =
            CommandError.of("BUSY Redis is busy running a script. You can only call FUNCTION KILL or SHUTDOWN NOSAVE.");
    private static final CommandError BUSY_MODULE = CommandError.of("BUSY Redis is busy running a module command.");

    private final Core core;
    private @Nullable GateControl control;
    private @Nullable Running mounted;
    private @Nullable Running suspended;
    private boolean abandoned;

    LongCalls(Core core) {
        this.core = core;
    }

    /** Whether a call is in the middle and gave its thread back. */
    boolean isSuspended() {
        return suspended != null;
    }

    /** The call in the middle, or null. */
    @Nullable
    CallImpl current() {
        Running running = suspended;
        return running == null ? null : running.call;
    }

    /**
     * Runs a call that may run long.
     *
     * @return whether it ended; if not, the rest comes by itself
     */
    boolean run(CallImpl call, Handler handler) {
        Running running = new Running(call, handler);
        call.running(running);
        mounted = running;
        boolean ended;
        try {
            ended = running.coroutine.step();
        } finally {
            mounted = null;
        }
        if (!ended) {
            suspended = running;
            Session session = call.session();
            if (control != null) {
                control.armAll(true);
            }
            LOG.info(
                    "A call of '{}' has been running for more than busy-reply-threshold; others are answered BUSY",
                    call.command().name());
            if (session != null) {
                session.holdInput();
                session.later(this::goOn);
            }
        }
        return ended;
    }

    private void goOn() {
        core.enter();
        try {
            Running running = suspended;
            if (running == null || abandoned) {
                return;
            }
            CallImpl call = running.call;
            Session session = call.session();
            running.sliceEnds = core.clock().nanos() + SLICE_NANOS;
            // The call's own unit goes on; whoever ran meanwhile was allowed to and has ended.
            suspended = null;
            mounted = running;
            boolean ended;
            try {
                ended = running.coroutine.step();
            } finally {
                mounted = null;
            }
            if (!ended) {
                suspended = running;
                if (session != null) {
                    session.later(this::goOn);
                }
                return;
            }
            if (control != null) {
                control.armAll(false);
            }
            boolean answered;
            try {
                answered = core.execution.finish(call, null);
            } finally {
                core.execution.pop(call);
            }
            if (session != null) {
                session.wroteOutside();
                if (answered) {
                    session.releaseInput();
                }
            }
        } finally {
            core.leave();
        }
    }

    /** A checkpoint of a call inside one that may run long, such as a script inside EXEC. */
    void nestedCheckpoint() {
        Running running = mounted;
        if (running != null) {
            running.checkpoint();
            if (running.killed != null) {
                throw running.killed.exception();
            }
        }
    }

    /** Asks the call in the middle to end. */
    boolean kill(CommandError reason) {
        Running running = suspended;
        if (running == null) {
            return false;
        }
        running.killed = reason;
        running.call.kill(reason);
        return true;
    }

    /** Leaves the call in the middle where it is. */
    void abandon() {
        abandoned = true;
    }

    private Coroutine coroutine(Runnable work) {
        boolean threads = core.directives.longCalls.value() == 2;
        return !threads && ContinuationCoroutine.isAvailable()
                ? new ContinuationCoroutine(work)
                : new ThreadCoroutine(work);
    }

    // The gate

    @Override
    public String name() {
        return "busy";
    }

    @Override
    public int order() {
        return GateOrder.BUSY;
    }

    @Override
    public void attach(GateControl own) {
        control = own;
    }

    @Override
    public Verdict check(GateCall call) {
        Running running = suspended;
        if (running == null
                || call.origin() != Origin.CLIENT
                || call.command().spec().is(CommandFlag.ALLOW_BUSY)) {
            return Verdict.PASS;
        }
        String name = running.call.command().name();
        call.reply()
                .error(
                        name.startsWith("fcall")
                                ? BUSY_FUNCTION
                                : name.startsWith("eval") || name.equals("exec") ? BUSY_SCRIPT : BUSY_MODULE);
        return Verdict.REFUSE;
    }

    /** A long call on its way. */
    final class Running {
        private final CallImpl call;
        private final Coroutine coroutine;
        private long sliceEnds;
        private long lookedAt;
        private int unlooked;
        private @Nullable CommandError killed;

        Running(CallImpl call, Handler handler) {
            this.call = call;
            coroutine = coroutine(() -> core.execution.invoke(call, handler));
            lookedAt = call.startedAt();
            long threshold = core.directives.busyReplyThreshold.value();
            sliceEnds = threshold <= 0
                    ? Long.MAX_VALUE
                    : call.startedAt()
                            + Math.min(threshold, Long.MAX_VALUE / 2_000_000 - call.startedAt() / 1_000_000)
                                    * 1_000_000;
        }

        void checkpoint() {
            if (--unlooked >= 0) {
                return;
            }
            long now = core.clock().nanos();
            if (now - lookedAt < CLOSE_NANOS) {
                unlooked = UNLOOKED;
            }
            lookedAt = now;
            if (now - sliceEnds >= 0 && sliceEnds != Long.MAX_VALUE) {
                coroutine.pause();
            }
        }
    }
}
