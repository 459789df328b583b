package serval.zset;

import java.util.regex.Pattern;
import serval.bytes.Ascii;
import serval.bytes.ByteSlice;
import serval.bytes.Doubles;

/** One end of a range of scores, {@code 1.5} or {@code (1.5}, as C's strtod reads it up to the first zero byte. */
record ScoreBound(double score, boolean exclusive) {
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    /** Reads a bound. Throws Redis' error if it is none. */
    static ScoreBound parse(ByteSlice text) {
        byte[] array = text.array();
        int from = text.offset();
        int end = from + text.length();
        boolean exclusive = from < end && array[from] == '(';
        if (exclusive) {
            from++;
        }
        double value = Doubles.parse(array, from, end - from);
        return new ScoreBound(Double.isNaN(value) ? lenient(array, from, end) : value, exclusive);
    }

    /** What only strtod takes: nothing at all, spaces before, and numbers so large or small that they are infinite or zero. */
    private static double lenient(byte[] array, int from, int end) {
        int stop = from;
        while (stop < end && array[stop] != 0) {
            stop++;
        }
        if (stop == from) {
            return 0;
        }
        int start = from;
        while (start < stop && Ascii.isSpace(array[start])) {
            start++;
        }
        double value = Doubles.parse(array, start, stop - start);
        if (!Double.isNaN(value)) {
            return value;
        }
        String text = Ascii.string(array, start, stop - start);
        if (!DECIMAL.matcher(text).matches()) {
            throw Errors.NO_SCORE_RANGE.exception();
        }
        return Double.parseDouble(text);
    }
}
