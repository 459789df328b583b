package serval.list;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import serval.structures.packed.PackedList;

/**
 * A large list: chunks that are filled, split and merged as Redis' quicklists are, so that a list has as many of them as there, and is
 * saved in the same pieces.
 */
final class ChunkList extends ChunkTree {
    /** The heap bytes of the object without the chunks. */
    static final int OBJECT_BYTES = 56;

    private static final int EMPTY_BYTES = 7;
    /** The most that an element takes besides its bytes. */
    private static final int MOST_FRAME = 10;
    /** The room in bytes that a chunk begins with which is going to be filled. */
    private static final int ROOM = 512;

    /** How many chunks at each end stay as they are filled. */
    private static final int OPEN_AT_END = 2;

    /** With so many chunks the room for one that has hardly begun is not much. */
    private static final int MANY = 16;

    /** What an object, its packed list and their array take besides the elements, and a bit more. */
    private static final int LITTLE = 128;

    /** The limit of a chunk, as it was configured when the list became large. */
    private final int limit;

    ChunkList(int limit) {
        this.limit = limit;
    }

    int limit() {
        return limit;
    }

    /** A copy that shares nothing that can change. */
    ChunkList copy() {
        ChunkList copy = new ChunkList(limit);
        for (Chunk chunk = first; chunk != null; chunk = chunk.after) {
            copy.add(chunk.copy(), copy.last, true);
        }
        return copy;
    }

    /** Adds a whole packed list behind the others; it becomes the list's own. */
    void append(PackedList list) {
        closeWithin(false);
        add(new Chunk(list, list.count()), last, true);
    }

    /**
     * Before a chunk is added at an end: codes the elements of the one that will be {@link #OPEN_AT_END} from there in fewer bytes. Those
     * nearer are about to change, or may be, when elements come and go at the end.
     *
     * @return the array that this leaves, for the chunk to be added; null if there is none, or the list is so short that it would be much
     */
    private byte @Nullable [] closeWithin(boolean atHead) {
        if (chunks() < 2 * OPEN_AT_END) {
            return null;
        }
        Chunk inner = atHead ? first : last;
        for (int i = 1; i < OPEN_AT_END; i++) {
            inner = atHead ? inner.after : inner.before;
        }
        if (inner.list == null || isFrozen(inner)) {
            return null;
        }
        PackedList list = inner.list;
        long before = inner.bytes();
        inner.close();
        changed(inner, 0, before);
        return inner.list == null && chunks() >= MANY ? list.array() : null;
    }

    /** Adds an element of a chunk of its own behind the others; the array becomes the list's own. */
    void appendLarge(byte[] element) {
        add(new Chunk(element), last, true);
    }

    // At the ends

    void push(byte[] array, int offset, int length, boolean atHead) {
        Chunk end = atHead ? first : last;
        if (length >= Limits.LARGE_ELEMENT) {
            add(new Chunk(Arrays.copyOfRange(array, offset, offset + length)), end, !atHead);
        } else if (takes(end, length)) {
            Chunk chunk = writable(end);
            long before = chunk.bytes();
            reserve(chunk.list, length + MOST_FRAME);
            if (atHead) {
                chunk.list.prepend(array, offset, length);
            } else {
                chunk.list.append(array, offset, length);
            }
            changed(chunk, 1, before);
        } else {
            byte[] room = closeWithin(atHead);
            add(chunkOf(array, offset, length, room), trim(end), !atHead);
        }
    }

    /** Has a chunk at an end grow by doubling, up to the limit: what is left over is let go of when it is full. */
    private void reserve(PackedList list, int more) {
        if (limit < 0) {
            list.reserve(more, (int) Math.min(Limits.bytes(limit), 2L * (list.size() + more)));
        }
    }

    /** Lets go of the room that a chunk has for more, as it is not going to be the end any more; returns what is in its place. */
    private @Nullable Chunk trim(@Nullable Chunk chunk) {
        if (chunk == null
                || chunk.list == null
                || chunk.bytes() - chunk.list.size() < LITTLE + (chunk.list.size() >> 5)) {
            return chunk;
        }
        Chunk own = writable(chunk);
        long before = own.bytes();
        own.list.trim();
        changed(own, 0, before);
        return own;
    }

    /** A chunk of one element, with room for more in an array that is left over, if there is one. */
    private Chunk chunkOf(byte[] array, int offset, int length, byte @Nullable [] room) {
        // What fills a chunk on its own gets no more room than it needs.
        boolean alone = Limits.exceeds(limit, EMPTY_BYTES + 2L * length, 2);
        PackedList list = room != null && !alone
                ? PackedList.in(room)
                : new PackedList(alone ? EMPTY_BYTES + MOST_FRAME + length : limit < 0 ? ROOM : 0);
        list.append(array, offset, length);
        if (alone) {
            list.trim();
        }
        return new Chunk(list, 1);
    }

    /** Whether a chunk has place for one more element of this length. */
    private boolean takes(@Nullable Chunk chunk, int length) {
        return chunk != null
                && chunk.large == null
                && length < Limits.LARGE_ELEMENT
                && !Limits.exceeds(
                        limit, (long) chunk.packedBytes() + length + Limits.ELEMENT_OVERHEAD, chunk.count + 1L);
    }

    // In between

    /** Stands for the place behind an element whose chunk has gone with it. */
    static final int GONE = -2;

    /** Removes the element at a position; returns the position behind it, or {@link #GONE}. */
    int remove(Chunk chunk, int at) {
        if (chunk.count == 1) {
            remove(chunk);
            return GONE;
        }
        long before = chunk.bytes();
        int next = chunk.list.remove(at);
        changed(chunk, -1, before);
        return next;
    }

    /** Removes the first or the last element. */
    void pop(boolean atHead) {
        Chunk end = atHead ? first : last;
        if (end.count == 1) {
            remove(end);
            return;
        }
        Chunk own = writable(end);
        long before = own.bytes();
        if (atHead) {
            own.list.removeFirst(1);
        } else {
            own.list.remove(own.list.last());
        }
        changed(own, -1, before);
    }

    /** Removes elements from an index on. */
    void removeRange(long from, long count) {
        long left = Math.min(count, elements() - from);
        if (left <= 0) {
            return;
        }
        Chunk chunk = find(from);
        int place = offset;
        while (left > 0) {
            Chunk next = chunk.after;
            long gone = Math.min(left, chunk.count - place);
            if (gone == chunk.count) {
                remove(chunk);
            } else {
                Chunk own = writable(chunk);
                next = own.after;
                long before = own.bytes();
                if (place == 0) {
                    own.list.removeFirst((int) gone);
                } else {
                    own.list.remove(position(own, place), (int) gone);
                }
                changed(own, (int) -gone, before);
            }
            left -= gone;
            place = 0;
            chunk = next;
        }
    }

    /** The position of an element in its chunk, which is open, walked to from the nearer end. */
    static int position(Chunk chunk, int place) {
        return position(chunk.list, chunk.count, place);
    }

    /** The position of an element in a list of so many, walked to from the nearer end. */
    static int position(PackedList list, int count, int place) {
        return list.at(place <= count / 2 ? place : place - count);
    }

    /** Puts an element in the place of another. */
    void replace(long index, byte[] array, int offset, int length) {
        Chunk chunk = find(index);
        int place = this.offset;
        boolean isLarge = length >= Limits.LARGE_ELEMENT;
        if (chunk.large == null && !isLarge) {
            Chunk own = writable(chunk);
            long before = own.bytes();
            own.list.replace(position(own, place), array, offset, length);
            changed(own, 0, before);
            return;
        }
        if (chunk.large != null && isLarge) {
            add(new Chunk(Arrays.copyOfRange(array, offset, offset + length)), chunk, true);
            remove(chunk);
            return;
        }
        insert(chunk, place, array, offset, length, true);
        // Inserting may have given the chunk's end to another, but never the element itself.
        Chunk left = writable(find(index));
        remove(left, left.large != null ? PackedList.NONE : position(left, this.offset));
    }

    /** Puts an element before or behind the one at a place of a chunk. */
    void insert(Chunk at, int place, byte[] array, int offset, int length, boolean behind) {
        boolean atEdge = behind ? place == at.count - 1 : place == 0;
        Chunk beside = behind ? at.after : at.before;
        if (length >= Limits.LARGE_ELEMENT) {
            Chunk alone = new Chunk(Arrays.copyOfRange(array, offset, offset + length));
            if (at.large != null || atEdge) {
                add(alone, at, behind);
            } else {
                Chunk own = writable(at);
                Chunk part = split(own, place, behind);
                add(alone, own, behind);
                add(part, alone, behind);
            }
        } else if (takes(at, length)) {
            Chunk own = writable(at);
            long before = own.bytes();
            int position = position(own, place);
            own.list.insert(behind ? own.list.next(position) : position, array, offset, length);
            changed(own, 1, before);
        } else if (atEdge && takes(beside, length)) {
            Chunk own = writable(beside);
            long before = own.bytes();
            if (behind) {
                own.list.prepend(array, offset, length);
            } else {
                own.list.append(array, offset, length);
            }
            changed(own, 1, before);
        } else if (atEdge) {
            add(chunkOf(array, offset, length, null), at, behind);
        } else {
            Chunk own = writable(at);
            Chunk part = split(own, place, behind);
            if (behind) {
                part.list.prepend(array, offset, length);
            } else {
                part.list.append(array, offset, length);
            }
            part.count++;
            add(part, own, behind);
            mergeAround(own);
        }
    }

    /** Takes what is behind a place out of a chunk, or what is before it; returns it as a chunk outside of the list. */
    private Chunk split(Chunk chunk, int place, boolean behind) {
        PackedList rest = chunk.list.copy();
        long before = chunk.bytes();
        int from = behind ? place + 1 : 0;
        int gone = behind ? chunk.count - from : place;
        chunk.list.remove(position(chunk, from), gone);
        rest.remove(rest.at(behind ? 0 : place), behind ? from : chunk.count - place);
        changed(chunk, -gone, before);
        return new Chunk(rest, gone);
    }

    private void mergeAround(Chunk center) {
        Chunk before = center.before;
        Chunk after = center.after;
        if (before != null && mayMerge(before.before, before)) {
            merge(before.before, before);
        }
        if (after != null && mayMerge(after, after.after)) {
            merge(after, after.after);
        }
        Chunk middle = center;
        if (mayMerge(center.before, center)) {
            middle = merge(center.before, center);
        }
        if (mayMerge(middle, middle.after)) {
            merge(middle, middle.after);
        }
    }

    private boolean mayMerge(@Nullable Chunk left, @Nullable Chunk right) {
        return left != null
                && right != null
                && left.large == null
                && right.large == null
                && !Limits.exceeds(
                        limit,
                        (long) left.packedBytes() + right.packedBytes() - EMPTY_BYTES,
                        (long) left.count + right.count);
    }

    /** Merges two neighbours into the one with more elements. */
    private Chunk merge(Chunk left, Chunk right) {
        Chunk keep = writable(left.count >= right.count ? left : right);
        boolean keepsLeft = left.count >= right.count;
        Chunk drop = keepsLeft ? right : left;
        long before = keep.bytes();
        if (keepsLeft) {
            keep.list.appendAll(drop.toRead());
        } else {
            keep.list.prependAll(drop.toRead());
        }
        int moved = drop.count;
        remove(drop);
        changed(keep, moved, before);
        return keep;
    }
}
