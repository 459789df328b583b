package serval.stream;

/** Deletes entries by number, and keeps the stream's first and greatest deleted numbers right. */
final class Deletion {
    private Deletion() {}

    /** Deletes entries; returns how many were there. */
    static long delete(Stream stream, StreamId... ids) {
        long deleted = 0;
        boolean firstGone = false;
        for (StreamId id : ids) {
            if (stream.delete(id)) {
                firstGone |= id.equals(stream.first);
                if (id.compareTo(stream.maxDeleted) > 0) {
                    stream.maxDeleted = id;
                }
                deleted++;
            }
        }
        if (deleted > 0 && (firstGone || stream.length == 0)) {
            stream.findFirst();
        }
        return deleted;
    }
}
