package serval.hyperloglog;

import java.util.Arrays;

/**
 * The sparse encoding: runs of registers, in three forms.
 *
 * <pre>
 * 00xxxxxx             1 to 64 zero registers
 * 01xxxxxx yyyyyyyy    1 to 16384 zero registers
 * 1vvvvvxx             1 to 4 registers of the same value, 1 to 32
 * </pre>
 */
final class Sparse {
    static final int LARGEST_VALUE = 32;
    private static final int LONGEST_SHORT_RUN = 64;
    private static final int LONGEST_VALUE_RUN = 4;
    /** How far after a change neighbours of the same value are looked for. */
    private static final int MERGED_RUNS = 5;

    private Sparse() {}

    static boolean isValue(byte run) {
        return run < 0;
    }

    static boolean isLong(byte run) {
        return (run & 0xc0) == 0x40;
    }

    /** The bytes of the run that begins here. */
    static int size(byte run) {
        return isLong(run) ? 2 : 1;
    }

    /** The value of a run's registers. */
    static int value(byte run) {
        return isValue(run) ? (run >>> 2 & 31) + 1 : 0;
    }

    /** The number of registers in the run at {@code at}; a run cut off by the end counts as if a zero byte followed. */
    static int length(byte[] array, int at, int end) {
        byte run = array[at];
        if (isValue(run)) {
            return (run & 3) + 1;
        }
        if (isLong(run)) {
            return ((run & 63) << 8 | (at + 1 < end ? array[at + 1] & 0xff : 0)) + 1;
        }
        return (run & 63) + 1;
    }

    private static byte valueRun(int value, int length) {
        return (byte) (0x80 | value - 1 << 2 | length - 1);
    }

    /** Writes a run of zero registers and returns where it ends. */
    static int putZeros(byte[] array, int at, int length) {
        if (length <= LONGEST_SHORT_RUN) {
            array[at] = (byte) (length - 1);
            return at + 1;
        }
        return putLongZeros(array, at, length);
    }

    static int putLongZeros(byte[] array, int at, int length) {
        array[at] = (byte) (0x40 | length - 1 >>> 8);
        array[at + 1] = (byte) (length - 1);
        return at + 2;
    }

    /**
     * Counts the registers of each value.
     *
     * @return whether there are as many registers as there must be
     */
    static boolean histogram(byte[] array, int from, int end, int[] histogram) {
        int registers = 0;
        for (int at = from; at < end; at += size(array[at])) {
            int length = length(array, at, end);
            registers += length;
            histogram[value(array[at])] += length;
        }
        return registers == Dense.REGISTERS;
    }

    /**
     * Raises each of {@code registers} to the string's where that is larger.
     *
     * @return whether there are as many registers as there must be
     */
    static boolean merge(byte[] array, int from, int end, byte[] registers) {
        int register = 0;
        for (int at = from; at < end; at += size(array[at])) {
            int length = length(array, at, end);
            int value = value(array[at]);
            if (value > 0) {
                if (register + length > Dense.REGISTERS) {
                    return false;
                }
                for (int i = register; i < register + length; i++) {
                    registers[i] = (byte) Math.max(registers[i], value);
                }
            }
            register += length;
        }
        return register == Dense.REGISTERS;
    }

    /** What came of setting a register. */
    enum Outcome {
        UNCHANGED,
        CHANGED,
        /** It does not fit this encoding: nothing was changed. */
        TOO_LARGE,
        CORRUPTED
    }

    /** Raises a register of a sketch in this encoding to a value. */
    static Outcome set(Sketch sketch, int register, int value, long largest) {
        if (value > LARGEST_VALUE) {
            return Outcome.TOO_LARGE;
        }
        byte[] array = sketch.bytes;
        int end = sketch.length;
        int at = Header.BYTES;
        int before = -1;
        int first = 0;
        int length = 0;
        while (at < end) {
            length = length(array, at, end);
            if (register < first + length) {
                break;
            }
            before = at;
            at += size(array[at]);
            first += length;
        }
        if (at >= end) {
            return Outcome.CORRUPTED;
        }
        byte run = array[at];
        int old = value(run);
        if (old >= value) {
            return Outcome.UNCHANGED;
        }
        if (length == 1 && !isLong(run)) {
            array[at] = valueRun(value, 1);
        } else {
            byte[] runs = split(old, register - first, value, length - 1 - (register - first));
            int size = size(run);
            int growth = runs.length - size;
            if (growth > 0 && (long) end + growth > largest) {
                return Outcome.TOO_LARGE;
            }
            array = sketch.shift(Math.min(at + size, end), growth);
            System.arraycopy(runs, 0, array, at, runs.length);
        }
        mergeNeighbours(sketch, before < 0 ? Header.BYTES : before);
        return Outcome.CHANGED;
    }

    /** The runs that take the place of one in whose middle a register changes. */
    private static byte[] split(int old, int registersBefore, int value, int registersAfter) {
        byte[] runs = new byte[5];
        int at = 0;
        if (registersBefore > 0) {
            at = putRun(runs, at, old, registersBefore);
        }
        runs[at++] = valueRun(value, 1);
        if (registersAfter > 0) {
            at = putRun(runs, at, old, registersAfter);
        }
        return Arrays.copyOf(runs, at);
    }

    private static int putRun(byte[] runs, int at, int value, int length) {
        if (value == 0) {
            return putZeros(runs, at, length);
        }
        runs[at] = valueRun(value, length);
        return at + 1;
    }

    private static void mergeNeighbours(Sketch sketch, int from) {
        byte[] array = sketch.bytes;
        int at = from;
        for (int left = MERGED_RUNS; left > 0 && at < sketch.length; left--) {
            byte run = array[at];
            if (!isValue(run)) {
                at += size(run);
                continue;
            }
            if (at + 1 < sketch.length && isValue(array[at + 1]) && value(run) == value(array[at + 1])) {
                int length = (run & 3) + (array[at + 1] & 3) + 2;
                if (length <= LONGEST_VALUE_RUN) {
                    array[at] = valueRun(value(run), length);
                    sketch.shift(at + 2, -1);
                    continue;
                }
            }
            at++;
        }
    }
}
