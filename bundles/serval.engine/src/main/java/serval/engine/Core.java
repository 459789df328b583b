package serval.engine;

import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.spi.engine.CommandEntry;
import serval.spi.engine.EngineStatistics;
import serval.spi.engine.ServerClock;
import serval.spi.gate.Origin;
import serval.spi.journal.Journal;
import serval.spi.keyspace.Keyspace;
import serval.spi.keyspace.Lookups;
import serval.spi.role.ServerRole;
import serval.spi.session.Session;
import serval.spi.session.SessionFlag;

/**
 * What the engine's parts share, all of it under one lock.
 *
 * <p>The lock is held for a batch: {@link #enter()} to {@link #leave()}. Between batches nothing runs; so a change of
 * bundles, published from any thread, is adopted at the beginning of a batch and seen by all of it.
 */
final class Core {
    private static final Logger LOG = LoggerFactory.getLogger(Core.class);

    final ReentrantLock lock = new ReentrantLock();
    final SessionTable sessions = new SessionTable();
    final EngineStatistics statistics = new EngineStatistics();
    final CommandRegistry registry = new CommandRegistry();
    final GateChain gates = new GateChain(this);
    final TimerQueue timers = new TimerQueue(this);
    final BlockedCalls blocked = new BlockedCalls(this);
    final Observers observers = new Observers();
    final ChangeObservers changes = new ChangeObservers();
    final EventRelay events = new EventRelay();
    final EngineServices.SessionListeners listeners = new EngineServices.SessionListeners();
    final EngineDirectives directives;
    final Execution execution;
    final LongCalls longCalls;
    final Door door = new Door();
    final HeldTransactions held = new HeldTransactions();
    final Faults faults = new Faults();
    final LoadingPhase loading = new LoadingPhase(this);
    final HeapRoom heap = new HeapRoom();
    final BackgroundTurn background = new BackgroundTurn();

    /** Values that are being converted beside those in use; as a rule null. */
    @Nullable
    Shadows shadows;

    private static final long SERVING_NANOS = 1_000_000;
    private static final Lookups SHOWING = new Lookups(true, Lookups.OnExpired.SHOW);
    private static final Lookups HIDING = new Lookups(true, Lookups.OnExpired.HIDE);
    private static final Lookups HIDING_UNTOUCHED = new Lookups(false, Lookups.OnExpired.HIDE);
    private static final Lookups UNTOUCHED = new Lookups(false, Lookups.OnExpired.REMOVE);

    private boolean keepExpired;
    private volatile boolean activeExpiry = true;
    private final ConcurrentLinkedQueue<Runnable> submitted = new ConcurrentLinkedQueue<>();
    private final ArrayDeque<Runnable> afterCall = new ArrayDeque<>();

    private ServerClock clock = new SystemClock();
    private final Keyspace keyspace;
    private volatile @Nullable Journal journal;
    private volatile @Nullable ServerRole role;
    private CommandSnapshot snapshot = CommandSnapshot.EMPTY;
    private Runnable[] leaveActions = new Runnable[0];
    private volatile @Nullable Runnable waker;
    private long now;
    private long enteredAt;
    /** What both clocks showed when the batch began. */
    private long batchMillis;

    private long batchNanos;
    private long commandsBefore;
    /** When a batch ended last that a client caused, by the forward clock. */
    private long servedAt;

    Core(Keyspace keyspace, EngineDirectives directives) {
        this.keyspace = keyspace;
        this.directives = directives;
        execution = new Execution(this);
        longCalls = new LongCalls(this);
        now = clock.millis();
        statistics.since = now;
    }

    Keyspace keyspace() {
        return keyspace;
    }

    @Nullable
    Journal journal() {
        return journal;
    }

    void journal(@Nullable Journal service) {
        journal = service;
    }

    @Nullable
    ServerRole role() {
        return role;
    }

    void role(@Nullable ServerRole service) {
        role = service;
    }

    ServerClock clock() {
        return clock;
    }

    void clock(ServerClock other) {
        clock = other;
    }

    CommandSnapshot snapshot() {
        return snapshot;
    }

    /** Milliseconds since 1970 as of the unit that runs, or of the batch between units. */
    long now() {
        return now;
    }

    /** How look-ups behave for a call. */
    Lookups lookups(Origin origin, @Nullable Session session, CommandEntry command) {
        if (origin == Origin.REPLAY || origin == Origin.PRIMARY || loading.isActive()) {
            return SHOWING;
        }
        ServerRole now = role;
        boolean hide = keepExpired || now != null && now.isReplica();
        boolean touch = session == null
                || !session.is(SessionFlag.NO_TOUCH)
                || command.spec().name().equals("touch");
        return hide ? touch ? HIDING : HIDING_UNTOUCHED : touch ? Lookups.USUAL : UNTOUCHED;
    }

    /** Has expired keys stay where they are though they count as missing, as while CLIENT PAUSE is on. */
    void keepExpired(boolean on) {
        keepExpired = on;
    }

    /** Reads the clock, for the batch or for a unit that is about to begin. */
    void readClock() {
        now(clock.millis());
    }

    /** A unit begins at a moment of the forward clock, in this batch: the time follows from when the batch began. */
    void unitBegins(long nanos) {
        now(batchMillis + (nanos - batchNanos) / 1_000_000);
    }

    private void now(long millis) {
        now = millis;
        keyspace.now(millis);
    }

    /** Removes expired keys without being asked for, or does not (DEBUG SET-ACTIVE-EXPIRE). */
    void activeExpiry(boolean on) {
        activeExpiry = on;
    }

    /** Whether what expired is to be removed without being asked for. */
    boolean expiresActively() {
        ServerRole now = role;
        return activeExpiry && !keepExpired && !loading.isActive() && (now == null || !now.isReplica());
    }

    /** Names what wakes the cron thread. */
    void waker(Runnable action) {
        waker = action;
        timers.onEarlier(action);
    }

    /** Names an action for the end of every batch; before the server serves, or within a batch. */
    void onLeave(Runnable action) {
        Runnable[] more = java.util.Arrays.copyOf(leaveActions, leaveActions.length + 1);
        more[leaveActions.length] = action;
        leaveActions = more;
    }

    void enter() {
        lock.lock();
        enteredAt = clock.nanos();
        commandsBefore = statistics.commands;
        if (longCalls.isSuspended()) {
            // Its unit is still open: it keeps its clock, and nothing else runs but what a busy server may.
            return;
        }
        readClock();
        batchMillis = now;
        batchNanos = enteredAt;
        execution.nextBeginsAt(enteredAt);
        snapshot = registry.published();
        if (!submitted.isEmpty()) {
            runSubmitted();
        }
    }

    void leave() {
        leave(true);
    }

    /** Ends a batch; one that no client caused is not counted. */
    void leave(boolean counted) {
        try {
            if (!longCalls.isSuspended()) {
                settle();
                if (!submitted.isEmpty()) {
                    runSubmitted();
                }
            }
            for (Runnable action : leaveActions) {
                action.run();
            }
            if (counted) {
                count();
            }
        } finally {
            lock.unlock();
        }
    }

    private void count() {
        servedAt = clock.nanos();
        long took = servedAt - enteredAt;
        statistics.batches++;
        statistics.batchNanos += took;
        statistics.longestBatchNanos = Math.max(statistics.longestBatchNanos, took);
        statistics.mostBatchCommands = Math.max(statistics.mostBatchCommands, statistics.commands - commandsBefore);
    }

    /** Runs what was put off until the present call is over, and serves the calls whose keys became ready. */
    void settle() {
        while (!afterCall.isEmpty() || blocked.hasReady()) {
            Runnable action = afterCall.poll();
            if (action != null) {
                guarded(action);
            } else if (!blocked.serve()) {
                return;
            }
        }
    }

    /** Whether {@link #settle()} has anything to do. */
    boolean unsettled() {
        return !afterCall.isEmpty() || blocked.hasReady();
    }

    /** Puts an action off until the present call is over; under the lock. */
    void afterCall(Runnable action) {
        afterCall.add(action);
    }

    /** Runs an action in a batch, soon; from any thread. */
    void submit(Runnable action) {
        submitted.add(action);
        Runnable wake = waker;
        if (wake != null && !lock.isHeldByCurrentThread()) {
            wake.run();
        }
    }

    /** Has a loop that is at work run an action in its next batch; nobody is woken for it. From any thread. */
    void leaveToLoop(Runnable action) {
        submitted.add(action);
    }

    /** Runs an action under the lock: at once if this thread has it, else in a batch, soon. */
    void underLock(Runnable action) {
        if (lock.isHeldByCurrentThread()) {
            action.run();
        } else {
            submit(action);
        }
    }

    /** Has what the registry published last count from now on, within a batch: at the exchange of bundles. */
    void adopt() {
        snapshot = registry.published();
    }

    /** Whether a client's batch ended a moment ago, as far as another thread can tell: a hint, read without the lock. */
    boolean isServing() {
        return clock.nanos() - servedAt < SERVING_NANOS;
    }

    boolean hasSubmitted() {
        return !submitted.isEmpty();
    }

    private void runSubmitted() {
        // Those that these submit wait for the next batch, so that nobody keeps the lock for ever.
        for (int left = submitted.size(); left > 0; left--) {
            Runnable action = submitted.poll();
            if (action == null) {
                return;
            }
            guarded(action);
            settle();
        }
    }

    private static void guarded(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | LinkageError fault) {
            LOG.error("An action on the engine failed", fault);
        }
    }
}
