package serval.rdb;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import serval.bytes.Crc64;
import serval.keyspace.rdb.RdbInput;

/** Reads a stream in parts ahead of whoever decodes it, and sums them up. */
final class ReadAhead implements RdbInput.Source, Runnable {
    private static final int PART = 256 * 1024;
    private static final int PARTS_AHEAD = 8;
    private static final int PARTS_REMEMBERED = 4;

    private record Part(long from, byte[] bytes, long crcBefore) {}

    private final InputStream in;
    private final long length;
    private final boolean checked;
    private final LongConsumer progress;
    private final ArrayBlockingQueue<Object> queue = new ArrayBlockingQueue<>(PARTS_AHEAD);
    private final ArrayDeque<Part> recent = new ArrayDeque<>();
    private volatile boolean stopped;
    private long taken;
    private @Nullable Object last;

    /** Creates it; {@code length} is how many bytes there are at most. */
    ReadAhead(InputStream in, long length, boolean checked, LongConsumer progress) {
        this.in = in;
        this.length = length;
        this.checked = checked;
        this.progress = progress;
    }

    void stop() {
        stopped = true;
        queue.clear();
    }

    // On the reading thread

    @Override
    public void run() {
        Object outcome = new EOFException();
        try {
            long crc = 0;
            long at = 0;
            while (!stopped) {
                byte[] buffer = new byte[PART];
                int count = in.read(buffer);
                if (count < 0) {
                    break;
                }
                byte[] bytes = count == buffer.length ? buffer : Arrays.copyOf(buffer, count);
                put(new Part(at, bytes, crc));
                if (checked) {
                    crc = Crc64.update(crc, bytes, 0, count);
                }
                at += count;
            }
        } catch (IOException failed) {
            outcome = failed;
        } catch (RuntimeException | Error failed) {
            outcome = new IOException("reading failed: " + failed, failed);
        }
        put(outcome);
    }

    private void put(Object next) {
        try {
            while (!stopped && !queue.offer(next, 100, TimeUnit.MILLISECONDS)) {
                // Nobody takes anything any more once it is stopped.
            }
        } catch (InterruptedException stop) {
            stopped = true;
        }
    }

    // On the decoding thread

    @Override
    public byte @Nullable [] next() throws IOException {
        Object next = last;
        try {
            while (next == null) {
                next = queue.poll(100, TimeUnit.MILLISECONDS);
                if (stopped) {
                    throw new IOException("stopped");
                }
            }
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", asked);
        }
        if (next instanceof Part part) {
            if (recent.size() == PARTS_REMEMBERED) {
                recent.poll();
            }
            recent.add(part);
            taken += part.bytes.length;
            progress.accept(taken);
            return part.bytes;
        }
        last = next;
        if (next instanceof EOFException) {
            return null;
        }
        throw (IOException) next;
    }

    @Override
    public long left() {
        return length - taken;
    }

    /** The checksum of everything before a position in one of the last parts. */
    long crc(long position) {
        for (Part part : recent) {
            int count = (int) Math.min(position - part.from, Integer.MAX_VALUE);
            if (count >= 0 && count <= part.bytes.length) {
                return Crc64.update(part.crcBefore, part.bytes, 0, count);
            }
        }
        throw new IllegalStateException("position " + position + " is too far back");
    }
}
