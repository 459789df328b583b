package serval.connection;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import serval.sdk.command.CommandFlag;
import serval.sdk.engine.Engine;
import serval.sdk.module.Handover;
import serval.sdk.timer.Timers;
import serval.spi.engine.Dispatcher;
import serval.spi.engine.EngineSwitches;
import serval.spi.gate.Gate;
import serval.spi.gate.GateCall;
import serval.spi.gate.GateControl;
import serval.spi.gate.GateOrder;
import serval.spi.gate.Origin;
import serval.spi.gate.Verdict;
import serval.spi.session.Session;
import serval.spi.session.SessionFlag;
import serval.spi.session.Transaction;

/**
 * CLIENT PAUSE: holds back all calls of clients, or those that may write, until its time is up.
 *
 * <p>A pause can be made longer and stricter while it is on, but not the other way round. Meanwhile nothing expires, so that
 * the dataset does not change on its own.
 */
@Component(service = {Pause.class, Gate.class, Handover.class})
public final class Pause implements Gate, Handover {
    private static final long MAY_WRITE = 1L << CommandFlag.WRITE.ordinal() | 1L << CommandFlag.MAY_REPLICATE.ordinal();

    private final EngineSwitches switches;
    private final Timers timers;
    private final Engine engine;
    private final Dispatcher clock;
    private @Nullable GateControl control;
    private Timers.@Nullable Timer timer;
    private boolean active;
    private boolean all;
    private long end;

    /** Creates the gate, which goes by this clock. */
    @Activate
    public Pause(
            @Reference EngineSwitches switches,
            @Reference Timers timers,
            @Reference Engine engine,
            @Reference Dispatcher clock) {
        this.clock = clock;
        this.switches = switches;
        this.timers = timers;
        this.engine = engine;
    }

    @Deactivate
    void deactivate() {
        engine.submit(this::finish);
    }

    /**
     * Begins a pause, or makes it longer.
     *
     * @param until in milliseconds since 1970
     * @param everything whether calls that only read are held back, too
     */
    void begin(long now, long until, boolean everything) {
        all = active && all || everything;
        end = active ? Math.max(end, until) : until;
        if (end <= now) {
            finish();
            return;
        }
        active = true;
        switches.keepExpired(true);
        if (control != null) {
            control.armAll(true);
        }
        if (timer != null) {
            timer.cancel();
        }
        timer = timers.after(end - now, this::finish);
    }

    /** Ends the pause: whatever was held back comes again. */
    void finish() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        if (!active) {
            return;
        }
        active = false;
        all = false;
        switches.keepExpired(false);
        if (control != null) {
            control.armAll(false);
            control.releasePostponed();
        }
    }

    @Override
    public String name() {
        return "pause";
    }

    @Override
    public int order() {
        return GateOrder.PAUSE;
    }

    @Override
    public byte[] export() {
        byte[] state = new byte[1 + Long.BYTES];
        ByteBuffer.wrap(state).put((byte) (active ? all ? 2 : 1 : 0)).putLong(end);
        // From here on it is the successor's.
        active = false;
        return state;
    }

    @Override
    public void adopt(byte[] state) {
        ByteBuffer buffer = ByteBuffer.wrap(state);
        int kind = buffer.get();
        if (kind != 0) {
            begin(clock.now(), buffer.getLong(), kind == 2);
        }
    }

    @Override
    public void attach(GateControl own) {
        control = own;
        own.armAll(active);
    }

    @Override
    public Verdict check(GateCall call) {
        Session session = call.session();
        if (call.origin() != Origin.CLIENT || session == null || session.is(SessionFlag.REPLICA)) {
            return Verdict.PASS;
        }
        return all || mayWrite(call, session) ? Verdict.POSTPONE : Verdict.PASS;
    }

    private static boolean mayWrite(GateCall call, Session session) {
        long flags = call.command().spec().flagBits();
        if (call.command().spec().name().equals("exec")) {
            Transaction transaction = session.get(Transaction.SLOT);
            flags |= transaction == null ? 0 : transaction.flagBits();
        }
        return (flags & MAY_WRITE) != 0;
    }
}
