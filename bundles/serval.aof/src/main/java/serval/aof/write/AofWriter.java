package serval.aof.write;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.aof.AofDirectives;
import serval.aof.disk.DiskErrors;
import serval.aof.disk.DiskFile;
import serval.spi.journal.JournalUnit;

/**
 * Writes units to the increment, and makes them last.
 *
 * <p>Three kinds of threads meet here. Whoever holds the engine lock brings units ({@link #accept}); they are only encoded, into
 * memory. An event loop that is about to send replies, and does not hold that lock, has everything written that those
 * replies depend on ({@link #flush}): one system call for all that came since the last one. And a thread of its own syncs. Under
 * {@code always} that thread writes as well: what arrives while it syncs is written and synced in one go next, so that
 * many clients share one sync, and replies wait until {@link #released()} covers them.
 *
 * <p>Journal positions tell how far each of them is: <em>accepted</em>, <em>written</em> and <em>synced</em>.
 *
 * <p>Two locks: {@code buffer} for what is in memory, held for moments; {@code file} for who writes. The second is never taken by
 * a thread that holds the engine lock.
 */
public final class AofWriter {
    private static final Logger LOG = LoggerFactory.getLogger(AofWriter.class);

    private static final int STAGE = 256 * 1024;
    /** While so much waits for the disk, nobody brings more. */
    private static final long MOST_WAITING = 64L << 20;

    private static final long SECOND = 1_000_000_000L;
    private static final long TICK = 100_000_000L;
    /** How long a sync may take before it is talked about. */
    private static final long SLOW = 2 * SECOND;
    /** How often an error is logged. */
    private static final long LOG_RATE = 30 * SECOND;

    /** Whom the writer tells of what is not its own business. */
    public interface Host {
        /** Replies may leave that had to wait; any thread. */
        void releasedMoved();

        /** There is no going on: the process is to end. */
        void fatal();

        /** Writing became good or bad; any thread. */
        void statusMoved();

        /** Whether the dataset is being written out, so that syncs may have to rest. */
        boolean isBackgroundWorkActive();
    }

    /** Units for one file, in their order. */
    private static final class Segment {
        @Nullable
        DiskFile file;

        final Outgoing bytes = new Outgoing();
        /** How much the file held. */
        long begin;
        /** The position of its last unit. */
        long accepted;

        Segment(@Nullable DiskFile file, long accepted, long begin) {
            this.file = file;
            this.begin = begin;
            this.accepted = accepted;
        }
    }

    private final AofDirectives directives;
    private final UnitEncoder encoder;
    private final Host host;
    private final Thread thread;

    // Guarded by buffer
    private final Object buffer = new Object();
    private final ArrayDeque<Segment> segments = new ArrayDeque<>();

    // Guarded by file
    private final ReentrantLock file = new ReentrantLock();
    private final ByteBuffer stage = ByteBuffer.allocateDirect(STAGE);
    private @Nullable DiskFile current;
    private final List<DiskFile> retired = new ArrayList<>();
    /** Taken out of memory and not written yet, after an error. */
    private final List<ByteBuffer> unwritten = new ArrayList<>();

    private long unwrittenAccepted;
    private long slowSince;
    private long errorLogged;

    private volatile long accepted;
    private volatile long written;
    private volatile long synced;
    /** Up to where replies may leave under {@code always}. */
    private volatile long durable;

    private volatile long waiting;
    private volatile long size;
    private volatile long total;
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
    public AofWriter(AofDirectives directives, UnitEncoder encoder, Host host) {
        this.directives = directives;
        this.encoder = encoder;
        this.host = host;
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
        encoder.begin();
        synchronized (buffer) {
            segments.add(new Segment(next, position, bytes));
        }
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
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
    }

    /**
     * Takes units for a file that will be there later ({@link #attach}). Replies wait until it is, those to writes before this as well:
     * whoever has the file now may not have written them.
     */
    public void beginLater(long position) {
        encoder.begin();
        synchronized (buffer) {
            segments.add(new Segment(null, position, 0));
        }
        accepted = position;
        written = -1;
        synced = -1;
        durable = -1;
        missing = true;
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
    }

    /** Takes a unit. */
    public void accept(JournalUnit unit) {
        synchronized (buffer) {
            Segment segment = segments.peekLast();
            if (segment == null) {
                return;
            }
            long before = segment.bytes.length();
            encoder.encode(unit, segment.bytes);
            waiting += segment.bytes.length() - before;
            segment.accepted = unit.position();
        }
        accepted = unit.position();
    }

    // Any thread

    /** The journal position up to which replies may leave. */
    public long released() {
        if (directives.appendfsync.value() != AofDirectives.ALWAYS) {
            return Long.MAX_VALUE;
        }
        long reached = durable;
        return reached >= accepted ? Long.MAX_VALUE : reached;
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
        return size;
    }

    /** Bytes written so far, whatever the file. */
    public long total() {
        return total;
    }

    /** Bytes that are not written yet. */
    public long waiting() {
        return waiting;
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

    /** Whether writing, rather than syncing, fails. */
    public boolean isWriteFailing() {
        return writeError != null;
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
        synchronized (buffer) {
            for (Segment segment : segments) {
                if (segment.file == null) {
                    segment.file = opened;
                    segment.begin = bytes;
                }
            }
        }
        missing = false;
        LockSupport.unpark(thread);
    }

    /** Has what was accepted handed to the operating system, or, under {@code always}, sees that it will be. Not under the engine lock. */
    public void flush() {
        if (written >= accepted || failed) {
            return;
        }
        if (directives.appendfsync.value() == AofDirectives.ALWAYS) {
            LockSupport.unpark(thread);
            // A disk that cannot follow must not fill the memory.
            while (waiting > MOST_WAITING && !failed && !ended) {
                LockSupport.parkNanos(this, 1_000_000);
            }
            return;
        }
        while (missing && !ended) {
            LockSupport.parkNanos(this, 100_000);
        }
        writeOut();
    }

    /** Writes everything, now. Not under the engine lock, except when the server ends. */
    public void writeOut() {
        file.lock();
        try {
            while (!failed && writeSome()) {
                // One segment after the other.
            }
        } finally {
            file.unlock();
        }
    }

    /** Writes and syncs everything, now; returns whether all is well. */
    public boolean finish() {
        writeOut();
        sync(false);
        return synced >= accepted;
    }

    /** Writes, syncs and closes everything: there is no file then until {@link #begin}. Not under the engine lock, except when the server ends. */
    public void close() {
        file.lock();
        try {
            writeOut();
            synchronized (buffer) {
                segments.clear();
                waiting = 0;
            }
            missing = false;
            unwritten.clear();
            DiskFile last = current;
            if (last != null) {
                retired.add(last);
                current = null;
            }
        } finally {
            file.unlock();
        }
        sync(false);
        size = 0;
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
    }

    /** Has the thread look at what there is to do: the policy changed. */
    public void wake() {
        LockSupport.unpark(thread);
        host.releasedMoved();
    }

    // Writing, by whoever holds the file lock

    /** Writes what one segment has; returns whether there may be more. */
    private boolean writeSome() {
        boolean more = false;
        if (unwritten.isEmpty()) {
            Segment segment;
            synchronized (buffer) {
                segment = segments.peekFirst();
                if (segment == null || segment.file == null) {
                    return false;
                }
                unwritten.addAll(segment.bytes.take());
                unwrittenAccepted = segment.accepted;
                if (segments.size() > 1) {
                    // Another file follows: this one is complete with these bytes.
                    segments.removeFirst();
                    more = true;
                }
            }
            if (segment.file != current) {
                if (current != null) {
                    retired.add(current);
                }
                current = segment.file;
                size = segment.begin;
            }
        } else {
            synchronized (buffer) {
                more = segments.size() > 1
                        || !segments.isEmpty() && segments.peekFirst().bytes.length() > 0;
            }
        }
        if (unwritten.isEmpty()) {
            written = Math.max(written, unwrittenAccepted);
            return more;
        }
        if (!attempt()) {
            return false;
        }
        written = unwrittenAccepted;
        return more;
    }

    /** Writes what was taken out of memory; on failure it is all still there, as is the file. */
    private boolean attempt() {
        DiskFile target = current;
        if (target == null) {
            return false;
        }
        noteSlowSync();
        long sleep = sleepMicros;
        if (sleep > 0) {
            LockSupport.parkNanos(sleep * 1000);
        }
        long done = 0;
        long all = 0;
        for (ByteBuffer bytes : unwritten) {
            all += bytes.remaining();
        }
        try {
            int next = 0;
            int offset = 0;
            while (next < unwritten.size()) {
                stage.clear();
                while (next < unwritten.size() && stage.hasRemaining()) {
                    ByteBuffer from = unwritten.get(next);
                    int count = Math.min(stage.remaining(), from.remaining() - offset);
                    stage.put(stage.position(), from, from.position() + offset, count);
                    stage.position(stage.position() + count);
                    offset += count;
                    if (offset == from.remaining()) {
                        next++;
                        offset = 0;
                    }
                }
                stage.flip();
                while (stage.hasRemaining()) {
                    done += target.write(stage);
                }
            }
        } catch (IOException failure) {
            return failedAt(target, done, all, failure);
        }
        unwritten.clear();
        wrote(done);
        if (writeError != null) {
            LOG.info("AOF write error looks solved. The server can write again.");
            writeError = null;
            host.statusMoved();
        }
        return true;
    }

    private void wrote(long bytes) {
        size += bytes;
        total += bytes;
        synchronized (buffer) {
            waiting -= bytes;
        }
    }

    private boolean failedAt(DiskFile target, long done, long all, IOException failure) {
        String reason = DiskErrors.reason(failure);
        long now = System.nanoTime();
        boolean log = errorLogged == 0 || now - errorLogged > LOG_RATE;
        if (log) {
            errorLogged = now;
        }
        if (done == 0) {
            if (log) {
                LOG.warn("Error writing to the AOF file: {}", reason);
            }
        } else {
            if (log) {
                LOG.warn("Short write while writing to the AOF file: (nwritten={}, expected={})", done, all);
            }
            reason = "No space left on device";
            try {
                target.truncate(size);
            } catch (IOException again) {
                if (log) {
                    LOG.warn(
                            "Could not remove short write from the append-only file.  Redis may refuse to load the AOF the"
                                    + " next time it starts.  ftruncate: {}",
                            DiskErrors.reason(again));
                }
                drop(done);
            }
        }
        if (directives.appendfsync.value() == AofDirectives.ALWAYS) {
            LOG.warn("Can't recover from AOF write error when the AOF fsync policy is 'always'. Exiting...");
            fail();
            return false;
        }
        boolean first = writeError == null;
        writeError = reason;
        if (first) {
            host.statusMoved();
        }
        return false;
    }

    /** So many bytes are in the file for good. */
    private void drop(long bytes) {
        long left = bytes;
        while (left > 0) {
            ByteBuffer first = unwritten.getFirst();
            int count = (int) Math.min(left, first.remaining());
            first.position(first.position() + count);
            left -= count;
            if (!first.hasRemaining()) {
                unwritten.removeFirst();
            }
        }
        wrote(bytes);
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
        long lastSync = System.nanoTime();
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
                boolean due = policy == AofDirectives.EVERYSEC && synced < written || hasRetired();
                if (due && System.nanoTime() - lastSync >= SECOND) {
                    lastSync = System.nanoTime();
                    sync(false);
                }
                LockSupport.parkNanos(this, TICK);
            } catch (RuntimeException | LinkageError fault) {
                LOG.error("The append-only file's thread stumbled", fault);
            }
        }
    }

    private boolean hasRetired() {
        file.lock();
        try {
            return !retired.isEmpty();
        } finally {
            file.unlock();
        }
    }

    /** Syncs what has been written; files that are complete are closed. */
    private void sync(boolean strict) {
        List<DiskFile> complete;
        DiskFile open;
        long position;
        file.lock();
        try {
            complete = new ArrayList<>(retired);
            retired.clear();
            open = current;
            position = written;
        } finally {
            file.unlock();
        }
        boolean rest = directives.noFsyncOnRewrite.value()
                && Thread.currentThread() == thread
                && host.isBackgroundWorkActive();
        syncBegan = System.nanoTime();
        try {
            for (DiskFile one : complete) {
                try (one) {
                    one.sync();
                }
            }
            if (!rest && open != null && (position > synced || strict)) {
                open.sync();
            }
        } catch (IOException failure) {
            syncFailed(DiskErrors.reason(failure), strict);
            return;
        } finally {
            syncBegan = 0;
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
