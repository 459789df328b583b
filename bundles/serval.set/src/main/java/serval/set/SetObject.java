package serval.set;

import java.util.SplittableRandom;
import serval.bytes.ByteSlice;
import serval.bytes.Longs;
import serval.sdk.type.Foreseeing;
import serval.sdk.type.Upcoming;
import serval.sdk.type.ValueType;
import serval.sdk.value.ElementVisitor;
import serval.sdk.value.SetValue;
import serval.structures.packed.PackedList;

/** A set, in the form that its members ask for. */
final class SetObject implements SetValue, Foreseeing {
    private static final int SHALLOW_BYTES = 16;

    /** The array of numbers or of a packed list, or a {@link TableForm}: a small set is two objects. */
    private Object body;
    /** How many numbers there are, times four, and how wide they are, as a power of two; 0 if there are none in the array. */
    private int shape;

    SetObject() {
        this(new IntForm());
    }

    SetObject(Form form) {
        body = bodyOf(form);
        shape = shapeOf(form);
    }

    private static Object bodyOf(Form form) {
        return switch (form) {
            case IntForm numbers -> numbers.array();
            case PackedForm packed -> packed.list().array();
            case TableForm table -> table;
        };
    }

    private static int shapeOf(Form form) {
        return form instanceof IntForm numbers
                ? (int) numbers.size() << 2 | Integer.numberOfTrailingZeros(numbers.width())
                : 0;
    }

    /** Takes over what a form has become. */
    private void keep(Form form) {
        Object now = bodyOf(form);
        // To store a reference costs a collector's barrier.
        if (body != now) {
            body = now;
        }
        shape = shapeOf(form);
    }

    @Override
    public ValueType<SetObject> type() {
        return SetType.INSTANCE;
    }

    @Override
    public long bytes() {
        return SHALLOW_BYTES + form().bytes();
    }

    Form form() {
        if (body instanceof TableForm table) {
            return table;
        }
        byte[] array = (byte[]) body;
        return shape == 0 ? new PackedForm(PackedList.over(array)) : new IntForm(array, 1 << (shape & 3), shape >>> 2);
    }

    @Override
    public long size() {
        return form().size();
    }

    @Override
    public boolean contains(byte[] array, int offset, int length) {
        return form().contains(array, offset, length);
    }

    @Override
    public boolean add(byte[] array, int offset, int length) {
        if (body instanceof TableForm table) {
            return table.add(array, offset, length);
        }
        Limits limits = SetType.INSTANCE.limits();
        Form form = form();
        if (form instanceof IntForm numbers) {
            if (Longs.isLong(array, offset, length)) {
                boolean added = numbers.add(Longs.parse(array, offset, length));
                if (added && numbers.size() > limits.numbers()) {
                    become(numbers, new TableForm());
                } else {
                    keep(numbers);
                }
                return added;
            }
            form = leaveNumbers(numbers, limits, length);
        } else if (length > limits.value() || form.size() >= limits.entries()) {
            if (form.contains(array, offset, length)) {
                return false;
            }
            form = become(form, new TableForm());
        }
        boolean added = form.add(array, offset, length);
        keep(form);
        return added;
    }

    /** Turns numbers into a packed list if they and one member more are few and short, into a table otherwise. */
    private Form leaveNumbers(IntForm numbers, Limits limits, int length) {
        boolean packs =
                numbers.size() < limits.entries() && length <= limits.value() && longest(numbers) <= limits.value();
        return become(numbers, packs ? new PackedForm(new PackedList()) : new TableForm());
    }

    private static int longest(IntForm numbers) {
        int size = (int) numbers.size();
        return size == 0 ? 0 : Math.max(Longs.length(numbers.at(0)), Longs.length(numbers.at(size - 1)));
    }

    private Form become(Form form, Form other) {
        form.forEach(member -> {
            other.add(member.array(), member.offset(), member.length());
            return true;
        });
        keep(other);
        return other;
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
        if (!(body instanceof TableForm) && members > (shape == 0 ? limits.entries() : limits.numbers())) {
            become(form(), new TableForm(members));
        }
    }

    /** Leaves a form that has more members than the limits of now allow. */
    void settle() {
        if (form() instanceof IntForm numbers
                && numbers.size() > SetType.INSTANCE.limits().numbers()) {
            become(numbers, new TableForm());
        }
    }

    @Override
    public boolean remove(byte[] array, int offset, int length) {
        Form form = form();
        boolean removed = form.remove(array, offset, length);
        keep(form);
        return removed;
    }

    @Override
    public long foresee(Upcoming requests, int from, int to) {
        return body instanceof TableForm table ? table.foresee(requests, from, to) : 0;
    }

    @Override
    public void forEach(ElementVisitor visitor) {
        form().forEach(visitor);
    }

    void random(SplittableRandom random, ByteSlice into) {
        form().random(random, into);
    }

    SetObject copy() {
        return new SetObject(form().copy());
    }
}
