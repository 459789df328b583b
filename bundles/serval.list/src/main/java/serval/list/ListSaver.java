package serval.list;

import org.jspecify.annotations.Nullable;
import serval.sdk.type.Codec;
import serval.sdk.type.ValueOutput;
import serval.structures.packed.PackedList;

/** Saves a list as it was when this was opened: a small one from a copy, a large one from its chunks of that time. */
final class ListSaver implements Codec.Saver {
    private static final int LARGE = 1;
    private static final int PACKED = 2;
    private static final int ELEMENT_COST = 8;

    private final ChunkTree.@Nullable Frozen frozen;
    private final @Nullable ChunkList source;
    private final @Nullable PackedList small;

    private boolean open = true;
    private boolean begun;
    private int array;
    private int place;

    ListSaver(ListObject value) {
        source = value.chunks();
        frozen = source == null ? null : source.freeze();
        small = source == null ? value.packed().copy() : null;
    }

    @Override
    public boolean step(ValueOutput out, int budget) {
        int left = budget;
        if (!begun) {
            begun = true;
            out.unsigned(frozen == null ? 1 : frozen.chunks());
        }
        while (left > 0) {
            if (small != null) {
                if (place == 1) {
                    return true;
                }
                left -= save(out, small);
                place = 1;
            } else {
                while (array < frozen.sizes().length && place == frozen.sizes()[array]) {
                    array++;
                    place = 0;
                }
                if (array == frozen.sizes().length) {
                    return true;
                }
                Chunk chunk = (Chunk) frozen.arrays()[array][place];
                left -= chunk.large == null ? save(out, chunk.toRead()) : large(out, chunk.large);
                place++;
            }
        }
        return false;
    }

    private static int large(ValueOutput out, byte[] element) {
        out.unsigned(LARGE);
        out.string(element, 0, element.length);
        return element.length + ELEMENT_COST;
    }

    private static int save(ValueOutput out, PackedList list) {
        out.unsigned(PACKED);
        out.string(list.array(), 0, list.size());
        return list.size() + ELEMENT_COST;
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            if (source != null) {
                source.thaw();
            }
        }
    }
}
