package serval.aof.write;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.aof.AofDirectives;
import serval.aof.disk.DiskErrors;
import serval.aof.disk.DiskFile;
import serval.spi.journal.JournalUnit;
import serval.spi.request.Request;

/**
 * Writes units to the increment, and makes them last.
 *
 * <p>Three kinds of threads meet here. Whoever holds the engine lock brings units ({@link #accept}); they are only encoded, into
 * memory ({@link Backlog}). An event loop that is about to send replies, and does not hold that lock, has everything written that
 * those replies depend on ({@link #flush}): one system call for all that came since the last one ({@link Increment}). And a thread of
 * its own syncs. Under {@code always} that thread writes as well: what arrives while it syncs is written and synced in one go
 * next, so that many clients share one sync, and replies wait until {@link #released()} covers them. Where the disk takes less time for a
 * sync than two threads for taking turns, the event loop syncs as well, before it sends.
 *
 * <p>Journal positions tell how far each of them is: <em>accepted</em>, <em>written</em> and <em>synced</em>.
 */
public final class AofWriter {
    private static final Logger LOG = LoggerFactory.getLogger(AofWriter.class);

    /** While so much waits for the disk, nobody brings more. */
    private static final long MOST_WAITING = 64L << 20;

    /** A sync that is over this soon costs less than having another thread make it. */
    private static final long QUICK = 1_000_000;
    /** How many syncs the time of one is averaged over. */
    private static final int SYNCS = 8;

    private static final long SECOND = 1_000_000_000L;
    private static final long TICK = 100_000_000L;
    /** How long a sync may take before it is talked about. */
    private static final long SLOW = 2 * SECOND;

    private final AofDirectives directives;
    private final WriterHost host;
    private final LongSupplier clock;
    /** When this was created, by that clock. */
    private final long began;

    private final Thread thread;
    private final Backlog backlog;
    private final Increment increment = new Increment();

    /** One sync at a time. Taken before the increment's lock. */
    private final ReentrantLock syncing = new ReentrantLock();
    /** Up to where replies were let go on condition that {@link #flush} syncs. */
    private final AtomicLong promised = new AtomicLong();
    /** How long a sync takes, of late, under {@code always}; 0 while that is not known. */
    private volatile long syncNanos;

    // Guarded by the increment's lock
    private long unwrittenAccepted;
    private long slowSince;

    private volatile long accepted;
    private volatile long written;
    private volatile long synced;
    /** Up to where replies may leave under {@code always}. */
    private volatile long durable;

    private volatile long syncBegan;
    private volatile long delayedSyncs;
    private volatile @Nullable String writeError;
    private volatile @Nullable String syncError;
    private volatile long sleepMicros;
    /** Whether the file is still to come. */
    private volatile boolean missing;

    private volatile boolean ended;
    private volatile boolean failed;

    /** Prepares a writer without a file. */
    public AofWriter(AofDirectives directives, UnitEncoder encoder, WriterHost host) {
        this(directives, encoder, host, System::nanoTime);
    }

    /** Prepares a writer to which it is a second after the last sync when this clock, in nanoseconds, says so. */
    AofWriter(AofDirectives directives, UnitEncoder encoder, WriterHost host, LongSupplier clock) {
        this.directives = directives;
        this.clock = clock;
        began = clock.getAsLong();
        this.host = host;
        backlog = new Backlog(encoder);
        thread = Thread.ofPlatform().daemon().name("serval-aof").unstarted(this::run);
    }

    // Under the engine lock

    /**
     * Takes a first file, or the next: units from now on go there. Not within a unit.
     *
     * @param position the journal's position now
     * @param bytes how much the file holds
     */
    public void begin(DiskFile next, long position, long bytes) {
        backlog.begin(next, position, bytes);
        if (accepted < position) {
            // What came before is nobody's business here.
            boolean idle = synced == accepted;
            accepted = position;
            if (idle) {
                written = position;
                durable = position;
                synced = position;
            }
        }
        start();
    }

    /**
     * Takes units for a file that will be there later ({@link #attach}). Replies wait until it is, those to writes before this as well:
     * whoever has the file now may not have written them.
     */
    public void beginLater(long position) {
        backlog.begin(null, position, 0);
        accepted = position;
        written = -1;
        synced = -1;
        durable = -1;
        promised.set(position);
        missing = true;
        start();
    }

    private void start() {
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
    }

    /** Takes a unit. */
    public void accept(JournalUnit unit) {
        if (backlog.accept(unit)) {
            accepted = unit.position();
        }
    }

    /** Takes a unit of one effect, whose words are lent. */
    public void accept(long position, long millis, int database, Request words) {
        if (backlog.accept(position, millis, database, words)) {
            accepted = position;
        }
    }

    // Any thread

    /** The journal position up to which replies may leave. */
    public long released() {
        if (directives.appendfsync.value() != AofDirectives.ALWAYS) {
            return Long.MAX_VALUE;
        }
        long reached = durable;
        long wanted = accepted;
        if (reached >= wanted) {
            return Long.MAX_VALUE;
        }
        if (isQuick()) {
            if (promised.get() < wanted) {
                promised.accumulateAndGet(wanted, Math::max);
            }
            return Long.MAX_VALUE;
        }
        return reached;
    }

    private boolean isQuick() {
        long nanos = syncNanos;
        return nanos > 0 && nanos < QUICK && !missing && !failed;
    }

    /** The position up to which everything is on the disk. */
    public long synced() {
        return synced;
    }

    /** The position of the last unit taken. */
    public long accepted() {
        return accepted;
    }

    /** Bytes of the present file. */
    public long size() {
        return increment.size();
    }

    /** Bytes written so far, whatever the file. */
    public long total() {
        return increment.total();
    }

    /** Bytes that are not written yet. */
    public long waiting() {
        return backlog.waiting();
    }

    /** Syncs that are going on. */
    public int pendingSyncs() {
        return syncBegan == 0 ? 0 : 1;
    }

    /** How often a write had to go ahead past a slow sync. */
    public long delayedSyncs() {
        return delayedSyncs;
    }

    /** Starts counting them again. */
    public void resetDelayedSyncs() {
        delayedSyncs = 0;
    }

    /** What went wrong with writing or syncing and is still wrong, or null. */
    public @Nullable String error() {
        String reason = writeError;
        return reason != null ? reason : syncError;
    }

    /** Passes over what went wrong: the file is opened anew. */
    public void forgetErrors() {
        writeError = null;
        syncError = null;
    }

    /** Makes each write slow, for tests. */
    public void sleepBeforeWrite(long micros) {
        sleepMicros = micros;
    }

    /**
     * Brings the file for {@link #beginLater}.
     *
     * @param bytes how much it holds
     */
    public void attach(DiskFile opened, long bytes) {
        backlog.attach(opened, bytes);
        missing = false;
        LockSupport.unpark(thread);
    }

    /** Has what was accepted handed to the operating system, or, under {@code always}, sees that it will be. Not under the engine lock. */
    public void flush() {
        boolean always = directives.appendfsync.value() == AofDirectives.ALWAYS;
        if (always && durable < promised.get()) {
            keepPromise();
            return;
        }
        if (written >= accepted || failed) {
            return;
        }
        if (always) {
            LockSupport.unpark(thread);
            // A disk that cannot follow must not fill the memory.
            while (backlog.waiting() > MOST_WAITING && !failed && !ended) {
                LockSupport.parkNanos(this, 1_000_000);
            }
            return;
        }
        while (missing && !ended) {
            LockSupport.parkNanos(this, 100_000);
        }
        writeOut();
    }

    /** Whether {@link #flush} would sync now. */
    public boolean isDiskAwaited() {
        return durable < promised.get() && directives.appendfsync.value() == AofDirectives.ALWAYS;
    }

    /** Syncs, on this thread; whoever comes meanwhile finds it done. It does not return before that: a reply would leave. */
    private void keepPromise() {
        while (missing && !ended) {
            LockSupport.parkNanos(this, 100_000);
        }
        long wanted = promised.get();
        syncing.lock();
        try {
            if (durable < wanted && !failed) {
                writeOut();
                sync(true);
            }
        } finally {
            syncing.unlock();
        }
        while (durable < wanted && (failed || !ended)) {
            // The process is about to end, and until then no reply may leave: what it answers for is lost.
            LockSupport.parkNanos(this, TICK);
        }
    }

    /** Writes everything, now. Not under the engine lock, except when the server ends. */
    public void writeOut() {
        increment.lock.lock();
        try {
            while (!failed && writeSome()) {
                // One file after the other.
            }
        } finally {
            increment.lock.unlock();
        }
    }

    /** Writes and syncs everything, now; returns whether all is well. */
    public boolean finish() {
        writeOut();
        sync(false);
        return synced >= accepted;
    }

    /**
     * Writes and syncs everything, now, units that moved no position included; returns whether all is well. Not under the engine
     * lock.
     */
    public boolean settle() {
        writeOut();
        syncing.lock();
        try {
            sync(false, true);
        } finally {
            syncing.unlock();
        }
        return error() == null && !failed;
    }

    /** Writes, syncs and closes everything: there is no file then until {@link #begin}. Not under the engine lock, except when the server ends. */
    public void close() {
        increment.lock.lock();
        try {
            writeOut();
            backlog.clear();
            missing = false;
            increment.end();
        } finally {
            increment.lock.unlock();
        }
        sync(false);
        increment.forgetSize();
        if (failed) {
            // What was not written is lost, so what waits for it must not be answered: the process ends.
            return;
        }
        written = accepted;
        synced = accepted;
        durable = accepted;
        host.releasedMoved();
    }

    /** Ends the thread; after {@link #close()}. */
    public void end() {
        ended = true;
        LockSupport.unpark(thread);
        try {
            thread.join(5000);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        increment.abandon();
    }

    /** Has the thread look at what there is to do: the policy changed. */
    public void wake() {
        LockSupport.unpark(thread);
        host.releasedMoved();
    }

    // Writing, by whoever holds the increment's lock

    /** Writes what is for one file; returns whether there may be more. */
    private boolean writeSome() {
        boolean more;
        if (increment.isClear()) {
            Backlog.Batch batch = backlog.take();
            if (batch == null) {
                return false;
            }
            increment.take(batch);
            unwrittenAccepted = batch.accepted();
            more = batch.more();
        } else {
            more = backlog.hasMore();
        }
        if (increment.isClear()) {
            written = Math.max(written, unwrittenAccepted);
            return more;
        }
        if (!attempt()) {
            return false;
        }
        written = unwrittenAccepted;
        return more;
    }

    private boolean attempt() {
        noteSlowSync();
        boolean syncing = syncBegan != 0;
        long began = System.nanoTime();
        long sleep = sleepMicros;
        if (sleep > 0) {
            LockSupport.parkNanos(sleep * 1000);
        }
        long before = increment.total();
        String reason = increment.write();
        backlog.wrote(increment.total() - before);
        long spent = System.nanoTime() - began;
        host.spent("aof-write", spent);
        host.spent(
                syncing
                        ? "aof-write-pending-fsync"
                        : host.isBackgroundWorkActive() ? "aof-write-active-child" : "aof-write-alone",
                spent);
        if (reason != null) {
            writeFailed(reason);
            return false;
        }
        if (writeError != null) {
            LOG.info("AOF write error looks solved. The server can write again.");
            writeError = null;
            host.statusMoved();
        }
        return true;
    }

    private void writeFailed(String reason) {
        if (directives.appendfsync.value() == AofDirectives.ALWAYS) {
            LOG.warn("Can't recover from AOF write error when the AOF fsync policy is 'always'. Exiting...");
            fail();
            return;
        }
        boolean first = writeError == null;
        writeError = reason;
        if (first) {
            host.statusMoved();
        }
    }

    private void fail() {
        failed = true;
        host.fatal();
    }

    private void noteSlowSync() {
        long since = syncBegan;
        if (since == 0 || directives.appendfsync.value() != AofDirectives.EVERYSEC) {
            slowSince = 0;
            return;
        }
        if (slowSince == 0) {
            slowSince = since;
        }
        if (System.nanoTime() - slowSince >= SLOW) {
            slowSince = System.nanoTime();
            delayedSyncs++;
            LOG.info(
                    "Asynchronous AOF fsync is taking too long (disk is busy?). Writing the AOF buffer without waiting for"
                            + " fsync to complete, this may slow down Redis.");
        }
    }

    // Syncing

    private void run() {
        long lastSync = began;
        while (!ended && !failed) {
            try {
                if (missing) {
                    LockSupport.parkNanos(this, 1_000_000);
                    continue;
                }
                int policy = directives.appendfsync.value();
                if (policy == AofDirectives.ALWAYS) {
                    if (durable < accepted) {
                        writeOut();
                        sync(true);
                    } else {
                        LockSupport.parkNanos(this, TICK);
                    }
                    continue;
                }
                if (written < accepted) {
                    writeOut();
                }
                if (durable < written) {
                    durable = written;
                }
                boolean due = policy == AofDirectives.EVERYSEC && synced < written || hasComplete();
                long now = clock.getAsLong();
                if (due && now - lastSync >= SECOND) {
                    lastSync = now;
                    sync(false);
                }
                LockSupport.parkNanos(this, TICK);
            } catch (RuntimeException | LinkageError fault) {
                LOG.error("The append-only file's thread stumbled", fault);
            }
        }
    }

    private boolean hasComplete() {
        increment.lock.lock();
        try {
            return increment.hasComplete();
        } finally {
            increment.lock.unlock();
        }
    }

    /** Syncs what has been written; files that are complete are closed. */
    private void sync(boolean strict) {
        syncing.lock();
        try {
            sync(strict, false);
        } finally {
            syncing.unlock();
        }
    }

    private void sync(boolean strict, boolean whatever) {
        List<DiskFile> complete;
        DiskFile open;
        long position;
        increment.lock.lock();
        try {
            complete = increment.complete();
            open = increment.current();
            position = written;
        } finally {
            increment.lock.unlock();
        }
        boolean rest = directives.noFsyncOnRewrite.value()
                && (strict || Thread.currentThread() == thread)
                && host.isBackgroundWorkActive();
        long began = System.nanoTime();
        syncBegan = began;
        try {
            for (DiskFile one : complete) {
                one.sync();
                completed(one);
            }
            if (!rest && open != null && (position > synced || strict || whatever)) {
                open.sync();
            }
        } catch (IOException failure) {
            syncFailed(DiskErrors.reason(failure), strict);
            return;
        } finally {
            syncBegan = 0;
        }
        if (strict && !rest) {
            long nanos = System.nanoTime() - began;
            host.spent("aof-fsync-always", nanos);
            long before = syncNanos;
            syncNanos = before == 0 ? nanos : before + (nanos - before) / SYNCS;
        }
        if (!rest) {
            synced = Math.max(synced, position);
        }
        durable = Math.max(durable, position);
        if (syncError != null) {
            syncError = null;
            host.statusMoved();
        }
        host.releasedMoved();
    }

    private void completed(DiskFile file) throws IOException {
        increment.lock.lock();
        try {
            increment.completed(file);
        } finally {
            increment.lock.unlock();
        }
        file.close();
    }

    private void syncFailed(String reason, boolean strict) {
        if (strict) {
            LOG.warn("Can't persist AOF for fsync error when the AOF fsync policy is 'always': {}. Exiting...", reason);
            fail();
            return;
        }
        if (syncError == null) {
            LOG.warn("Fail to fsync the AOF file: {}", reason);
        }
        syncError = reason;
        host.statusMoved();
    }
}
