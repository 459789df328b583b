package serval.set;

import java.util.SplittableRandom;
import serval.bytes.ByteSlice;
import serval.bytes.Longs;
import serval.sdk.value.ElementVisitor;
import serval.structures.packed.PackedList;

/** A few short members one behind another. The set keeps the list's array alone; this is what works on it, made for each access. */
final class PackedForm implements Form {
    private final PackedList list;

    PackedForm(PackedList list) {
        this.list = list;
    }

    PackedList list() {
        return list;
    }

    @Override
    public long size() {
        return list.count();
    }

    @Override
    public long bytes() {
        return PackedList.heapBytes(list.array());
    }

    @Override
    public boolean contains(byte[] array, int offset, int length) {
        return list.find(list.first(), array, offset, length, 0) != PackedList.NONE;
    }

    @Override
    public boolean add(byte[] array, int offset, int length) {
        if (contains(array, offset, length)) {
            return false;
        }
        list.append(array, offset, length);
        return true;
    }

    @Override
    public boolean remove(byte[] array, int offset, int length) {
        int at = list.find(list.first(), array, offset, length, 0);
        if (at == PackedList.NONE) {
            return false;
        }
        list.remove(at);
        return true;
    }

    @Override
    public void forEach(ElementVisitor visitor) {
        ByteSlice slice = new ByteSlice();
        byte[] digits = new byte[Longs.MAX_LENGTH];
        for (int at = list.first(); at != PackedList.NONE; at = list.next(at)) {
            if (!visitor.visit(list.get(at, slice, digits))) {
                return;
            }
        }
    }

    @Override
    public void random(SplittableRandom random, ByteSlice into) {
        list.get(list.at(random.nextInt(list.count())), into, new byte[Longs.MAX_LENGTH]);
    }

    @Override
    public PackedForm copy() {
        return new PackedForm(list.copy());
    }
}
