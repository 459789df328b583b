package serval.example.filters;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import serval.bytes.ByteSlice;
import serval.sdk.command.Call;

/**
 * SCANDUMP and LOADCHUNK: a filter in pieces, for those that are too large for DUMP.
 *
 * <p>The first piece, iterator 1, is the head. Each further one is bytes of one sub-filter; its iterator is 1 more than the place, among all
 * bytes, where it ends. An iterator of 0 says that there is no more.
 */
final class Chunks {
    private static final int LARGEST = 1 << 18;

    private Chunks() {}

    /** Writes the piece that follows an iterator; an iterator that was never given out is as good as the end. */
    static void dump(Filter filter, long iterator, Call call) {
        call.reply().array(2);
        if (iterator == 0) {
            long[] head = filter.head();
            ByteBuffer bytes = ByteBuffer.allocate(head.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asLongBuffer().put(head);
            call.reply().integer(1);
            call.reply().bulk(bytes.array());
            return;
        }
        long at = iterator - 1;
        for (Bits part : filter.parts()) {
            if (at >= 0 && at < part.size()) {
                int length = (int) Math.min(LARGEST, part.size() - at);
                byte[] bytes = new byte[length];
                part.read(at, bytes, length);
                call.reply().integer(iterator + length);
                call.reply().bulk(bytes);
                return;
            }
            at -= part.size();
        }
        call.reply().integer(0);
        call.reply().bulk(new byte[0]);
    }

    /** An empty filter made from a first piece, or null if it is none or there is no memory. */
    static <F extends Filter> @Nullable F begin(FilterType<F> type, ByteSlice piece) {
        if (piece.length() == 0 || piece.length() % Long.BYTES != 0) {
            return null;
        }
        long[] head = new long[piece.length() / Long.BYTES];
        ByteBuffer.wrap(piece.array(), piece.offset(), piece.length())
                .order(ByteOrder.LITTLE_ENDIAN)
                .asLongBuffer()
                .get(head);
        return type.shaped(head);
    }

    /** What {@link #load} found. */
    enum Outcome {
        LOADED,
        NO_SUCH_PLACE,
        TOO_LARGE
    }

    /** Puts a further piece in its place. */
    static Outcome load(Filter filter, long iterator, ByteSlice piece) {
        long at = iterator - 1 - piece.length();
        for (Bits part : filter.parts()) {
            if (at >= 0 && at < part.size()) {
                if (piece.length() > part.size() - at) {
                    return Outcome.TOO_LARGE;
                }
                part.write(at, piece.array(), piece.offset(), piece.length());
                filter.measure();
                return Outcome.LOADED;
            }
            at -= part.size();
        }
        return Outcome.NO_SUCH_PLACE;
    }
}
