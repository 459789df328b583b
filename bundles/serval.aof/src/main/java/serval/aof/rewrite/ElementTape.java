package serval.aof.rewrite;

import java.util.ArrayDeque;
import serval.bytes.Doubles;
import serval.sdk.type.CorruptValueException;
import serval.sdk.type.ValueInput;
import serval.sdk.type.ValueOutput;

/** The elements that a saver writes, in memory, until a loader has read them: how a value as it was becomes a value of its own. */
final class ElementTape implements ValueOutput, ValueInput {
    private final ArrayDeque<Object> elements = new ArrayDeque<>();

    /** How many elements have not been read. */
    int size() {
        return elements.size();
    }

    @Override
    public void unsigned(long value) {
        elements.add(value);
    }

    @Override
    public void signed(long value) {
        elements.add(value);
    }

    @Override
    public void string(byte[] array, int offset, int length) {
        elements.add(java.util.Arrays.copyOfRange(array, offset, offset + length));
    }

    @Override
    public void real(double value) {
        elements.add(value);
    }

    @Override
    public void real(float value) {
        elements.add(value);
    }

    @Override
    public void octet(int value) {
        elements.add((long) (value & 0xff));
    }

    @Override
    public void fixed64(long value) {
        elements.add(value);
    }

    private <T> T next(Class<T> kind) {
        Object element = elements.poll();
        if (!kind.isInstance(element)) {
            throw new CorruptValueException("a value is not read as it was written");
        }
        return kind.cast(element);
    }

    @Override
    public long unsigned() {
        return next(Long.class);
    }

    @Override
    public long signed() {
        return next(Long.class);
    }

    @Override
    public byte[] string() {
        return next(byte[].class);
    }

    @Override
    public double real() {
        return next(Double.class);
    }

    @Override
    public float single() {
        return next(Float.class);
    }

    @Override
    public double textReal() {
        byte[] digits = next(byte[].class);
        return Doubles.parse(digits, 0, digits.length);
    }

    @Override
    public int octet() {
        return (int) (long) next(Long.class);
    }

    @Override
    public long fixed64() {
        return next(Long.class);
    }

    @Override
    public long remaining() {
        return Integer.MAX_VALUE;
    }

    @Override
    public boolean deep() {
        return false;
    }
}
