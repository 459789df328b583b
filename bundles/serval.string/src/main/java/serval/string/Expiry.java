package serval.string;

import serval.sdk.command.Call;
import serval.sdk.command.Token;
import serval.sdk.key.StringKey;
import serval.sdk.reply.CommandError;

/** The option that says when a key expires: EX, PX, EXAT, PXAT, and where a command takes them KEEPTTL or PERSIST. */
final class Expiry {
    /** The ways to say it. */
    enum Kind {
        NONE,
        EX,
        PX,
        EXAT,
        PXAT,
        KEEPTTL,
        PERSIST;

        private final Token token = Token.of(name());

        /** Whether a time follows. */
        boolean hasTime() {
            return this != NONE && this != KEEPTTL && this != PERSIST;
        }
    }

    private static final Kind[] TIMES = {Kind.EX, Kind.PX, Kind.EXAT, Kind.PXAT};

    private Kind kind = Kind.NONE;
    private int argument;

    Kind kind() {
        return kind;
    }

    boolean hasTime() {
        return kind.hasTime();
    }

    /**
     * Takes the option if it stands here and no other way was chosen before; the same way may be chosen again, and the last
     * one counts.
     *
     * @param other KEEPTTL or PERSIST, whichever the command takes
     * @return the number of words taken, 0 if there is no such option here
     */
    int take(Call call, int at, Kind other) {
        if (call.is(at, other.token)) {
            return choose(other) ? 1 : 0;
        }
        if (at + 1 < call.count()) {
            for (Kind time : TIMES) {
                if (call.is(at, time.token) && choose(time)) {
                    argument = at + 1;
                    return 2;
                }
            }
        }
        return 0;
    }

    private boolean choose(Kind wanted) {
        if (kind != Kind.NONE && kind != wanted) {
            return false;
        }
        kind = wanted;
        return true;
    }

    /**
     * When a new value expires, for {@link StringKey#set(Call, int, long)}.
     *
     * @throws serval.sdk.reply.CommandException if the time is none or out of range
     */
    long ofNewValue(Call call) {
        return switch (kind) {
            case NONE, PERSIST -> -1;
            case KEEPTTL -> StringKey.KEEP_EXPIRY;
            case EX, PX, EXAT, PXAT -> millis(call);
        };
    }

    /**
     * The time in milliseconds since 1970.
     *
     * @throws serval.sdk.reply.CommandException if it is none or out of range
     */
    long millis(Call call) {
        return millis(call, argument, kind);
    }

    /** The time that an argument says, in milliseconds since 1970. */
    static long millis(Call call, int argument, Kind kind) {
        long time = call.asLong(argument);
        boolean seconds = kind == Kind.EX || kind == Kind.EXAT;
        if (time <= 0 || seconds && time > Long.MAX_VALUE / 1000) {
            throw invalid(call).exception();
        }
        if (seconds) {
            time *= 1000;
        }
        if (kind == Kind.EX || kind == Kind.PX) {
            time += call.now();
        }
        if (time <= 0) {
            throw invalid(call).exception();
        }
        return time;
    }

    private static CommandError invalid(Call call) {
        return CommandError.of("ERR invalid expire time in '" + call.spec().name() + "' command");
    }
}
