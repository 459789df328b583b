package serval.stream;

/** How many entries were read up to a number, and how many are still to be read, as far as that can be told. */
final class Counters {
    private Counters() {}

    /** Whether entries may be missing from a number on to the end. */
    static boolean hasGapsFrom(Stream stream, StreamId from) {
        return stream.length > 0
                && !stream.maxDeleted.isZero()
                && stream.first.compareTo(stream.maxDeleted) <= 0
                && from.compareTo(stream.maxDeleted) <= 0;
    }

    /** How many entries were added up to a number, that one included, ever; or {@link Group#UNKNOWN}. */
    static long readUpTo(Stream stream, StreamId id) {
        if (stream.entriesAdded == 0) {
            return 0;
        }
        int order = id.compareTo(stream.last);
        if (order == 0 || stream.length == 0 && order < 0) {
            return stream.entriesAdded;
        }
        if (order > 0) {
            return Group.UNKNOWN;
        }
        if (stream.maxDeleted.isZero() || stream.maxDeleted.compareTo(stream.first) < 0) {
            int toFirst = id.compareTo(stream.first);
            if (toFirst < 0) {
                return stream.entriesAdded - stream.length;
            }
            if (toFirst == 0) {
                return stream.entriesAdded - stream.length + 1;
            }
        }
        return Group.UNKNOWN;
    }

    /** No lag can be told. */
    static final long NO_LAG = Long.MIN_VALUE;

    /** How many entries a group has not read; or {@link #NO_LAG}. */
    static long lag(Stream stream, Group group) {
        if (stream.entriesAdded == 0) {
            return 0;
        }
        long read = group.entriesRead;
        if (read == Group.UNKNOWN || hasGapsFrom(stream, group.last)) {
            read = readUpTo(stream, group.last);
        }
        return read == Group.UNKNOWN ? NO_LAG : stream.entriesAdded - read;
    }

    /** Takes note that a group was given an entry that is behind all it had read. */
    static void read(Stream stream, Group group, StreamId id) {
        if (group.entriesRead != Group.UNKNOWN && !hasGapsFrom(stream, id)) {
            group.entriesRead++;
        } else if (stream.entriesAdded > 0) {
            group.entriesRead = readUpTo(stream, id);
        }
        group.last = id;
    }
}
