package serval.aof.write;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.aof.disk.DiskErrors;
import serval.aof.disk.DiskFile;

/**
 * The file that is being written, with the bytes that are on their way into it, and the files before it that are complete and still
 * to be synced. By whoever holds {@link #lock}.
 */
final class Increment {
    private static final Logger LOG = LoggerFactory.getLogger(Increment.class);

    private static final int STAGE = 256 * 1024;
    /** How often an error is logged. */
    private static final long LOG_RATE = 30_000_000_000L;

    /** Never taken by a thread that holds the engine lock, except when the server ends. */
    final ReentrantLock lock = new ReentrantLock();

    private final ByteBuffer stage = ByteBuffer.allocateDirect(STAGE);
    private final List<DiskFile> complete = new ArrayList<>();
    /** Taken out of memory and not written yet: after an error, all of it still. */
    private final List<ByteBuffer> unwritten = new ArrayList<>();

    private @Nullable DiskFile current;
    private long unwrittenBytes;
    private long errorLogged;
    private volatile long size;
    private volatile long total;

    /** Bytes of the present file; any thread. */
    long size() {
        return size;
    }

    /** Bytes written so far, whatever the file; any thread. */
    long total() {
        return total;
    }

    @Nullable
    DiskFile current() {
        return current;
    }

    /** Whether nothing is on its way. */
    boolean isClear() {
        return unwritten.isEmpty();
    }

    /** Whether files are complete and not synced. */
    boolean hasComplete() {
        return !complete.isEmpty();
    }

    /** The files that are complete and still to be synced and closed, the oldest first; only one thread at a time does that. */
    List<DiskFile> complete() {
        return List.copyOf(complete);
    }

    /** Closes what could not be synced. */
    void abandon() {
        lock.lock();
        try {
            for (DiskFile file : complete) {
                try {
                    file.close();
                } catch (IOException failed) {
                    LOG.warn("A file cannot be closed: {}", DiskErrors.reason(failed));
                }
            }
            complete.clear();
        } finally {
            lock.unlock();
        }
    }

    /** A file that is complete was synced and closed. */
    void completed(DiskFile file) {
        complete.remove(file);
    }

    /** Goes over to a file, unless it is this one, and has bytes on their way. Only while nothing is. */
    void take(Backlog.Batch batch) {
        if (batch.file() != current) {
            turn();
            current = batch.file();
            size = batch.begin();
        }
        unwritten.addAll(batch.bytes());
        for (ByteBuffer bytes : batch.bytes()) {
            unwrittenBytes += bytes.remaining();
        }
    }

    /** There is no file any more; what was on its way is forgotten. */
    void end() {
        turn();
        unwritten.clear();
        unwrittenBytes = 0;
    }

    /** Forgets the size of the file that is gone. */
    void forgetSize() {
        size = 0;
    }

    private void turn() {
        if (current != null) {
            complete.add(current);
            current = null;
        }
    }

    /**
     * Writes what is on its way.
     *
     * @return null if all of it was written; else why not: then all of it is still on its way, and the file is as it was
     */
    @Nullable
    String write() {
        DiskFile target = current;
        if (target == null) {
            return "there is no file";
        }
        long all = unwrittenBytes;
        long done = 0;
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
            return failed(target, done, all, failure);
        }
        unwritten.clear();
        wrote(done);
        return null;
    }

    private void wrote(long bytes) {
        unwrittenBytes -= bytes;
        size += bytes;
        total += bytes;
    }

    private String failed(DiskFile target, long done, long all, IOException failure) {
        long now = System.nanoTime();
        boolean log = errorLogged == 0 || now - errorLogged > LOG_RATE;
        if (log) {
            errorLogged = now;
        }
        if (done == 0) {
            String reason = DiskErrors.reason(failure);
            if (log) {
                LOG.warn("Error writing to the AOF file: {}", reason);
            }
            return reason;
        }
        if (log) {
            LOG.warn("Short write while writing to the AOF file: (nwritten={}, expected={})", done, all);
        }
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
        return "No space left on device";
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
}
