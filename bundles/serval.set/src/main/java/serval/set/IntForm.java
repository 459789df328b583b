package serval.set;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;
import serval.bytes.ByteSlice;
import serval.bytes.Longs;
import serval.sdk.value.ElementVisitor;

/**
 * Numbers in ascending order, all as wide as the widest needs: 2, 4 or 8 bytes each, little-endian. RDB files have them so, too, behind
 * the width and the count. The set keeps the array alone; this is what works on it, made for each access.
 */
final class IntForm implements Form {
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** What RDB files have before the numbers. */
    private static final int SAVED_HEAD = 8;

    private static final byte[] NOTHING = new byte[0];
    private static final int ARRAY_BYTES = 12;
    private static final int LEAST_WITH_SLACK = 1024;
    private static final int MOST_SLACK = 512;

    private byte[] array;
    private int width;
    private int size;

    IntForm() {
        array = NOTHING;
        width = 2;
    }

    IntForm(byte[] array, int width, int size) {
        this.array = array;
        this.width = width;
        this.size = size;
    }

    /** Takes over bytes as they are in RDB files; null if they are no sorted numbers. */
    static @org.jspecify.annotations.Nullable IntForm of(byte[] bytes) {
        if (bytes.length < SAVED_HEAD) {
            return null;
        }
        int width = (int) INTS.get(bytes, 0);
        long size = (int) INTS.get(bytes, 4) & 0xFFFFFFFFL;
        if (width != 2 && width != 4 && width != 8 || size == 0 || size * width != bytes.length - SAVED_HEAD) {
            return null;
        }
        IntForm form = new IntForm(Arrays.copyOfRange(bytes, SAVED_HEAD, bytes.length), width, (int) size);
        for (int i = 1; i < form.size; i++) {
            if (form.at(i - 1) >= form.at(i)) {
                return null;
            }
        }
        return form;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public long bytes() {
        return ARRAY_BYTES + array.length + 7L & ~7L;
    }

    byte[] array() {
        return array;
    }

    int width() {
        return width;
    }

    /** The bytes as RDB files have them. */
    ByteSlice saved() {
        byte[] saved = new byte[SAVED_HEAD + size * width];
        INTS.set(saved, 0, width);
        INTS.set(saved, 4, size);
        System.arraycopy(array, 0, saved, SAVED_HEAD, size * width);
        return new ByteSlice().set(saved, 0, saved.length);
    }

    long at(int index) {
        int at = index * width;
        return switch (width) {
            case 2 -> (short) SHORTS.get(array, at);
            case 4 -> (int) INTS.get(array, at);
            default -> (long) LONGS.get(array, at);
        };
    }

    private void set(int index, long value) {
        int at = index * width;
        switch (width) {
            case 2 -> SHORTS.set(array, at, (short) value);
            case 4 -> INTS.set(array, at, (int) value);
            default -> LONGS.set(array, at, value);
        }
    }

    /** The index of a number, or the complement of where it belongs. */
    private int find(long value) {
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            long there = at(middle);
            if (there < value) {
                low = middle + 1;
            } else if (there > value) {
                high = middle - 1;
            } else {
                return middle;
            }
        }
        return ~low;
    }

    boolean contains(long value) {
        return find(value) >= 0;
    }

    @Override
    public boolean contains(byte[] bytes, int offset, int length) {
        return Longs.isLong(bytes, offset, length) && contains(Longs.parse(bytes, offset, length));
    }

    @Override
    public boolean add(byte[] bytes, int offset, int length) {
        return add(Longs.parse(bytes, offset, length));
    }

    boolean add(long value) {
        int needed = value == (short) value ? 2 : value == (int) value ? 4 : 8;
        if (needed > width) {
            widen(needed);
        }
        int at = find(value);
        if (at >= 0) {
            return false;
        }
        at = ~at;
        int used = size * width;
        if (used + width > array.length) {
            array = Arrays.copyOf(array, capacity(used + width));
        }
        int from = at * width;
        System.arraycopy(array, from, array, from + width, used - from);
        size++;
        set(at, value);
        return true;
    }

    /** Few numbers fill their object to the byte; many get room for an eighth more, up to a limit. */
    private static int capacity(int wanted) {
        int room = wanted < LEAST_WITH_SLACK ? wanted : wanted + Math.min(wanted / 8, MOST_SLACK);
        return (room + ARRAY_BYTES + 7 & ~7) - ARRAY_BYTES;
    }

    private void widen(int wider) {
        IntForm wide = new IntForm(new byte[capacity((size + 1) * wider)], wider, size);
        for (int i = 0; i < size; i++) {
            wide.set(i, at(i));
        }
        array = wide.array;
        width = wider;
    }

    @Override
    public boolean remove(byte[] bytes, int offset, int length) {
        if (!Longs.isLong(bytes, offset, length)) {
            return false;
        }
        int at = find(Longs.parse(bytes, offset, length));
        if (at < 0) {
            return false;
        }
        int used = size * width;
        int behind = (at + 1) * width;
        System.arraycopy(array, behind, array, behind - width, used - behind);
        size--;
        if (array.length - used > MOST_SLACK) {
            array = Arrays.copyOf(array, used - width);
        }
        return true;
    }

    @Override
    public void forEach(ElementVisitor visitor) {
        byte[] digits = new byte[Longs.MAX_LENGTH];
        ByteSlice slice = new ByteSlice();
        for (int i = 0; i < size; i++) {
            slice.set(digits, 0, Longs.write(at(i), digits, 0));
            if (!visitor.visit(slice)) {
                return;
            }
        }
    }

    @Override
    public void random(SplittableRandom random, ByteSlice into) {
        byte[] digits = Longs.toBytes(at(random.nextInt(size)));
        into.set(digits, 0, digits.length);
    }

    @Override
    public IntForm copy() {
        return new IntForm(Arrays.copyOf(array, size * width), width, size);
    }
}
