package serval.aof.write;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import serval.aof.disk.DiskFile;
import serval.spi.journal.JournalUnit;
import serval.spi.request.Request;

/** Units that are not written yet, encoded, in their order, for one file after the other. Its own lock, held for moments. */
final class Backlog {
    private static final class Segment {
        @Nullable
        DiskFile file;

        final Outgoing bytes = new Outgoing();
        long begin;
        long accepted;

        Segment(@Nullable DiskFile file, long accepted, long begin) {
            this.file = file;
            this.begin = begin;
            this.accepted = accepted;
        }
    }

    /**
     * What waits for one file.
     *
     * @param file the file
     * @param begin how much that held when its first unit came
     * @param bytes what is to be written; perhaps nothing
     * @param accepted the position of its last unit
     * @param more whether another file follows, so that this one is complete with these bytes
     */
    record Batch(DiskFile file, long begin, List<ByteBuffer> bytes, long accepted, boolean more) {}

    private final UnitEncoder encoder;
    private final ArrayDeque<Segment> segments = new ArrayDeque<>();
    private volatile long waiting;

    Backlog(UnitEncoder encoder) {
        this.encoder = encoder;
    }

    /**
     * Units from now on are for another file.
     *
     * @param file null if it is still to come: {@link #attach}
     * @param bytes how much it holds
     */
    synchronized void begin(@Nullable DiskFile file, long position, long bytes) {
        encoder.begin();
        segments.add(new Segment(file, position, bytes));
    }

    /** Brings the file that was still to come. */
    synchronized void attach(DiskFile file, long bytes) {
        for (Segment segment : segments) {
            if (segment.file == null) {
                segment.file = file;
                segment.begin = bytes;
            }
        }
    }

    /** Takes a unit; returns false if there is no file for it. */
    synchronized boolean accept(JournalUnit unit) {
        Segment segment = segments.peekLast();
        if (segment == null) {
            return false;
        }
        long before = segment.bytes.length();
        encoder.encode(unit, segment.bytes);
        waiting += segment.bytes.length() - before;
        segment.accepted = unit.position();
        return true;
    }

    /** Takes a unit of one effect, whose words are lent; returns false if there is no file for it. */
    synchronized boolean accept(long position, long millis, int database, Request words) {
        Segment segment = segments.peekLast();
        if (segment == null) {
            return false;
        }
        long before = segment.bytes.length();
        encoder.encode(millis, database, words, segment.bytes);
        waiting += segment.bytes.length() - before;
        segment.accepted = position;
        return true;
    }

    /** Takes out what the first file is to get; null if there is none. It counts as waiting until {@link #wrote}. */
    synchronized @Nullable Batch take() {
        Segment segment = segments.peekFirst();
        DiskFile file = segment == null ? null : segment.file;
        if (segment == null || file == null) {
            return null;
        }
        boolean more = segments.size() > 1;
        if (more) {
            segments.removeFirst();
        }
        return new Batch(file, segment.begin, segment.bytes.take(), segment.accepted, more);
    }

    /** Whether there is anything to be taken. */
    synchronized boolean hasMore() {
        return segments.size() > 1
                || !segments.isEmpty() && segments.peekFirst().bytes.length() > 0;
    }

    /** So many of the bytes that were taken are written. */
    synchronized void wrote(long bytes) {
        waiting -= bytes;
        Segment last = segments.peekLast();
        if (waiting == 0 && last != null) {
            last.bytes.reuse();
        }
    }

    /** Forgets everything: there is no file. */
    synchronized void clear() {
        segments.clear();
        waiting = 0;
    }

    /** Bytes that are not written yet. */
    long waiting() {
        return waiting;
    }
}
