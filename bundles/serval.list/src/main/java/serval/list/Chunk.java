package serval.list;

import org.jspecify.annotations.Nullable;
import serval.structures.packed.FrontCoding;
import serval.structures.packed.PackedList;

/** A stretch of a large list: elements in a packed list, open or coded in fewer bytes, or one large element on its own. */
final class Chunk extends Node {
    private static final int OBJECT_BYTES = 40;

    /** The elements, open to changes; null if they are coded or there is a large one. */
    @Nullable
    PackedList list;

    /** The elements as {@link FrontCoding} has them; null if they are open or there is a large one. */
    byte @Nullable [] coded;

    /** The large element; null if there is a packed list. */
    final byte @Nullable [] large;

    int count;

    @Nullable
    Chunk before;

    @Nullable
    Chunk after;

    /** A chunk of a packed list, which becomes the chunk's own. */
    Chunk(PackedList list, int count) {
        this.list = list;
        this.large = null;
        this.count = count;
    }

    /** A chunk of one element, whose array becomes the chunk's own. */
    Chunk(byte[] large) {
        this.list = null;
        this.large = large;
        this.count = 1;
    }

    private Chunk(byte[] coded, int count) {
        this.list = null;
        this.large = null;
        this.coded = coded;
        this.count = count;
    }

    /** A copy outside of any list that shares nothing that can change. */
    Chunk copy() {
        return large != null
                ? new Chunk(large)
                : coded != null ? new Chunk(coded, count) : new Chunk(list.copy(), count);
    }

    @Override
    long total() {
        return count;
    }

    long bytes() {
        return OBJECT_BYTES + (list != null ? list.heapBytes() : PackedList.heapBytes(coded != null ? coded : large));
    }

    /** The length of the packed list in bytes, open or coded. */
    int packedBytes() {
        return list != null ? list.size() : FrontCoding.listBytes(coded);
    }

    /** The packed list, to be read only: what is coded stays so. */
    PackedList toRead() {
        return list != null ? list : FrontCoding.decode(coded, count);
    }

    /** Codes the elements in fewer bytes if that pays. */
    void close() {
        if (list != null) {
            coded = FrontCoding.encode(list);
            if (coded != null) {
                list = null;
            }
        }
    }

    /** Opens coded elements to changes. */
    void open() {
        if (coded != null) {
            list = FrontCoding.decode(coded, count);
            coded = null;
        }
    }
}
