package serval.hyperloglog;

import java.util.Arrays;
import serval.bytes.ByteSlice;

/** A working copy of a HyperLogLog in either encoding, which turns dense when it outgrows the sparse one. */
final class Sketch {
    /** What a sparse sketch may grow by before its array must. */
    private static final int SLACK = 64;

    byte[] bytes;
    int length;
    private boolean sparse;

    private Sketch(byte[] bytes, int length, boolean sparse) {
        this.bytes = bytes;
        this.length = length;
        this.sparse = sparse;
    }

    /** A sketch of nothing. */
    static Sketch empty() {
        byte[] bytes = new byte[Header.BYTES + SLACK];
        Header.write(bytes, Header.SPARSE);
        return new Sketch(bytes, Sparse.putLongZeros(bytes, Header.BYTES, Dense.REGISTERS), true);
    }

    /** A copy of a string that has passed {@link Header#check}. */
    static Sketch of(ByteSlice string) {
        byte[] bytes = new byte[string.length() + SLACK];
        string.copyTo(bytes, 0);
        return new Sketch(bytes, string.length(), Header.isSparse(string));
    }

    boolean isSparse() {
        return sparse;
    }

    /**
     * Moves what lies from {@code at} to the end, dropping bytes before it or making room.
     *
     * @return the array, which may be another one
     */
    byte[] shift(int at, int by) {
        if (length + by > bytes.length) {
            bytes = Arrays.copyOf(bytes, length + by + Math.min(length, 300));
        }
        System.arraycopy(bytes, at, bytes, at + by, length - at);
        length += by;
        return bytes;
    }

    /**
     * Raises a register to a value.
     *
     * @param largest the length up to which the sparse encoding is kept
     * @return whether the register was lower before
     * @throws serval.sdk.reply.CommandException {@link Header#CORRUPTED}
     */
    boolean set(int register, int value, long largest) {
        if (sparse) {
            switch (Sparse.set(this, register, value, largest)) {
                case UNCHANGED -> {
                    return false;
                }
                case CHANGED -> {
                    return true;
                }
                case CORRUPTED -> throw Header.CORRUPTED.exception();
                case TOO_LARGE -> makeDense();
            }
        }
        if (Dense.get(bytes, 0, register) >= value) {
            return false;
        }
        Dense.set(bytes, 0, register, value);
        return true;
    }

    /**
     * Turns dense.
     *
     * @throws serval.sdk.reply.CommandException {@link Header#CORRUPTED}
     */
    void makeDense() {
        if (!sparse) {
            return;
        }
        byte[] registers = new byte[Dense.REGISTERS];
        if (!Sparse.merge(bytes, Header.BYTES, length, registers)) {
            throw Header.CORRUPTED.exception();
        }
        byte[] dense = new byte[Dense.BYTES];
        System.arraycopy(bytes, 0, dense, 0, Header.BYTES);
        dense[4] = Header.DENSE;
        for (int i = 0; i < registers.length; i++) {
            if (registers[i] > 0) {
                Dense.set(dense, 0, i, registers[i]);
            }
        }
        bytes = dense;
        length = dense.length;
        sparse = false;
    }

    /** The estimated cardinality, computed afresh. */
    long cardinality() {
        int[] histogram = new int[Estimator.VALUES];
        if (sparse) {
            Sparse.histogram(bytes, Header.BYTES, length, histogram);
        } else {
            Dense.histogram(bytes, 0, histogram);
        }
        return Estimator.cardinality(histogram);
    }
}
