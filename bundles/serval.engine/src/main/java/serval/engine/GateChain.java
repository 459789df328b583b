package serval.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.sdk.command.CommandFlag;
import serval.sdk.reply.CommandError;
import serval.spi.gate.Gate;
import serval.spi.gate.GateControl;
import serval.spi.gate.Verdict;
import serval.spi.session.Session;
import serval.spi.session.SessionFlag;

/**
 * The gates that are there, in Redis' order. Each owns a bit; a call that finds neither a bit armed for all nor one armed for its
 * session passes without looking at any.
 */
final class GateChain {
    private static final Logger LOG = LoggerFactory.getLogger(GateChain.class);

    private final Core core;
    private Control[] chain = new Control[0];
    private long taken;
    private long armedForAll;
    private long armedFlags;

    GateChain(Core core) {
        this.core = core;
    }

    /** The gates armed for all sessions, as bits. */
    long armedForAll() {
        return armedForAll;
    }

    /** The command flags that some gate is armed for, as bits by ordinal. */
    long armedFlags() {
        return armedFlags;
    }

    /** The gates armed for any of these command flags, as bits. */
    long armedFor(long flagBits) {
        long bits = 0;
        for (Control control : chain) {
            if ((control.flags & flagBits) != 0) {
                bits |= control.bit;
            }
        }
        return bits;
    }

    private void uniteFlags() {
        long all = 0;
        for (Control control : chain) {
            all |= control.flags;
        }
        armedFlags = all;
    }

    void add(Gate gate) {
        long free = Long.lowestOneBit(~taken);
        if (free == 0) {
            throw new IllegalStateException("no room for gate " + gate.name());
        }
        taken |= free;
        Control control = new Control(gate, free);
        List<Control> next = new ArrayList<>(Arrays.asList(chain));
        next.add(control);
        next.sort(Comparator.comparingInt(one -> one.gate.order()));
        chain = next.toArray(Control[]::new);
        gate.attach(control);
    }

    /** Takes a gate out; returns whether it was in. */
    boolean remove(Gate gate) {
        for (Control control : chain) {
            if (control.gate == gate) {
                control.armAll(false);
                for (Session session : core.sessions.all()) {
                    control.arm(session, false);
                }
                taken &= ~control.bit;
                List<Control> rest = new ArrayList<>(Arrays.asList(chain));
                rest.remove(control);
                chain = rest.toArray(new Control[0]);
                uniteFlags();
                control.releasePostponed();
                return true;
            }
        }
        return false;
    }

    /** Asks the gates whose bits are set, in order, until one does not pass. */
    Verdict check(long bits, CallImpl call) {
        for (Control control : chain) {
            if ((control.bit & bits) == 0) {
                continue;
            }
            Verdict verdict = control.gate.check(call);
            if (verdict != Verdict.PASS) {
                if (verdict == Verdict.POSTPONE) {
                    control.postpone(call);
                }
                return verdict;
            }
        }
        return Verdict.PASS;
    }

    /** What the first gate answers that has something against changes, or null. */
    @Nullable
    CommandError writeRefusal() {
        if (armedForAll == 0) {
            return null;
        }
        for (Control control : chain) {
            if ((control.bit & armedForAll) != 0) {
                CommandError refusal = control.gate.writeRefusal();
                if (refusal != null) {
                    return refusal;
                }
            }
        }
        return null;
    }

    /** A session is gone. */
    void forget(Session session) {
        for (Control control : chain) {
            if (control.postponed.removeIf(waiting -> waiting.session == session)) {
                core.statistics.blocked--;
            }
        }
    }

    private record Postponed(Session session, byte[][] words) {}

    private final class Control implements GateControl {
        private final Gate gate;
        private final long bit;
        private long flags;
        private ArrayDeque<Postponed> postponed = new ArrayDeque<>();

        Control(Gate gate, long bit) {
            this.gate = gate;
            this.bit = bit;
        }

        @Override
        public void armAll(boolean on) {
            armedForAll = on ? armedForAll | bit : armedForAll & ~bit;
        }

        @Override
        public void arm(Session session, boolean on) {
            session.armed(on ? session.armed() | bit : session.armed() & ~bit);
        }

        @Override
        public void arm(CommandFlag flag, boolean on) {
            long own = 1L << flag.ordinal();
            flags = on ? flags | own : flags & ~own;
            uniteFlags();
        }

        void postpone(CallImpl call) {
            @Nullable Session session = call.session();
            if (session == null) {
                LOG.error("Gate {} postponed a call without a session", gate.name());
                return;
            }
            postponed.add(new Postponed(session, call.request().detach()));
            session.flag(SessionFlag.POSTPONED, true);
            session.flag(SessionFlag.BLOCKED, true);
            core.statistics.blocked++;
            session.holdInput();
        }

        @Override
        public void releasePostponed() {
            ArrayDeque<Postponed> waiting = postponed;
            postponed = new ArrayDeque<>();
            for (Postponed call : waiting) {
                call.session.flag(SessionFlag.POSTPONED, false);
                call.session.flag(SessionFlag.BLOCKED, false);
                core.statistics.blocked--;
                core.afterCall(() -> {
                    if (!call.session.isClosing()) {
                        core.execution.again(call.session, call.words);
                    }
                });
            }
        }
    }
}
