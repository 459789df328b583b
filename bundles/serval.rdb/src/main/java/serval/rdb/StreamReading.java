package serval.rdb;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import serval.keyspace.rdb.RdbInput;
import serval.sdk.type.CorruptValueException;
import serval.spi.dataset.RdbFormatException;
import serval.spi.dataset.RdbLoaded;
import serval.spi.dataset.RdbReadOptions;
import serval.spi.engine.Dispatcher;

/**
 * An RDB stream being read: one thread reads and sums up, one decodes, and the thread that asked puts keys into the databases, in
 * batches under the engine lock.
 */
final class StreamReading {
    private static final int BATCHES_AHEAD = 4;
    private static final long SLICE_NANOS = 2_000_000;

    /** Something that the decoder has for the databases; done under the engine lock. */
    @FunctionalInterface
    interface Item {
        void apply() throws IOException;
    }

    private final ArrayBlockingQueue<Object> queue = new ArrayBlockingQueue<>(BATCHES_AHEAD);
    private final Object end = new Object();
    private volatile boolean stopped;
    private volatile @Nullable Throwable failure;

    /** Puts something in the queue; on the decoder's thread. */
    void give(Item item) throws InterruptedException {
        while (!queue.offer(item, 100, TimeUnit.MILLISECONDS)) {
            if (stopped) {
                throw new InterruptedException();
            }
        }
        if (stopped) {
            throw new InterruptedException();
        }
    }

    /** Reads a stream to its end; waits. */
    RdbLoaded run(InputStream in, long length, RdbReadOptions options, Dispatcher dispatcher, ParserContext context)
            throws IOException {
        ReadAhead ahead = new ReadAhead(in, length, context.isChecked(), options.progress());
        RdbParser parser = new RdbParser(new RdbInput(ahead, context.isDeep()), ahead, this, options, context);
        Thread reader = Thread.ofPlatform().daemon().name("serval-rdb-read").start(ahead);
        Thread decoder = Thread.ofPlatform().daemon().name("serval-rdb-decode").start(() -> decode(parser));
        try {
            if (options.locked()) {
                apply();
            } else {
                applyInSlices(dispatcher);
            }
        } finally {
            stopped = true;
            ahead.stop();
            queue.clear();
            join(decoder);
            reader.interrupt();
        }
        Throwable failed = failure;
        if (failed != null) {
            throw failure(failed, parser);
        }
        return parser.loaded();
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException asked) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static IOException failure(Throwable failed, RdbParser parser) {
        return switch (failed) {
            case RdbFormatException format -> format;
            case IOException failure -> failure;
            case UncheckedIOException failure -> failure.getCause();
            case CorruptValueException corrupt -> parser.damaged(corrupt);
            default -> new IOException("reading failed: " + failed, failed);
        };
    }

    private void decode(RdbParser parser) {
        try {
            parser.run();
        } catch (InterruptedException stop) {
            // Whoever applies has met an error of its own.
        } catch (IOException | RuntimeException | Error failed) {
            failure = failed;
        } finally {
            try {
                while (!stopped && !queue.offer(end, 100, TimeUnit.MILLISECONDS)) {
                    // Nobody takes anything any more once it is stopped.
                }
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Object take() throws IOException {
        try {
            return queue.take();
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while loading", asked);
        }
    }

    private void apply() throws IOException {
        for (Object next = take(); next != end; next = take()) {
            ((Item) next).apply();
        }
    }

    private void applyInSlices(Dispatcher dispatcher) throws IOException {
        List<Object> items = new ArrayList<>();
        while (true) {
            items.add(take());
            queue.drainTo(items);
            int done = 0;
            while (done < items.size()) {
                dispatcher.enter();
                try {
                    long until = System.nanoTime() + SLICE_NANOS;
                    do {
                        Object next = items.get(done++);
                        if (next == end) {
                            return;
                        }
                        ((Item) next).apply();
                    } while (done < items.size() && System.nanoTime() - until < 0);
                } finally {
                    dispatcher.leave();
                }
            }
            items.clear();
        }
    }
}
