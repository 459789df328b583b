package serval.example.filters;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import serval.sdk.type.Codec;
import serval.sdk.type.CorruptValueException;
import serval.sdk.type.ValueInput;
import serval.sdk.type.ValueOutput;

/** What a codec writes, element by element, to be read back or compared. */
final class Tape implements ValueOutput, ValueInput {
    private final ArrayDeque<Object> elements = new ArrayDeque<>();

    /** A value saved as a whole. */
    static <F extends Filter> Tape of(FilterType<F> type, F value, int budget) {
        Tape tape = new Tape();
        Codec.Saver saver = type.save(value, 11);
        while (!saver.step(tape, budget)) {
            // Slice after slice.
        }
        saver.close();
        return tape;
    }

    /** The value that was saved. */
    <F extends Filter> F load(FilterType<F> type, int budget) {
        Codec.Loader<F> loader = type.load(Codec.MODULE, type.encodingVersion());
        while (!loader.step(this, budget)) {
            // Slice after slice.
        }
        if (!elements.isEmpty()) {
            throw new AssertionError(elements.size() + " elements are left");
        }
        return loader.value();
    }

    /** The elements as text: equal for equal tapes. */
    List<String> shown() {
        List<String> shown = new ArrayList<>();
        elements.forEach(one -> shown.add(one instanceof byte[] bytes ? Arrays.toString(bytes) : one.toString()));
        return shown;
    }

    void put(Object element) {
        elements.add(element);
    }

    @Override
    public void unsigned(long value) {
        elements.add(value);
    }

    @Override
    public void string(byte[] array, int offset, int length) {
        elements.add(Arrays.copyOfRange(array, offset, offset + length));
    }

    @Override
    public long unsigned() {
        return (Long) next(Long.class);
    }

    @Override
    public byte[] string() {
        return (byte[]) next(byte[].class);
    }

    private Object next(Class<?> kind) {
        Object next = elements.poll();
        if (!kind.isInstance(next)) {
            throw new CorruptValueException("not a " + kind.getSimpleName() + ": " + next);
        }
        return next;
    }

    @Override
    public long remaining() {
        return elements.size();
    }

    @Override
    public boolean deep() {
        return true;
    }

    @Override
    public void signed(long value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void real(double value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void real(float value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void octet(int value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void fixed64(long value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long signed() {
        throw new UnsupportedOperationException();
    }

    @Override
    public double real() {
        throw new UnsupportedOperationException();
    }

    @Override
    public float single() {
        throw new UnsupportedOperationException();
    }

    @Override
    public double textReal() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int octet() {
        throw new UnsupportedOperationException();
    }

    @Override
    public long fixed64() {
        throw new UnsupportedOperationException();
    }
}
