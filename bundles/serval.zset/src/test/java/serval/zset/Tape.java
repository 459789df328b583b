package serval.zset;

import java.util.ArrayList;
import java.util.List;
import serval.bytes.Ascii;
import serval.sdk.type.CorruptValueException;
import serval.sdk.type.ValueInput;
import serval.sdk.type.ValueOutput;

/** What a codec writes, kept as objects and read again. */
final class Tape implements ValueOutput, ValueInput {
    private final List<Object> items = new ArrayList<>();
    private int next;

    List<Object> items() {
        return items;
    }

    private Object take() {
        if (next == items.size()) {
            throw new CorruptValueException("end of tape");
        }
        return items.get(next++);
    }

    @Override
    public void unsigned(long value) {
        items.add(value);
    }

    @Override
    public void signed(long value) {
        items.add(value);
    }

    @Override
    public void string(byte[] array, int offset, int length) {
        items.add(Ascii.string(array, offset, length));
    }

    @Override
    public void real(double value) {
        items.add(value);
    }

    @Override
    public void real(float value) {
        items.add((double) value);
    }

    @Override
    public void octet(int value) {
        items.add((long) value);
    }

    @Override
    public void fixed64(long value) {
        items.add(value);
    }

    @Override
    public long unsigned() {
        return (long) take();
    }

    @Override
    public long signed() {
        return (long) take();
    }

    @Override
    public byte[] string() {
        String text = (String) take();
        byte[] bytes = new byte[text.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) text.charAt(i);
        }
        return bytes;
    }

    @Override
    public double real() {
        return (double) take();
    }

    @Override
    public float single() {
        return (float) (double) take();
    }

    @Override
    public double textReal() {
        return (double) take();
    }

    @Override
    public int octet() {
        return (int) (long) take();
    }

    @Override
    public long fixed64() {
        return (long) take();
    }

    @Override
    public long remaining() {
        return items.size() - next;
    }

    @Override
    public boolean deep() {
        return true;
    }
}
