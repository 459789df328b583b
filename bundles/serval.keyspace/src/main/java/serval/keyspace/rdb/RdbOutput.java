package serval.keyspace.rdb;

import java.util.Arrays;
import serval.bytes.Longs;
import serval.sdk.type.ValueOutput;

/** A growing array of RDB bytes. With a module's framing each element carries its opcode. */
public final class RdbOutput implements ValueOutput {
    /** Opcodes of module values. */
    static final int END = 0;

    static final int SIGNED = 1;
    static final int UNSIGNED = 2;
    static final int FLOAT = 3;
    static final int DOUBLE = 4;
    static final int STRING = 5;

    private static final int SHORTEST_COMPRESSED = 20;
    /** The most bytes in front of a compressed string: an octet and two lengths below 2^31. */
    private static final int MOST_HEAD = 1 + 2 * 5;

    private final boolean compress;
    private boolean module;
    private byte[] bytes = new byte[64];
    private int size;

    /** Creates an empty output; strings are compressed if {@code compress}. */
    public RdbOutput(boolean compress) {
        this.compress = compress;
    }

    /** Whether the elements written from now on carry opcodes, as those of module values do. */
    public void module(boolean on) {
        module = on;
    }

    /** Ends a module value. */
    public void endModule() {
        module = false;
        length(END);
    }

    /** The number of bytes written. */
    public int size() {
        return size;
    }

    /** The array the bytes are in, from 0 on. */
    public byte[] array() {
        return bytes;
    }

    /** The bytes as an array of their own. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** Forgets what was written; a module value that has begun goes on. */
    public void clear() {
        size = 0;
    }

    private void room(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int)
                    Math.min(Integer.MAX_VALUE - 16L, Math.max(size + (long) more, size * 2L)));
        }
    }

    /** Bytes as they are. */
    public void raw(byte[] array, int offset, int count) {
        room(count);
        System.arraycopy(array, offset, bytes, size, count);
        size += count;
    }

    @Override
    public void octet(int value) {
        room(1);
        bytes[size++] = (byte) value;
    }

    /** A length, or any unsigned number, in one to nine bytes. */
    public void length(long value) {
        if (value >= 0 && value < 1 << 6) {
            octet((int) value);
        } else if (value >= 0 && value < 1 << 14) {
            octet(0x40 | (int) (value >> 8));
            octet((int) value);
        } else if (value >= 0 && value <= 0xffff_ffffL) {
            octet(0x80);
            bigEndian(value, 4);
        } else {
            octet(0x81);
            bigEndian(value, 8);
        }
    }

    private void bigEndian(long value, int count) {
        room(count);
        for (int shift = (count - 1) * 8; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (value >> shift);
        }
    }

    @Override
    public void unsigned(long value) {
        if (module) {
            length(UNSIGNED);
        }
        length(value);
    }

    @Override
    public void signed(long value) {
        length(SIGNED);
        length(value);
    }

    @Override
    public void string(byte[] array, int offset, int count) {
        if (module) {
            length(STRING);
        }
        if (count <= 11 && number(array, offset, count)) {
            return;
        }
        if (compress && count > SHORTEST_COMPRESSED) {
            // Compressed behind the place of the head, and moved to it once that is known.
            room(MOST_HEAD + count);
            int packed = size + MOST_HEAD;
            int packedLength = Lzf.compress(array, offset, count, bytes, packed, count - 4);
            if (packedLength > 0) {
                octet(0xc3);
                length(packedLength);
                length(count);
                System.arraycopy(bytes, packed, bytes, size, packedLength);
                size += packedLength;
                return;
            }
        }
        length(count);
        raw(array, offset, count);
    }

    /** Writes a string that spells a 32-bit number in two to five bytes. */
    private boolean number(byte[] array, int offset, int count) {
        if (!Longs.isLong(array, offset, count)) {
            return false;
        }
        long value = Longs.parse(array, offset, count);
        if (value >= Byte.MIN_VALUE && value <= Byte.MAX_VALUE) {
            octet(0xc0);
            littleEndian(value, 1);
        } else if (value >= Short.MIN_VALUE && value <= Short.MAX_VALUE) {
            octet(0xc1);
            littleEndian(value, 2);
        } else if (value >= Integer.MIN_VALUE && value <= Integer.MAX_VALUE) {
            octet(0xc2);
            littleEndian(value, 4);
        } else {
            return false;
        }
        return true;
    }

    private void littleEndian(long value, int count) {
        room(count);
        for (int i = 0; i < count; i++) {
            bytes[size++] = (byte) (value >> i * 8);
        }
    }

    @Override
    public void real(double value) {
        if (module) {
            length(DOUBLE);
        }
        fixed64(Double.doubleToRawLongBits(value));
    }

    @Override
    public void real(float value) {
        length(FLOAT);
        littleEndian(Float.floatToRawIntBits(value), 4);
    }

    @Override
    public void fixed64(long value) {
        littleEndian(value, 8);
    }
}
