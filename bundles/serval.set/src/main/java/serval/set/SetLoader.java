package serval.set;

import serval.bytes.ByteSlice;
import serval.bytes.Longs;
import serval.sdk.type.Codec;
import serval.sdk.type.CorruptValueException;
import serval.sdk.type.ValueInput;
import serval.structures.packed.PackedList;

/** Loads a set from any of the forms that Redis writes. */
final class SetLoader implements Codec.Loader<SetObject> {
    private final int code;
    private SetObject set = new SetObject();
    private boolean begun;
    private long left;

    SetLoader(int code) {
        this.code = code;
    }

    @Override
    public boolean step(ValueInput in, int budget) {
        if (code != SetType.MEMBERS) {
            small(in.string());
            return true;
        }
        if (!begun) {
            begun = true;
            left = in.unsigned();
            // A member takes at least a byte.
            if (left <= 0 || left > in.remaining()) {
                throw new CorruptValueException("a set without members, or with more than bytes");
            }
            set.expect(left);
        }
        long bytes = budget;
        while (left > 0 && bytes > 0) {
            byte[] member = in.string();
            add(member, 0, member.length);
            bytes -= member.length + 1;
            left--;
        }
        return left == 0;
    }

    private void add(byte[] array, int offset, int length) {
        if (!set.add(array, offset, length)) {
            throw new CorruptValueException("a member is there twice");
        }
    }

    private void small(byte[] bytes) {
        if (code == SetType.NUMBERS) {
            IntForm numbers = IntForm.of(bytes);
            if (numbers == null) {
                throw new CorruptValueException("a set of numbers is not sorted, or not laid out as it should be");
            }
            set = new SetObject(numbers);
            set.settle();
            return;
        }
        PackedList list = PackedList.of(bytes);
        if (list == null || list.isEmpty()) {
            throw new CorruptValueException("a packed set is not laid out as it should be");
        }
        TableForm seen = new TableForm();
        ByteSlice member = new ByteSlice();
        byte[] digits = new byte[Longs.MAX_LENGTH];
        for (int at = list.first(); at != PackedList.NONE; at = list.next(at)) {
            list.get(at, member, digits);
            if (!seen.add(member.array(), member.offset(), member.length())) {
                throw new CorruptValueException("a member is there twice");
            }
        }
        set = new SetObject(list.count() > SetType.INSTANCE.limits().entries() ? seen : new PackedForm(list));
    }

    @Override
    public SetObject value() {
        return set;
    }
}
