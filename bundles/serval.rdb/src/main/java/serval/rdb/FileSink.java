package serval.rdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import serval.spi.dataset.RdbSink;

/**
 * A snapshot file in the making: written under another name, synced, and then put in the place of the one before in one step, so
 * that at any moment a whole file is there.
 */
final class FileSink implements RdbSink {
    private static final long SYNC_EVERY = 4 << 20;
    private static final AtomicLong COUNT = new AtomicLong();

    private final Path target;
    private final Path temporary;
    private final boolean incremental;
    private @Nullable FileChannel channel;
    private long unsynced;
    private boolean discarded;

    private FileSink(Path target, String name, boolean incremental) {
        this.target = target;
        this.incremental = incremental;
        temporary = target.resolveSibling("temp-" + ProcessHandle.current().pid() + name + ".rdb");
    }

    /** A file that is written while everybody waits; it is made by the first bytes. */
    static FileSink now(Path target, boolean incremental) {
        return new FileSink(target, "", incremental);
    }

    /** A file that is written in the background; it is made by the first bytes. */
    static FileSink inBackground(Path target, boolean incremental) {
        return new FileSink(target, "-" + COUNT.incrementAndGet(), incremental);
    }

    private FileChannel channel() throws IOException {
        FileChannel open = channel;
        if (open == null) {
            // Opening may take its time, and discarding must not wait for it.
            refuseDiscarded();
            open = FileChannel.open(
                    temporary,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
            channel = open;
            refuseDiscarded();
        }
        return open;
    }

    private synchronized void refuseDiscarded() {
        if (discarded) {
            throw new CancellationException("discarded");
        }
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        FileChannel open = channel();
        ByteBuffer buffer = ByteBuffer.wrap(bytes, from, length);
        while (buffer.hasRemaining()) {
            open.write(buffer);
        }
        unsynced += length;
        if (incremental && unsynced >= SYNC_EVERY) {
            unsynced = 0;
            open.force(false);
        }
    }

    @Override
    public void finish() throws IOException {
        FileChannel open = channel();
        open.force(true);
        open.close();
        takePlace();
        Path folder = target.getParent();
        if (folder != null) {
            try (FileChannel opened = FileChannel.open(folder, StandardOpenOption.READ)) {
                opened.force(true);
            }
        }
    }

    private synchronized void takePlace() throws IOException {
        refuseDiscarded();
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void abandon() {
        FileChannel open = channel;
        if (open != null) {
            try {
                open.close();
            } catch (IOException failed) {
                // It is going to be deleted.
            }
        }
        discard();
    }

    /** Deletes what there is, and lets nothing of it take the file's place; any thread. */
    synchronized void discard() {
        discarded = true;
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException failed) {
            // It is in nobody's way.
        }
    }
}
