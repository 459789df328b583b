package serval.stream;

import java.util.ArrayList;
import java.util.List;

/** Shortens a stream entry by entry, looking at what groups refer to. */
final class ReferenceTrim {
    private ReferenceTrim() {}

    static long apply(Stream stream, Trim trim, RemovedEntries removed) {
        List<StreamId> going = new ArrayList<>();
        long length = stream.length;
        int node = -1;
        EntryCursor cursor = new EntryCursor(stream, StreamId.ZERO, StreamId.MAX, false);
        while (cursor.next() && trim.takes(length, cursor.ms(), cursor.seq())) {
            if (trim.limit() > 0 && going.size() >= trim.limit()) {
                break;
            }
            if (trim.isApproximate() && cursor.index() != node) {
                node = cursor.index();
                // Only whole nodes: the last entry of this one has to go as well.
                long left = length - stream.node(node).live() + 1;
                StreamId last = stream.node(node).lastId();
                if (!trim.takes(left, last.ms(), last.seq())) {
                    break;
                }
            }
            if (trim.references() == References.ACKED && References.remain(stream, cursor.ms(), cursor.seq())) {
                continue;
            }
            going.add(cursor.id());
            length--;
        }
        for (StreamId id : going) {
            stream.delete(id);
            removed.deleted(id.ms(), id.seq());
            if (trim.references() == References.DELETE) {
                References.clear(stream, id.ms(), id.seq(), removed);
            }
        }
        if (!going.isEmpty()) {
            stream.findFirst();
        }
        return going.size();
    }
}
