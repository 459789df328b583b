package serval.bitmap;

import org.jspecify.annotations.Nullable;
import serval.bytes.ByteSlice;
import serval.bytes.Longs;
import serval.sdk.reply.CommandError;

/**
 * The type of a field of BITFIELD: {@code i1} to {@code i64} with a sign, {@code u1} to {@code u63} without.
 *
 * @param signed whether the highest bit is a sign
 * @param bits the width
 */
record BitfieldType(boolean signed, int bits) {
    private static final CommandError INVALID = CommandError.of(
            "ERR Invalid bitfield type. Use something like i16 u8." + " Note that u64 is not supported but i64 is.");

    /** What becomes of a value that does not fit. */
    enum Overflow {
        WRAP,
        SAT,
        FAIL
    }

    /** A value made fit, or null where FAIL forbids it. */
    record Fitted(long value) {}

    /** Reads a type. */
    static BitfieldType of(ByteSlice word) {
        byte sign = word.length() == 0 ? 0 : word.at(0);
        if (sign != 'i' && sign != 'u') {
            throw INVALID.exception();
        }
        boolean signed = sign == 'i';
        long bits = Longs.parse(word.array(), word.offset() + 1, word.length() - 1, 0);
        if (bits < 1 || bits > (signed ? 64 : 63)) {
            throw INVALID.exception();
        }
        return new BitfieldType(signed, (int) bits);
    }

    /** The number that these bits, read without a sign, are in this type. */
    long value(long raw) {
        return signed ? raw << (64 - bits) >> (64 - bits) : raw;
    }

    private long most() {
        return signed ? Long.MAX_VALUE >>> (64 - bits) : (1L << bits) - 1;
    }

    private long least() {
        return signed ? Long.MIN_VALUE >> (64 - bits) : 0;
    }

    /** A given value in this type. Without a sign a negative one is taken for a very large one. */
    @Nullable
    Fitted fit(long value, Overflow overflow) {
        if (value >= least() && value <= most()) {
            return new Fitted(value);
        }
        boolean tooLarge = signed ? value > most() : true;
        return overflown(value, tooLarge, overflow);
    }

    /** The sum of a value of this type and an increment. */
    @Nullable
    Fitted add(long value, long increment, Overflow overflow) {
        long sum = value + increment;
        boolean wrapped = ((value ^ sum) & (increment ^ sum)) < 0;
        if (!wrapped && sum >= least() && sum <= most()) {
            return new Fitted(sum);
        }
        return overflown(sum, increment > 0, overflow);
    }

    private @Nullable Fitted overflown(long value, boolean tooLarge, Overflow overflow) {
        return switch (overflow) {
            case WRAP -> new Fitted(value(bits == 64 ? value : value & (1L << bits) - 1));
            case SAT -> new Fitted(tooLarge ? most() : least());
            case FAIL -> null;
        };
    }
}
