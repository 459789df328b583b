package serval.aof.write;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import serval.aof.disk.DiskFile;

/** A file in memory: it knows what would survive a power cut, can be full, fail or be slow. */
final class MemoryDisk implements DiskFile {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private byte[] synced = {};
    private int room = Integer.MAX_VALUE;
    private boolean failsToSync;
    private boolean failsToTruncate;
    private int writes;
    private int syncs;
    private boolean closed;
    volatile @Nullable CountDownLatch holdSync;

    synchronized void room(int bytes) {
        room = bytes;
    }

    synchronized void failsToSync(boolean on) {
        failsToSync = on;
    }

    synchronized void failsToTruncate(boolean on) {
        failsToTruncate = on;
    }

    synchronized byte[] written() {
        return written.toByteArray();
    }

    /** What is left when the power goes. */
    synchronized byte[] afterPowerCut() {
        return synced.clone();
    }

    synchronized int writes() {
        return writes;
    }

    synchronized int syncs() {
        return syncs;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized int write(ByteBuffer bytes) throws IOException {
        int count = Math.min(bytes.remaining(), room);
        if (count == 0 && bytes.hasRemaining()) {
            throw new IOException("No space left on device");
        }
        byte[] piece = new byte[count];
        bytes.get(piece);
        written.writeBytes(piece);
        if (room != Integer.MAX_VALUE) {
            room -= count;
        }
        writes++;
        return count;
    }

    @Override
    public void sync() throws IOException {
        byte[] now = written();
        CountDownLatch hold = holdSync;
        if (hold != null) {
            try {
                hold.await();
            } catch (InterruptedException stopped) {
                throw new IOException(stopped);
            }
        }
        synchronized (this) {
            if (failsToSync) {
                throw new IOException("Input/output error");
            }
            synced = now;
            syncs++;
        }
    }

    @Override
    public synchronized void truncate(long size) throws IOException {
        if (failsToTruncate) {
            throw new IOException("Read-only file system");
        }
        byte[] kept = java.util.Arrays.copyOf(written.toByteArray(), (int) size);
        written.reset();
        written.writeBytes(kept);
    }

    @Override
    public synchronized long size() {
        return written.size();
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
