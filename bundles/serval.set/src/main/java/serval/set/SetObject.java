package serval.set;

import java.util.SplittableRandom;
import serval.bytes.ByteSlice;
import serval.bytes.Longs;
import serval.sdk.type.ValueType;
import serval.sdk.value.ElementVisitor;
import serval.sdk.value.SetValue;
import serval.structures.packed.PackedList;

/** A set, in the form that its members ask for. */
final class SetObject implements SetValue {
    private static final int SHALLOW_BYTES = 16;

    private Form form;

    SetObject() {
        this(new IntForm());
    }

    SetObject(Form form) {
        this.form = form;
    }

    @Override
    public ValueType<SetObject> type() {
        return SetType.INSTANCE;
    }

    @Override
    public long bytes() {
        return SHALLOW_BYTES + form.bytes();
    }

    Form form() {
        return form;
    }

    @Override
    public long size() {
        return form.size();
    }

    @Override
    public boolean contains(byte[] array, int offset, int length) {
        return form.contains(array, offset, length);
    }

    @Override
    public boolean add(byte[] array, int offset, int length) {
        Limits limits = SetType.INSTANCE.limits();
        if (form instanceof IntForm numbers) {
            if (Longs.isLong(array, offset, length)) {
                boolean added = numbers.add(Longs.parse(array, offset, length));
                if (added && numbers.size() > limits.numbers()) {
                    become(new TableForm());
                }
                return added;
            }
            leaveNumbers(limits, length);
        } else if (form instanceof PackedForm packed
                && (length > limits.value() || packed.size() >= limits.entries())) {
            if (packed.contains(array, offset, length)) {
                return false;
            }
            become(new TableForm());
        }
        return form.add(array, offset, length);
    }

    /** Turns numbers into a packed list if they and one member more are few and short, into a table otherwise. */
    private void leaveNumbers(Limits limits, int length) {
        long size = form.size();
        boolean packs = size < limits.entries() && length <= limits.value() && longestNumber() <= limits.value();
        become(packs ? new PackedForm(new PackedList()) : new TableForm());
    }

    private int longestNumber() {
        IntForm numbers = (IntForm) form;
        int size = (int) numbers.size();
        return size == 0 ? 0 : Math.max(Longs.length(numbers.at(0)), Longs.length(numbers.at(size - 1)));
    }

    private void become(Form other) {
        form.forEach(member -> {
            other.add(member.array(), member.offset(), member.length());
            return true;
        });
        form = other;
    }

    /** A new set in the form for so many members, the first of which is a number or not. */
    static SetObject expecting(boolean number, long members) {
        Limits limits = SetType.INSTANCE.limits();
        if (number && members <= limits.numbers()) {
            return new SetObject();
        }
        return new SetObject(members <= limits.entries() ? new PackedForm(new PackedList()) : new TableForm(members));
    }

    /** Becomes a table at once if so many members are about to come. */
    void expect(long members) {
        Limits limits = SetType.INSTANCE.limits();
        if (form instanceof IntForm && members > limits.numbers()
                || form instanceof PackedForm && members > limits.entries()) {
            become(new TableForm(members));
        }
    }

    /** Leaves a form that has more members than the limits of now allow. */
    void settle() {
        if (form instanceof IntForm numbers
                && numbers.size() > SetType.INSTANCE.limits().numbers()) {
            become(new TableForm());
        }
    }

    @Override
    public boolean remove(byte[] array, int offset, int length) {
        return form.remove(array, offset, length);
    }

    @Override
    public void forEach(ElementVisitor visitor) {
        form.forEach(visitor);
    }

    void random(SplittableRandom random, ByteSlice into) {
        form.random(random, into);
    }

    SetObject copy() {
        return new SetObject(form.copy());
    }
}
