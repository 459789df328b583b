package serval.aof.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A file that is open for writing. Writing and syncing may go on at the same time, on two threads. */
public interface DiskFile extends Closeable {
    /**
     * Writes at the end, as one call of the system does: perhaps only a part.
     *
     * @return how many bytes were written, and taken from the buffer
     */
    int write(ByteBuffer bytes) throws IOException;

    /** Makes what was written last. */
    void sync() throws IOException;

    /** Cuts the file off. */
    void truncate(long size) throws IOException;

    /** The size in bytes. */
    long size() throws IOException;
}
