package serval.keyspace;

import java.util.Arrays;
import serval.sdk.type.Value;
import serval.sdk.type.ValueType;

/**
 * A string with an object of its own: too long to be packed, grown in place, or on its way in or out.
 *
 * <p>An array that something outside still refers to (a reply on its way, a snapshot) is shared: it is copied before the next change.
 */
final class StringValue implements Value {
    private static final int SHALLOW_BYTES = 24;
    private static final int MOST_SLACK = 1 << 20;

    private byte[] array;
    private int length;
    private boolean raw;
    private boolean shared;

    StringValue(byte[] array, int length, boolean raw) {
        this.array = array;
        this.length = length;
        this.raw = raw;
    }

    byte[] array() {
        return array;
    }

    int length() {
        return length;
    }

    /** Whether it was changed in place. */
    boolean isRaw() {
        return raw;
    }

    /** Marks the array as one that others refer to. */
    void share() {
        shared = true;
    }

    /** Whether others refer to the array. */
    boolean isShared() {
        return shared;
    }

    /** Whether a string of this length would fill the array exactly. */
    boolean fits(int count) {
        return array.length == count;
    }

    /** Takes other bytes of just the length there is room for; false if that cannot be done in place. */
    boolean overwrite(byte[] bytes, int from, int count) {
        if (shared || array.length != count) {
            return false;
        }
        System.arraycopy(bytes, from, array, 0, count);
        length = count;
        raw = false;
        return true;
    }

    /** Makes the string changeable in place, at least this long. */
    void edit(int least) {
        raw = true;
        if (least > array.length) {
            array = Arrays.copyOf(array, grown(least));
            shared = false;
        } else if (shared) {
            array = Arrays.copyOf(array, Math.max(least, length));
            shared = false;
        }
        length = Math.max(length, least);
    }

    private static int grown(int least) {
        return (int) Math.min(Integer.MAX_VALUE - 16L, least + (long) Math.min(least, MOST_SLACK));
    }

    void append(byte[] bytes, int offset, int count) {
        int at = length;
        edit(Math.addExact(length, count));
        System.arraycopy(bytes, offset, array, at, count);
    }

    @Override
    public ValueType<?> type() {
        return StringType.INSTANCE;
    }

    @Override
    public long bytes() {
        return SHALLOW_BYTES + Entries.arrayBytes(array.length);
    }
}
