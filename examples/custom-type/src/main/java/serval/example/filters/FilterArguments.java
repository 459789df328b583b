package serval.example.filters;

import serval.bytes.ByteSlice;
import serval.bytes.Doubles;
import serval.bytes.Longs;
import serval.sdk.command.Call;
import serval.sdk.reply.CommandError;

/** Reading arguments, each mistake with the error that is known for it. */
final class FilterArguments {
    private FilterArguments() {}

    /** A number; {@code none} if it is none, {@code outside} if it is out of bounds. */
    static long number(Call call, int index, long least, long most, CommandError none, CommandError outside) {
        ByteSlice word = call.slice(index);
        if (!Longs.isLong(word.array(), word.offset(), word.length())) {
            throw none.exception();
        }
        long value = Longs.parse(word.array(), word.offset(), word.length());
        if (value < least || value > most) {
            throw outside.exception();
        }
        return value;
    }

    /** A rate above 0 and below 1. */
    static double rate(Call call, int index, CommandError none, CommandError outside) {
        ByteSlice word = call.slice(index);
        double value = Doubles.parse(word.array(), word.offset(), word.length());
        if (Double.isNaN(value)) {
            throw none.exception();
        }
        if (!(value > 0 && value < 1)) {
            throw outside.exception();
        }
        return value;
    }

    /** The argument after an option, which has to be there. */
    static int after(Call call, int index) {
        if (index + 1 >= call.count()) {
            throw CommandError.SYNTAX.exception();
        }
        return index + 1;
    }

    /** A yes or no: a boolean where the reader knows them, else 1 or 0. */
    static void yes(Call call, boolean yes) {
        call.reply().bool(yes);
    }

    /**
     * Journals a creation with all its numbers before the command as it was sent, so that the same filter comes into being
     * wherever it is repeated, whatever the directives say there.
     */
    static void created(Call call, byte[]... reserve) {
        call.effects().replaceWith(reserve);
        byte[][] sent = new byte[call.count()][];
        for (int i = 0; i < sent.length; i++) {
            sent[i] = call.copy(i);
        }
        call.effects().replaceWith(sent);
    }
}
