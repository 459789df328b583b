package serval.string;

import serval.bytes.ByteSlice;

/**
 * The longest common subsequence of two strings, by the usual table of lengths.
 *
 * <p>Of the table only two rows are kept. What the way back asks of the rest is one bit per cell: whether it leads up or left
 * where the bytes differ. So a table that would take 512 MB takes 16.
 */
final class LongestCommonSubsequence {
    private final ByteSlice one;
    private final ByteSlice other;
    private final long width;
    private final long[] up;
    private final int length;

    /**
     * Works the table out.
     *
     * @param withWay whether the way back is wanted, not just the length
     */
    LongestCommonSubsequence(ByteSlice one, ByteSlice other, boolean withWay) {
        this.one = one;
        this.other = other;
        int rows = one.length();
        int columns = other.length();
        width = columns + 1L;
        up = new long[withWay ? Math.toIntExact((width * (rows + 1L) >>> 6) + 1) : 0];
        int[] above = new int[columns + 1];
        int[] row = new int[columns + 1];
        for (int i = 1; i <= rows; i++) {
            byte b = one.at(i - 1);
            int left = 0;
            for (int j = 1; j <= columns; j++) {
                if (b == other.at(j - 1)) {
                    left = above[j - 1] + 1;
                } else if (above[j] > left) {
                    left = above[j];
                    if (withWay) {
                        long cell = i * width + j;
                        up[(int) (cell >>> 6)] |= 1L << cell;
                    }
                }
                row[j] = left;
            }
            int[] next = above;
            above = row;
            row = next;
        }
        length = above[columns];
    }

    /** The length. */
    int length() {
        return length;
    }

    /** Whether the way back goes up, to a shorter part of the first string, where the bytes before i and j differ. */
    private boolean goesUp(int i, int j) {
        long cell = i * width + j;
        return (up[(int) (cell >>> 6)] & 1L << cell) != 0;
    }

    /** The bytes. */
    byte[] bytes() {
        byte[] result = new byte[length];
        int left = length;
        for (int i = one.length(), j = other.length(); i > 0 && j > 0; ) {
            if (one.at(i - 1) == other.at(j - 1)) {
                result[--left] = one.at(i - 1);
                i--;
                j--;
            } else if (goesUp(i, j)) {
                i--;
            } else {
                j--;
            }
        }
        return result;
    }

    /** Tells the ranges in which both strings agree, the last ones first. */
    void ranges(Ranges found) {
        int i = one.length();
        int j = other.length();
        int count = 0;
        while (i > 0 && j > 0) {
            if (one.at(i - 1) == other.at(j - 1)) {
                count++;
                i--;
                j--;
                continue;
            }
            if (count > 0) {
                found.range(i, j, count);
                count = 0;
            }
            if (goesUp(i, j)) {
                i--;
            } else {
                j--;
            }
        }
        if (count > 0) {
            found.range(i, j, count);
        }
    }

    /** Takes ranges. */
    interface Ranges {
        /** A range that begins at {@code first} in one string and at {@code second} in the other. */
        void range(int first, int second, int count);
    }
}
