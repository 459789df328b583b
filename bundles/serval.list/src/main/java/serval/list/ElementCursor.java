package serval.list;

import org.jspecify.annotations.Nullable;
import serval.bytes.ByteSlice;
import serval.bytes.Longs;
import serval.structures.packed.FrontCodedCursor;
import serval.structures.packed.PackedList;

/** Walks the elements of a list in either direction. The list may be changed by {@link #remove} only. */
final class ElementCursor {
    private final ByteSlice view = new ByteSlice();
    private final byte[] scratch = new byte[Longs.MAX_LENGTH];
    private final ListObject object;
    private final boolean backwards;

    private @Nullable Chunk chunk;
    /** The elements of a small list, or of a chunk that is open or walked backwards. */
    private @Nullable PackedList list;
    /** Walks forwards through chunks that are coded. */
    private @Nullable FrontCodedCursor coded;
    /** The position to come in the list; {@link PackedList#NONE} if none is to come, in the list or in the chunk without one. */
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
            enter(place);
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
        if (list != null) {
            next = backwards ? list.previous(at) : list.next(at);
        } else if (chunk.coded != null) {
            coded.next();
            next = place + 1 < chunk.count ? 0 : PackedList.NONE;
        } else {
            next = PackedList.NONE;
        }
        return true;
    }

    /** Goes before, or, backwards, behind, an element of the chunk. */
    private void enter(int from) {
        if (chunk.coded != null && !backwards) {
            if (coded == null) {
                coded = new FrontCodedCursor();
            }
            coded.seek(chunk.coded, chunk.count, from);
            list = null;
            next = 0;
        } else if (chunk.large != null) {
            list = null;
            next = 0;
        } else {
            list = chunk.toRead();
            next = ChunkList.position(list, chunk.count, from);
        }
    }

    private boolean toNextChunk() {
        chunk = backwards ? chunk.before : chunk.after;
        if (chunk == null) {
            return false;
        }
        enter(backwards ? chunk.count - 1 : 0);
        place = backwards ? chunk.count : -1;
        return true;
    }

    /** The element at hand, valid until the next step. */
    ByteSlice element() {
        if (list != null) {
            return list.get(at, view, scratch);
        }
        return chunk.coded != null ? coded.element() : view.set(chunk.large, 0, chunk.large.length);
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
        if (list != null) {
            return needle.is(list, at);
        }
        return chunk.coded != null ? needle.is(coded) : needle.is(chunk.large);
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
            // A copy, or what was coded, may have its elements elsewhere.
            int there = own.list == null ? PackedList.NONE : own.list == list ? at : ChunkList.position(own, place);
            behind = chunks.remove(own, there);
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
