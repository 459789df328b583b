package serval.list;

import org.jspecify.annotations.Nullable;
import serval.bytes.ByteSlice;
import serval.bytes.Longs;
import serval.sdk.reply.Reply;
import serval.sdk.type.ValueType;
import serval.sdk.value.ElementVisitor;
import serval.sdk.value.ListValue;
import serval.structures.packed.FrontCodedCursor;
import serval.structures.packed.PackedList;

/** A list: one packed list, or many of them once it has outgrown the limit. */
final class ListObject implements ListValue {
    private static final int OBJECT_BYTES = 16;
    /** Replies are written under the engine lock, one at a time. */
    private static final ByteSlice VIEW = new ByteSlice();

    private static final FrontCodedCursor CODED = new FrontCodedCursor();

    private static final byte[] DIGITS = new byte[Longs.MAX_LENGTH];

    private @Nullable PackedList packed;
    private @Nullable ChunkList chunks;

    /** Creates an empty list. */
    ListObject() {
        packed = new PackedList();
    }

    /** Creates a small list. */
    ListObject(PackedList list) {
        packed = list;
    }

    /** Creates a large list. */
    ListObject(ChunkList list) {
        chunks = list;
    }

    @Override
    public ValueType<?> type() {
        return ListType.INSTANCE;
    }

    @Override
    public long bytes() {
        return OBJECT_BYTES + (packed != null ? packed.heapBytes() : ChunkList.OBJECT_BYTES + chunks.bytes());
    }

    /** The elements of a small list; null in a large one. */
    @Nullable
    PackedList packed() {
        return packed;
    }

    /** The elements of a large list; null in a small one. */
    @Nullable
    ChunkList chunks() {
        return chunks;
    }

    @Override
    public long size() {
        return packed != null ? packed.count() : chunks.elements();
    }

    boolean isEmpty() {
        return packed != null ? packed.isEmpty() : chunks.first == null;
    }

    ListObject copy() {
        return packed != null ? new ListObject(packed.copy()) : new ListObject(chunks.copy());
    }

    // Small and large

    /** Makes a small list large if it is going to be beyond the limit with so many more bytes and elements. */
    void beforeGrowing(long bytes, long elements) {
        if (packed != null && Limits.exceeds(Limits.configured(), packed.size() + bytes, packed.count() + elements)) {
            ChunkList large = new ChunkList(Limits.ofLargeList());
            if (!packed.isEmpty()) {
                large.append(packed);
            }
            chunks = large;
            packed = null;
        }
    }

    /** Makes a large list small if it is well below the limit: by half, so that it does not go back and forth. */
    void afterShrinking() {
        if (chunks != null) {
            toSmall(2);
        }
    }

    /** Makes a large list small if it is within the limit. */
    void settle() {
        if (chunks != null) {
            toSmall(1);
        }
    }

    private void toSmall(int part) {
        if (chunks.chunks() != 1 || chunks.first.large != null) {
            return;
        }
        int limit = Limits.configured();
        if (chunks.first.packedBytes() > Limits.bytes(limit) / part
                || chunks.elements() > Limits.elements(limit) / part) {
            return;
        }
        packed = chunks.writable(chunks.first).list;
        chunks = null;
    }

    // Changing

    @Override
    public void append(byte[] array, int offset, int length) {
        beforeGrowing(length, 1);
        push(array, offset, length, false);
    }

    void push(byte[] array, int offset, int length, boolean atHead) {
        if (chunks != null) {
            chunks.push(array, offset, length, atHead);
        } else if (atHead) {
            packed.prepend(array, offset, length);
        } else {
            packed.append(array, offset, length);
        }
    }

    /** Removes the first or the last element. */
    void pop(boolean atHead) {
        if (chunks != null) {
            chunks.pop(atHead);
        } else if (atHead) {
            packed.removeFirst(1);
        } else {
            packed.remove(packed.last());
        }
    }

    /** Removes elements from an index on. */
    void removeRange(long from, long count) {
        if (chunks != null) {
            chunks.removeRange(from, count);
        } else if (count > 0 && from == 0) {
            packed.removeFirst((int) Math.min(count, Integer.MAX_VALUE));
        } else if (count > 0) {
            packed.remove(packed.at((int) (from - packed.count())), (int) Math.min(count, Integer.MAX_VALUE));
        }
    }

    /** Removes the element at a position of a small list; returns the position behind it. */
    int removeAt(int at) {
        return packed.remove(at);
    }

    void replace(long index, byte[] array, int offset, int length) {
        if (chunks != null) {
            chunks.replace(index, array, offset, length);
        } else {
            packed.replace(position(packed, index), array, offset, length);
        }
    }

    /** Puts an element before or behind the one a cursor is at; the cursor is of no use afterwards. */
    void insert(ElementCursor cursor, byte[] array, int offset, int length, boolean behind) {
        if (chunks != null) {
            chunks.insert(cursor.chunk(), cursor.place(), array, offset, length, behind);
        } else {
            packed.insert(behind ? cursor.behind() : cursor.position(), array, offset, length);
        }
    }

    static int position(PackedList list, long index) {
        int count = list.count();
        return list.at(index <= count / 2 ? (int) index : (int) (index - count));
    }

    // Reading

    /** The element at an index, valid until the next change or look; null if there is none. */
    @Nullable
    ByteSlice get(long index) {
        if (index < 0 || index >= size()) {
            return null;
        }
        PackedList list = packed;
        int at;
        if (list == null) {
            Chunk chunk = chunks.find(index);
            if (chunk.large != null) {
                return VIEW.set(chunk.large, 0, chunk.large.length);
            }
            if (chunk.coded != null) {
                CODED.seek(chunk.coded, chunk.count, chunks.offset);
                CODED.next();
                return CODED.element();
            }
            list = chunk.list;
            at = ChunkList.position(chunk, chunks.offset);
        } else {
            at = position(list, index);
        }
        return list.get(at, VIEW, DIGITS);
    }

    /** Whether the first or last element is kept as a number. */
    boolean isNumber(boolean atHead) {
        PackedList list = packed;
        if (list == null) {
            Chunk end = atHead ? chunks.first : chunks.last;
            list = end.large != null ? null : end.toRead();
        }
        return list != null && list.isNumber(atHead ? list.first() : list.last());
    }

    @Override
    public void forEach(long from, ElementVisitor visitor) {
        if (from < 0 || from >= size()) {
            return;
        }
        ElementCursor cursor = new ElementCursor(this, from, false);
        while (cursor.next()) {
            if (!visitor.visit(cursor.element())) {
                return;
            }
        }
    }

    /** Writes elements, which must be there, as an array: from an index on, or backwards from there. */
    void reply(Reply reply, long from, long count, boolean backwards) {
        reply.array(count);
        if (packed != null) {
            write(reply, packed, position(packed, from), count, backwards);
            return;
        }
        Chunk chunk = chunks.find(from);
        int place = chunks.offset;
        long left = count;
        while (true) {
            int here = backwards ? place + 1 : chunk.count - place;
            long some = Math.min(left, here);
            if (chunk.large != null) {
                reply.bulk(chunk.large, 0, chunk.large.length);
            } else if (chunk.coded != null && !backwards) {
                write(reply, chunk, place, some);
            } else {
                PackedList list = chunk.toRead();
                write(reply, list, ChunkList.position(list, chunk.count, place), some, backwards);
            }
            left -= some;
            if (left == 0) {
                return;
            }
            chunk = backwards ? chunk.before : chunk.after;
            place = backwards ? chunk.count - 1 : 0;
        }
    }

    private static void write(Reply reply, Chunk chunk, int place, long count) {
        CODED.seek(chunk.coded, chunk.count, place);
        for (long left = count; left > 0; left--) {
            CODED.next();
            reply.bulk(CODED.element());
        }
    }

    private static void write(Reply reply, PackedList list, int from, long count, boolean backwards) {
        int at = from;
        for (long left = count; left > 0; left--) {
            reply.bulk(list.get(at, VIEW, DIGITS));
            at = backwards ? list.previous(at) : list.next(at);
        }
    }
}
