package serval.list;

import org.jspecify.annotations.Nullable;
import serval.bytes.ByteSlice;
import serval.bytes.Longs;
import serval.structures.packed.PackedList;

/** Walks the elements of a list in either direction. The list may be changed by {@link #remove} only. */
final class ElementCursor {
    private final ByteSlice view = new ByteSlice();
    private final byte[] scratch = new byte[Longs.MAX_LENGTH];
    private final ListObject object;
    private final boolean backwards;

    private @Nullable Chunk chunk;
    private @Nullable PackedList list;
    private int next;
    private int at;
    /** The place of the element that is at hand in its chunk. */
    private int place;

    /** Creates a cursor before the element with an index that is there. */
    ElementCursor(ListObject object, long from, boolean backwards) {
        this.object = object;
        this.backwards = backwards;
        ChunkList chunks = object.chunks();
        if (chunks == null) {
            list = object.packed();
            next = ListObject.position(list, from);
            place = (int) from;
        } else {
            chunk = chunks.find(from);
            place = chunks.offset;
            list = chunk.list;
            next = list == null ? 0 : ChunkList.position(chunk, place);
        }
        place += backwards ? 1 : -1;
    }

    /** Goes on to the next element; false if there is none. */
    boolean next() {
        if (next == PackedList.NONE) {
            if (chunk == null || !toNextChunk()) {
                return false;
            }
        }
        at = next;
        place += backwards ? -1 : 1;
        next = list == null ? PackedList.NONE : backwards ? list.previous(at) : list.next(at);
        return true;
    }

    private boolean toNextChunk() {
        chunk = backwards ? chunk.before : chunk.after;
        if (chunk == null) {
            return false;
        }
        list = chunk.list;
        next = list == null ? 0 : backwards ? list.last() : list.first();
        place = backwards ? chunk.count : -1;
        return true;
    }

    /** The element at hand, valid until the next step. */
    ByteSlice element() {
        return list == null ? view.set(chunk.large, 0, chunk.large.length) : list.get(at, view, scratch);
    }

    /** The chunk of the element at hand; null in a small list. */
    @Nullable
    Chunk chunk() {
        return chunk;
    }

    /** The place of the element at hand in its chunk, or in a small list. */
    int place() {
        return place;
    }

    /** The position of the element at hand in a small list. */
    int position() {
        return at;
    }

    /** The position behind the element at hand in a small list. */
    int behind() {
        return list.next(at);
    }

    boolean matches(Needle needle) {
        return list == null ? needle.is(chunk.large) : needle.is(list, at);
    }

    /** Removes the element at hand; {@link #next} goes on to the one that came after it. */
    void remove() {
        int behind;
        if (chunk == null) {
            behind = object.removeAt(at);
            list = object.packed();
        } else {
            ChunkList chunks = object.chunks();
            Chunk own = chunk.count == 1 ? chunk : chunks.writable(chunk);
            // A copy may have its elements elsewhere.
            behind = chunks.remove(own, own == chunk ? at : ChunkList.position(own, place));
            chunk = own;
            list = own.list;
        }
        if (behind == ChunkList.GONE) {
            next = PackedList.NONE;
        } else if (backwards) {
            next = behind == PackedList.NONE ? list.last() : list.previous(behind);
        } else {
            next = behind;
            place--;
        }
    }
}
