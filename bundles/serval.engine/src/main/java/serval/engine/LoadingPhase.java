package serval.engine;

import org.jspecify.annotations.Nullable;
import serval.sdk.command.CommandFlag;
import serval.sdk.reply.CommandError;
import serval.spi.dataset.Loading;
import serval.spi.gate.Gate;
import serval.spi.gate.GateCall;
import serval.spi.gate.GateControl;
import serval.spi.gate.GateOrder;
import serval.spi.gate.Origin;
import serval.spi.gate.Verdict;
import serval.spi.session.Session;
import serval.spi.session.Transaction;

/**
 * The time in which the dataset is being loaded: a gate that refuses what needs the dataset, and how far it is.
 *
 * <p>In its first moments calls wait instead of being refused, so that nobody is turned away by a dataset that is there at once. A
 * dataset of less than {@code loading-process-events-interval-bytes} is waited for however long it takes.
 */
final class LoadingPhase implements Gate, Loading {
    private static final CommandError LOADING = CommandError.of("LOADING Redis is loading the dataset in memory");
    /** For so long calls wait in any case. */
    static final long PATIENCE_MILLIS = 200;

    private final Core core;
    private @Nullable GateControl control;
    private boolean patient;
    private long number;
    private volatile boolean active;
    private volatile long since;
    private volatile long total;
    private volatile long loaded;
    private volatile long usedMemory;

    LoadingPhase(Core core) {
        this.core = core;
    }

    // Loading

    @Override
    public void begin() {
        total = 0;
        loaded = 0;
        usedMemory = 0;
        since = core.now();
        if (!active) {
            core.heap.begin();
        }
        active = true;
        patient = true;
        long own = ++number;
        askForPatience(own);
        if (control != null) {
            control.armAll(true);
        }
    }

    private void askForPatience(long own) {
        core.timers.after(PATIENCE_MILLIS, () -> {
            if (own != number) {
                return;
            }
            if (total < core.directives.loadingInterval.value()) {
                askForPatience(own);
            } else {
                losePatience();
            }
        });
    }

    private void losePatience() {
        patient = false;
        if (control != null) {
            control.releasePostponed();
        }
    }

    @Override
    public void end() {
        number++;
        if (active) {
            core.heap.end();
        }
        active = false;
        if (control != null) {
            control.armAll(false);
        }
        losePatience();
    }

    @Override
    public void expect(long totalBytes) {
        total = totalBytes;
    }

    @Override
    public void loaded(long bytes) {
        loaded = bytes;
    }

    @Override
    public void usedMemory(long bytes) {
        usedMemory = bytes;
    }

    @Override
    public boolean isActive() {
        return active;
    }

    @Override
    public long since() {
        return since;
    }

    @Override
    public long total() {
        return total;
    }

    @Override
    public long loaded() {
        return loaded;
    }

    @Override
    public long usedMemory() {
        return usedMemory;
    }

    // The gate

    @Override
    public String name() {
        return "loading";
    }

    @Override
    public int order() {
        return GateOrder.LOADING;
    }

    @Override
    public void attach(GateControl own) {
        control = own;
    }

    @Override
    public Verdict check(GateCall call) {
        if (!active || call.origin() != Origin.CLIENT || isAllowed(call)) {
            return Verdict.PASS;
        }
        if (patient && call.session() != null) {
            return Verdict.POSTPONE;
        }
        call.reply().error(LOADING);
        return Verdict.REFUSE;
    }

    private static boolean isAllowed(GateCall call) {
        if (!call.command().spec().is(CommandFlag.LOADING)) {
            return false;
        }
        Session session = call.session();
        if (session == null || !call.command().spec().name().equals("exec")) {
            return true;
        }
        Transaction transaction = session.get(Transaction.SLOT);
        return transaction == null || transaction.allHave(CommandFlag.LOADING);
    }
}
