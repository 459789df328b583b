package serval.list;

import serval.sdk.type.Codec;
import serval.sdk.type.CorruptValueException;
import serval.sdk.type.ValueInput;
import serval.structures.packed.PackedList;

/** Loads a list, whatever version wrote it. */
final class ListLoader implements Codec.Loader<ListObject> {
    private static final int LARGE = 1;
    private static final int PACKED = 2;
    private static final int ELEMENT_COST = 8;

    private final int code;
    private final ChunkList chunks = new ChunkList(Limits.ofLargeList());
    private final ListObject list = new ListObject(chunks);
    private boolean begun;
    /** Pieces that are still to be read. */
    private long left;

    ListLoader(int code) {
        this.code = code;
    }

    @Override
    public ListObject value() {
        return list;
    }

    @Override
    public boolean step(ValueInput in, int budget) {
        if (!begun) {
            begun = true;
            left = code == ListType.ZIPLIST ? 1 : count(in);
        }
        int bytes = budget;
        while (left > 0 && bytes > 0) {
            bytes -= part(in);
            left--;
        }
        if (left > 0) {
            return false;
        }
        if (list.isEmpty()) {
            throw new CorruptValueException("a list without elements");
        }
        if (code != ListType.ZIPLIST) {
            list.settle();
        }
        return true;
    }

    private static long count(ValueInput in) {
        long count = in.unsigned();
        if (count <= 0 || count > in.remaining()) {
            throw new CorruptValueException("no parts, or more than there are bytes");
        }
        return count;
    }

    private int part(ValueInput in) {
        long container = code == ListType.QUICKLIST_2 ? in.unsigned() : PACKED;
        if (container != PACKED && container != LARGE) {
            throw new CorruptValueException("a part of no known kind");
        }
        byte[] bytes = in.string();
        switch (code) {
            case ListType.ELEMENTS -> chunks.push(bytes, 0, bytes.length, false);
            case ListType.ZIPLIST -> ziplist(bytes).pushTo(chunks);
            case ListType.QUICKLIST -> append(ziplist(bytes).toPacked());
            default -> quicklist(bytes, container);
        }
        return bytes.length + ELEMENT_COST;
    }

    private void quicklist(byte[] bytes, long container) {
        if (bytes.length == 0) {
            throw new CorruptValueException("an empty part");
        }
        if (container == LARGE) {
            chunks.appendLarge(bytes);
            return;
        }
        PackedList packed = PackedList.of(bytes);
        if (packed == null) {
            throw new CorruptValueException("a part is no listpack");
        }
        append(packed);
    }

    private void append(PackedList packed) {
        if (!packed.isEmpty()) {
            chunks.append(packed);
        }
    }

    private static Ziplist ziplist(byte[] bytes) {
        Ziplist ziplist = new Ziplist(bytes);
        if (!ziplist.isSound()) {
            throw new CorruptValueException("a part is no ziplist");
        }
        return ziplist;
    }
}
