package serval.string;

import serval.bytes.Ascii;
import serval.bytes.ByteSlice;
import serval.bytes.Xxh3;
import serval.sdk.command.Call;
import serval.sdk.command.Token;
import serval.sdk.key.Key;
import serval.sdk.reply.CommandError;

/** The option that says under which condition a string is written or deleted. */
final class Condition {
    /** The digits of a digest. */
    static final int DIGEST_LENGTH = 16;

    private static final CommandError MALFORMED_DIGEST =
            CommandError.of("ERR digest must be exactly " + DIGEST_LENGTH + " hexadecimal characters");

    /** The ways to say it. */
    enum Kind {
        NONE,
        NX,
        XX,
        IFEQ,
        IFNE,
        IFDEQ,
        IFDNE;

        private final Token token = Token.of(name());

        /** Whether it compares the value with an argument. */
        boolean compares() {
            return ordinal() >= IFEQ.ordinal();
        }
    }

    private static final Kind[] EXISTENCE = {Kind.NX, Kind.XX};
    private static final Kind[] COMPARISONS = {Kind.IFEQ, Kind.IFNE, Kind.IFDEQ, Kind.IFDNE};

    private Kind kind = Kind.NONE;
    private int argument;

    Kind kind() {
        return kind;
    }

    /**
     * Takes NX or XX if it stands here and no other condition was taken before.
     *
     * @return the number of words taken, 0 if there is no such option here
     */
    int takeExistence(Call call, int at) {
        for (Kind existence : EXISTENCE) {
            if (call.is(at, existence.token) && (kind == Kind.NONE || kind == existence)) {
                kind = existence;
                return 1;
            }
        }
        return 0;
    }

    /**
     * Takes a comparison with the value or with its digest if it stands here and no other condition was taken before.
     *
     * @return the number of words taken, 0 if there is no such option here
     */
    int takeComparison(Call call, int at) {
        if (at + 1 < call.count() && kind == Kind.NONE) {
            for (Kind comparison : COMPARISONS) {
                if (call.is(at, comparison.token)) {
                    kind = comparison;
                    argument = at + 1;
                    checkDigest(call);
                    return 2;
                }
            }
        }
        return 0;
    }

    private void checkDigest(Call call) {
        if ((kind == Kind.IFDEQ || kind == Kind.IFDNE) && call.length(argument) != DIGEST_LENGTH) {
            throw MALFORMED_DIGEST.exception();
        }
    }

    /**
     * Whether it holds. A missing key differs from every value.
     *
     * @throws serval.sdk.reply.CommandException WRONGTYPE if it compares and the key holds something else than a string
     */
    boolean holds(Call call, Key key) {
        return switch (kind) {
            case NONE -> true;
            case NX -> !key.isPresent();
            case XX -> key.isPresent();
            case IFEQ -> equals(call, key);
            case IFNE -> !equals(call, key);
            case IFDEQ -> digestEquals(call, key);
            case IFDNE -> !digestEquals(call, key);
        };
    }

    private boolean equals(Call call, Key key) {
        ByteSlice value = key.string().current();
        return value != null && value.sameAs(call.slice(argument));
    }

    private boolean digestEquals(Call call, Key key) {
        ByteSlice value = key.string().current();
        if (value == null) {
            return false;
        }
        long digest = Xxh3.hash(value.array(), value.offset(), value.length());
        ByteSlice digits = call.slice(argument);
        for (int i = 0; i < DIGEST_LENGTH; i++) {
            if (Ascii.hexDigit(digits.at(i)) != ((int) (digest >>> (60 - 4 * i)) & 15)) {
                return false;
            }
        }
        return true;
    }
}
