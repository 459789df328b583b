package serval.aof;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.aof.disk.Disk;
import serval.aof.disk.DiskErrors;
import serval.aof.disk.DiskFile;
import serval.spi.dataset.RdbSink;

/** A file that a dataset is written to. It is synced as it grows, so that the end does not wait for all of it at once. */
final class FileSink implements RdbSink {
    private static final Logger LOG = LoggerFactory.getLogger(FileSink.class);
    private static final long SYNC_EVERY = 4 << 20;

    private final Disk disk;
    private final Path path;
    private final DiskFile file;
    private final boolean incremental;
    private long unsynced;

    FileSink(Disk disk, Path path, boolean incremental) throws IOException {
        this.disk = disk;
        this.path = path;
        this.incremental = incremental;
        file = disk.create(path);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes, from, length);
        while (left.hasRemaining()) {
            file.write(left);
        }
        unsynced += length;
        if (incremental && unsynced >= SYNC_EVERY) {
            unsynced = 0;
            file.sync();
        }
    }

    @Override
    public void finish() throws IOException {
        try (file) {
            file.sync();
        }
    }

    @Override
    public void abandon() {
        try {
            file.close();
            disk.delete(path);
        } catch (IOException failed) {
            LOG.warn("The temporary file {} cannot be removed: {}", path.getFileName(), DiskErrors.reason(failed));
        }
    }
}
