package serval.keyspace.rdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import serval.bytes.Doubles;
import serval.bytes.Longs;
import serval.sdk.type.CorruptValueException;
import serval.sdk.type.ValueInput;

/** RDB bytes in an array, read from front to back. Nothing read makes it allocate more than the bytes that are there account for. */
public final class RdbInput implements ValueInput {
    /** LZF cannot expand by more than this. */
    private static final long MOST_EXPANSION = 264;

    private static final byte[][] NOTHING_MORE = {};

    private final boolean deep;
    private byte[] bytes;
    private int end;
    private boolean module;
    private int at;

    /** Pieces that follow {@link #bytes}. */
    private final byte[][] pieces;

    private int nextPiece;
    private long later;

    /** Where more comes from, or null. */
    private final @Nullable Source source;
    /** The place of {@link #bytes}' first byte in the stream. */
    private long base;
    /** What lies from here on in {@link #bytes} is kept; -1 for nothing. */
    private int kept = -1;
    /** Whether {@link #bytes} is an array of this input's own, made of several parts. */
    private boolean joins;

    private static final int MOST = Integer.MAX_VALUE - 16;

    /** Gives a stream in parts. */
    public interface Source {
        /** The next part, or null at the end. It may wait; the array must not change afterwards. */
        byte @Nullable [] next() throws IOException;

        /** An upper bound of the bytes still to come. */
        long left();
    }

    /** Creates an input over a stream, of which no part has been read. */
    public RdbInput(Source source, boolean deep) {
        this.source = source;
        this.deep = deep;
        bytes = new byte[0];
        pieces = NOTHING_MORE;
    }

    /** Creates an input over a range of bytes; {@code deep} asks types to check their values in depth. */
    public RdbInput(byte[] bytes, int from, int to, boolean deep) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
        this.deep = deep;
        pieces = NOTHING_MORE;
        source = null;
    }

    /** Creates an input over pieces that follow one another. No element of the value goes across the end of a piece. */
    public RdbInput(byte[][] pieces, boolean deep) {
        this.pieces = pieces;
        this.deep = deep;
        source = null;
        bytes = new byte[0];
        for (byte[] piece : pieces) {
            later += piece.length;
        }
    }

    /** Whether the elements read from now on carry opcodes, as those of module values do. */
    public void module(boolean on) {
        module = on;
    }

    /** Reads the end of a module value. */
    public void endModule() {
        module = false;
        if (length() != RdbOutput.END) {
            throw new CorruptValueException("module value goes on where it should end");
        }
    }

    /** Steps over a module value to behind its end; returns its bytes without the end. */
    public byte[] skipModule() {
        long from = mark();
        int end = stepOverModule();
        byte[] all = since(from);
        return java.util.Arrays.copyOf(all, all.length - end);
    }

    /** Steps over a module value to behind its end; returns how many bytes that took. */
    public int stepOverModule() {
        while (true) {
            long before = position();
            long opcode = length();
            if (opcode == RdbOutput.END) {
                return (int) (position() - before);
            }
            switch ((int) opcode) {
                case RdbOutput.SIGNED, RdbOutput.UNSIGNED -> length();
                case RdbOutput.FLOAT -> need(4);
                case RdbOutput.DOUBLE -> need(8);
                case RdbOutput.STRING -> skipString();
                default -> throw new CorruptValueException("unknown opcode in a module value");
            }
        }
    }

    /**
     * Steps over a string whose bytes are written as they are, so that they need not be copied to be looked at: with a
     * {@link #mark()} before it they lie in {@link #array()} from {@link #index} on until the next string is read.
     *
     * @return its length; -1 if the string is written in another way, and then nothing is stepped over
     */
    public int plainString() {
        if (octet() >> 6 == 3) {
            at--;
            return -1;
        }
        at--;
        return stringBytes();
    }

    /** The array that {@link #index} points into; not to be changed. */
    public byte[] array() {
        return bytes;
    }

    /** Where a position, not before the last {@link #mark()}, is in {@link #array()} now. */
    public int index(long position) {
        return (int) (position - base);
    }

    /** A copy of bytes that are kept. */
    public byte[] copy(long from, int length) {
        int begin = index(from);
        return java.util.Arrays.copyOfRange(bytes, begin, begin + length);
    }

    /** Keeps nothing any more. */
    public void release() {
        kept = -1;
    }

    /** Where the next byte is read. */
    public long position() {
        return base + at;
    }

    /** Keeps what is read from now on for {@link #since} or {@link #back}; returns the {@link #position()}. */
    public long mark() {
        kept = at;
        return position();
    }

    /** The bytes from a {@link #mark()} to here, which are kept no longer. */
    public byte[] since(long from) {
        kept = -1;
        return java.util.Arrays.copyOfRange(bytes, (int) (from - base), at);
    }

    /** Goes back to a {@link #mark()}. */
    public void back(long to) {
        at = (int) (to - base);
        kept = -1;
    }

    /** Steps over some bytes. */
    public void skip(int count) {
        need(count);
    }

    /** Steps over a string without an opcode, whatever its encoding. */
    public void skipString() {
        int first = octet();
        if (first >> 6 != 3) {
            at--;
            stringBytes();
            return;
        }
        switch (first) {
            case 0xc0 -> need(1);
            case 0xc1 -> need(2);
            case 0xc2 -> need(4);
            case 0xc3 -> {
                long packed = length();
                length();
                if (packed < 0 || packed > Math.min(MOST, remaining())) {
                    throw new CorruptValueException("compressed string is damaged");
                }
                need((int) packed);
            }
            default -> throw new CorruptValueException("unknown string encoding");
        }
    }

    /** Steps over a plain string's length and bytes; returns its length. */
    private int stringBytes() {
        long count = length();
        if (count < 0 || count > Math.min(MOST, remaining())) {
            throw new CorruptValueException("string is truncated");
        }
        need((int) count);
        return (int) count;
    }

    private int need(int count) {
        while (at == end && nextPiece < pieces.length) {
            bytes = pieces[nextPiece++];
            at = 0;
            end = bytes.length;
            later -= end;
        }
        if (count < 0 || count > end - at) {
            fill(count);
        }
        int from = at;
        at += count;
        return from;
    }

    /** Sees to it that so many bytes lie in the array, behind what is kept. */
    private void fill(int count) {
        Source more = source;
        if (count < 0 || more == null) {
            throw new CorruptValueException("value is truncated");
        }
        int keepFrom = kept < 0 ? at : kept;
        while (end - at < count) {
            byte[] part;
            try {
                part = more.next();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
            if (part == null) {
                throw new CorruptValueException("value is truncated");
            }
            int held = end - keepFrom;
            base += keepFrom;
            at -= keepFrom;
            if (held == 0) {
                bytes = part;
                joins = false;
                end = part.length;
            } else {
                append(keepFrom, held, part, count);
            }
            keepFrom = 0;
            kept = kept < 0 ? -1 : 0;
        }
    }

    private void append(int from, int held, byte[] part, int wanted) {
        if (held > Integer.MAX_VALUE - 16 - part.length) {
            throw new CorruptValueException("value is too large");
        }
        byte[] joined = bytes;
        if (!joins || held + part.length > bytes.length) {
            // Grows as bytes come, not by what was announced.
            int room = (int) Math.min(
                    Math.max((long) at + wanted, (long) held + part.length),
                    Math.min(Integer.MAX_VALUE - 16L, Math.max(held * 2L, (long) held + part.length)));
            joined = new byte[Math.max(room, held + part.length)];
        }
        System.arraycopy(bytes, from, joined, 0, held);
        System.arraycopy(part, 0, joined, held, part.length);
        bytes = joined;
        joins = true;
        end = held + part.length;
    }

    @Override
    public long remaining() {
        Source more = source;
        return end - at + later + (more == null ? 0 : more.left());
    }

    @Override
    public boolean deep() {
        return deep;
    }

    @Override
    public int octet() {
        // Asked first: another piece may be the present one afterwards.
        int from = need(1);
        return bytes[from] & 0xff;
    }

    /** A length, which must not be a string's special encoding. */
    public long length() {
        int first = octet();
        return switch (first >> 6) {
            case 0 -> first;
            case 1 -> (first & 0x3f) << 8 | octet();
            case 2 ->
                switch (first) {
                    case 0x80 -> bigEndian(4);
                    case 0x81 -> bigEndian(8);
                    default -> throw new CorruptValueException("unknown length encoding");
                };
            default -> throw new CorruptValueException("a length is expected");
        };
    }

    private long bigEndian(int count) {
        int from = need(count);
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 8 | bytes[from + i] & 0xff;
        }
        return value;
    }

    private long littleEndian(int count) {
        int from = need(count);
        long value = 0;
        for (int i = count - 1; i >= 0; i--) {
            value = value << 8 | bytes[from + i] & 0xff;
        }
        return value;
    }

    private void opcode(int wanted) {
        if (module && length() != wanted) {
            throw new CorruptValueException("module value has an element of another kind");
        }
    }

    @Override
    public long unsigned() {
        opcode(RdbOutput.UNSIGNED);
        return length();
    }

    @Override
    public long signed() {
        opcode(RdbOutput.SIGNED);
        return length();
    }

    @Override
    public byte[] string() {
        opcode(RdbOutput.STRING);
        return anyString();
    }

    private byte[] anyString() {
        int first = octet();
        if (first >> 6 != 3) {
            at--;
            int count = stringBytes();
            return java.util.Arrays.copyOfRange(bytes, at - count, at);
        }
        return switch (first) {
            case 0xc0 -> Longs.toBytes((byte) octet());
            case 0xc1 -> Longs.toBytes((short) littleEndian(2));
            case 0xc2 -> Longs.toBytes((int) littleEndian(4));
            case 0xc3 -> compressed();
            default -> throw new CorruptValueException("unknown string encoding");
        };
    }

    private byte[] compressed() {
        long packed = length();
        long expanded = length();
        if (packed < 0
                || packed > Math.min(MOST, remaining())
                || expanded < 0
                || expanded > Math.min(MOST, packed * MOST_EXPANSION)) {
            throw new CorruptValueException("compressed string is damaged");
        }
        int from = need((int) packed);
        byte[] result = new byte[(int) expanded];
        Lzf.expand(bytes, from, (int) packed, result);
        return result;
    }

    @Override
    public double real() {
        opcode(RdbOutput.DOUBLE);
        return Double.longBitsToDouble(littleEndian(8));
    }

    @Override
    public float single() {
        opcode(RdbOutput.FLOAT);
        return Float.intBitsToFloat((int) littleEndian(4));
    }

    @Override
    public double textReal() {
        int count = octet();
        return switch (count) {
            case 253 -> Double.NaN;
            case 254 -> Double.POSITIVE_INFINITY;
            case 255 -> Double.NEGATIVE_INFINITY;
            default -> {
                int from = need(count);
                double score = Doubles.parse(bytes, from, count);
                if (Double.isNaN(score)) {
                    throw new CorruptValueException("score is no number");
                }
                yield score;
            }
        };
    }

    @Override
    public long fixed64() {
        return littleEndian(8);
    }
}
