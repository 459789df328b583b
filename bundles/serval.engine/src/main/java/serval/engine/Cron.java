package serval.engine;

import java.util.concurrent.locks.LockSupport;
import serval.spi.engine.EngineStatistics;
import serval.spi.keyspace.Keyspace;

/**
 * The thread that runs what no request causes: timers when they are due, submitted actions, and {@code hz} times a second the expiry cycle
 * and the bookkeeping. It takes the engine lock like any loop.
 */
final class Cron implements Runnable {
    /** The share of time that removing expired keys may take, as in Redis at {@code active-expire-effort} 1. */
    private static final long EXPIRE_SHARE_PERCENT = 25;
    /** How long a loop that is at work is given to run submitted actions in its next batch. */
    private static final long GRACE_NANOS = 500_000;

    private final Core core;
    private final Thread thread;
    private volatile boolean ended;
    private volatile boolean woken;
    private volatile boolean paused;
    private long nextTick;
    private long sampleAt;
    private long sampleCommands;
    private long sampleBatches;
    private long sampleNanos;

    Cron(Core core) {
        this.core = core;
        thread = Thread.ofPlatform().daemon().name("serval-cron").unstarted(this);
    }

    void start() {
        core.waker(this::wake);
        thread.start();
    }

    void stop() {
        ended = true;
        wake();
        try {
            thread.join(5000);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the regular work rests (DEBUG PAUSE-CRON). */
    void paused(boolean on) {
        paused = on;
    }

    private void wake() {
        if (!woken) {
            woken = true;
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void run() {
        nextTick = System.nanoTime();
        while (!ended) {
            long period = 1_000_000_000L / Math.clamp(core.directives.hz.value(), 1, 500);
            long wait = core.timers.untilNext(Math.max(0, Math.min(period, nextTick - System.nanoTime())));
            if (wait > 0 && !woken && !core.hasSubmitted()) {
                LockSupport.parkNanos(this, wait);
            }
            woken = false;
            boolean tick = System.nanoTime() - nextTick >= 0;
            if (!tick && isTakenByLoop()) {
                continue;
            }
            core.enter();
            try {
                if (!core.longCalls.isSuspended()) {
                    core.timers.run();
                    core.settle();
                    if (tick && !paused) {
                        tick(period);
                    }
                }
            } finally {
                core.leave(false);
            }
            if (tick) {
                nextTick = Math.max(nextTick + period, System.nanoTime());
            } else if (core.longCalls.isSuspended()) {
                LockSupport.parkNanos(this, 1_000_000);
            }
        }
    }

    /**
     * Whether all there was to do were submitted actions, and a loop that is at work has run them meanwhile. Loops run all the time under
     * load, whereas this thread has to be given a processor first, and may lose it again while it holds the lock.
     */
    private boolean isTakenByLoop() {
        if (!core.isServing() || core.timers.untilNext(1) == 0) {
            return false;
        }
        long until = System.nanoTime() + GRACE_NANOS;
        for (long left = GRACE_NANOS; left > 0 && core.hasSubmitted(); left = until - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
        return !core.hasSubmitted();
    }

    private void tick(long period) {
        long began = System.nanoTime();
        work(period);
        core.statistics.cronNanos += System.nanoTime() - began;
    }

    private void work(long period) {
        Keyspace keyspace = core.keyspace();
        if (core.expiresActively()) {
            long began = System.nanoTime();
            keyspace.expireSome(period * EXPIRE_SHARE_PERCENT / 100);
            core.observers.spent("expire-cycle", System.nanoTime() - began);
        }
        long now = System.nanoTime();
        if (now - sampleAt >= 100_000_000) {
            long commands = core.statistics.commands;
            if (sampleAt != 0) {
                long rate = Math.max(0, commands - sampleCommands) * 1_000_000_000 / (now - sampleAt);
                core.statistics.commandsPerSecond = (core.statistics.commandsPerSecond * 15 + rate) / 16;
            }
            sampleBatches(now);
            sampleAt = now;
            sampleCommands = commands;
        }
    }

    private void sampleBatches(long now) {
        EngineStatistics statistics = core.statistics;
        long batches = statistics.batches;
        long nanos = statistics.batchNanos;
        // After CONFIG RESETSTAT the counters are behind the last sample.
        if (sampleAt != 0 && batches > sampleBatches && nanos >= sampleNanos) {
            double each = (double) (nanos - sampleNanos) / (batches - sampleBatches);
            double rate = (batches - sampleBatches) * 1e9 / (now - sampleAt);
            statistics.nanosPerBatch = (statistics.nanosPerBatch * 15 + each) / 16;
            statistics.batchesPerSecond = (statistics.batchesPerSecond * 15 + rate) / 16;
        }
        sampleBatches = batches;
        sampleNanos = nanos;
    }
}
