package serval.rdb;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.bytes.Crc64;
import serval.keyspace.rdb.RdbOutput;
import serval.spi.dataset.RdbSink;
import serval.spi.dataset.RdbStreams;
import serval.spi.engine.Dispatcher;

/**
 * A snapshot on its way to a sink. In the background its thread has a short slice made under the engine lock, by whoever serves clients
 * if anybody does, and writes what the slice came to; so it never has more in memory than a slice and what commands wanted to have kept meanwhile.
 */
final class StreamWriting implements RdbStreams.Writing {
    private static final Logger LOG = LoggerFactory.getLogger(StreamWriting.class);
    private static final long SLICE_NANOS = 400_000;
    /** Who waited longer for the lock than this was not alone, and leaves others as much time as it takes. */
    private static final long WAITED_NANOS = 20_000;

    private static final long LONGEST_SLEEP_NANOS = 20_000_000;

    private final SnapshotWriter writer;
    private final RdbSink sink;
    private final boolean checksum;
    private final RdbDirectives directives;
    private volatile long bytes;
    private volatile boolean cancelled;
    private long crc;
    private long told;

    StreamWriting(SnapshotWriter writer, RdbSink sink, RdbDirectives directives) {
        this.writer = writer;
        this.sink = sink;
        this.directives = directives;
        checksum = directives.checksum.value();
    }

    @Override
    public long done() {
        return writer.done();
    }

    @Override
    public long total() {
        return writer.total();
    }

    /** The heap bytes of what was kept for it because commands were about to change it. */
    long preserved() {
        return writer.preserved();
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    // At once

    /** Writes everything on this thread, which has the lock. */
    void run() throws IOException {
        try {
            boolean complete;
            do {
                complete = writer.step(Long.MAX_VALUE / 4, keysPerSlice(4096));
                put(writer.ready());
                sleep(directives.saveDelay.value());
            } while (!complete);
            end();
            sink.finish();
        } catch (IOException | RuntimeException failed) {
            sink.abandon();
            throw failed;
        } finally {
            writer.close();
        }
    }

    // In the background

    /** Goes on until the stream is complete; on a thread of its own. */
    void run(Dispatcher dispatcher, Consumer<@Nullable Exception> done) {
        Exception failure = null;
        try {
            slices(dispatcher);
            end();
            sink.finish();
        } catch (IOException | RuntimeException | Error failed) {
            failure = failed instanceof Exception exception ? exception : new IllegalStateException(failed);
            try {
                sink.abandon();
            } catch (RuntimeException | LinkageError again) {
                LOG.error("Abandoning a snapshot failed", again);
            }
        }
        Exception outcome = failure;
        dispatcher.enter();
        try {
            close();
            done.accept(outcome);
        } catch (RuntimeException | LinkageError fault) {
            LOG.error("The end of a snapshot could not be told", fault);
        } finally {
            dispatcher.leave();
        }
    }

    /** Whatever goes wrong here, whoever waits for the end is told of it. */
    private void close() {
        try {
            writer.close();
        } catch (RuntimeException | LinkageError fault) {
            LOG.error("A snapshot could not be closed", fault);
        }
    }

    private void slices(Dispatcher dispatcher) throws IOException {
        Slice slice = new Slice();
        while (!slice.complete) {
            refuseCancelled();
            long asked = System.nanoTime();
            dispatcher.inBatch(slice);
            long left = System.nanoTime();
            put(slice.pieces);
            sleep(directives.saveDelay.value());
            if (slice.began - asked > WAITED_NANOS) {
                long rest = slice.ended - slice.began - (System.nanoTime() - left);
                if (rest > 0) {
                    LockSupport.parkNanos(this, rest);
                }
            }
        }
    }

    /** What is done under the lock at a time. */
    private final class Slice implements Runnable {
        final ArrayDeque<SnapshotWriter.Piece> pieces = new ArrayDeque<>();
        long began;
        long ended;
        boolean complete;

        @Override
        public void run() {
            began = System.nanoTime();
            complete = writer.step(SLICE_NANOS, keysPerSlice(Long.MAX_VALUE));
            pieces.addAll(writer.ready());
            writer.ready().clear();
            ended = System.nanoTime();
        }
    }

    private void refuseCancelled() {
        if (cancelled) {
            throw new CancellationException("cancelled");
        }
    }

    private long keysPerSlice(long usual) {
        return directives.saveDelay.value() == 0 ? usual : 1;
    }

    /**
     * Waits as {@code rdb-key-save-delay} says, for tests: microseconds for each key, or now and then one. Ends early when the
     * directive is changed.
     */
    private void sleep(long delay) {
        long nanos;
        if (delay > 0) {
            nanos = delay * 1000 * Math.max(1, writer.done() - told);
        } else {
            nanos = 0;
        }
        told = writer.done();
        while (nanos > 0 && !cancelled && directives.saveDelay.value() == delay) {
            long part = Math.min(nanos, LONGEST_SLEEP_NANOS);
            LockSupport.parkNanos(this, part);
            nanos -= part;
        }
    }

    private void put(ArrayDeque<SnapshotWriter.Piece> pieces) throws IOException {
        for (SnapshotWriter.Piece piece = pieces.poll(); piece != null; piece = pieces.poll()) {
            refuseCancelled();
            RdbOutput out = piece.finish();
            put(out.array(), out.size());
            writer.giveBack(out);
        }
    }

    private void put(byte[] array, int count) throws IOException {
        if (checksum) {
            crc = Crc64.update(crc, array, 0, count);
        }
        sink.write(array, 0, count);
        bytes += count;
    }

    private void end() throws IOException {
        refuseCancelled();
        put(new byte[] {(byte) Opcode.END}, 1);
        RdbOutput out = new RdbOutput(false);
        out.fixed64(checksum ? crc : 0);
        sink.write(out.array(), 0, out.size());
        bytes += out.size();
    }
}
