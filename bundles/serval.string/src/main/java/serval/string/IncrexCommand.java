package serval.string;

import static serval.sdk.command.CommandFlag.DENYOOM;
import static serval.sdk.command.CommandFlag.FAST;
import static serval.sdk.command.CommandFlag.WRITE;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.RW;
import static serval.sdk.command.KeyFlag.UPDATE;

import org.osgi.service.component.annotations.Component;
import serval.bytes.Ascii;
import serval.bytes.ByteSlice;
import serval.bytes.LongDouble;
import serval.bytes.Longs;
import serval.sdk.command.Argument.Type;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Token;
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.Reply;

/**
 * INCREX: a counter with bounds and an expiry.
 *
 * <p>A result out of bounds leaves key and expiry alone and is answered with the present value and 0; with SATURATE the bound
 * takes its place. A missing bound is that of the type.
 */
@Component
public final class IncrexCommand implements CommandFamily {
    private static final Token BYINT = Token.of("BYINT");
    private static final Token BYFLOAT = Token.of("BYFLOAT");
    private static final Token LBOUND = Token.of("LBOUND");
    private static final Token UBOUND = Token.of("UBOUND");
    private static final Token SATURATE = Token.of("SATURATE");
    private static final Token ENX = Token.of("ENX");

    private static final CommandError ENX_ALONE = CommandError.of("ERR ENX flag requires an expiration");
    private static final CommandError BOUNDS_CROSS = CommandError.of("ERR LBOUND can't be greater than UBOUND");

    /** The largest number of the extended precision, (2^64 - 1) * 2^16320. */
    private static final LongDouble LARGEST =
            CounterCommands.number(new ByteSlice(Ascii.bytes("0xffffffffffffffffp16320")));

    static final CommandSpec INCREX = command("INCREX key [BYFLOAT increment | BYINT increment] [LBOUND lowerbound]"
                    + " [UBOUND upperbound] [SATURATE] [EX seconds | PX milliseconds | EXAT unix-time-seconds"
                    + " | PXAT unix-time-milliseconds | PERSIST] [ENX]")
            .summary("Adds to a key's number within bounds, and in the same step changes when the key expires.")
            .group("string")
            .since("8.8.0")
            .complexity("O(1)")
            .flags(WRITE, DENYOOM, FAST)
            .keys(RW, ACCESS, UPDATE)
            .groups("increment")
            .type("BYFLOAT", Type.DOUBLE)
            .build();

    @Override
    public CommandTable commands() {
        return CommandTable.table().add(INCREX, this::increx).build();
    }

    void increx(Call call) {
        Options options = new Options(call);
        if (options.byFloat) {
            addFloat(call, options);
        } else {
            addInteger(call, options);
        }
    }

    private static void addInteger(Call call, Options options) {
        long increment = options.increment == 0 ? 1 : call.asLong(options.increment);
        long lower = options.lower == 0 ? Long.MIN_VALUE : call.asLong(options.lower);
        long upper = options.upper == 0 ? Long.MAX_VALUE : call.asLong(options.upper);
        if (lower > upper) {
            throw BOUNDS_CROSS.exception();
        }
        long expiresAt = options.expiresAt(call);
        Key key = call.key(1);
        long before = CounterCommands.integer(key.string().current());
        long after = before + increment;
        boolean overflows = ((before ^ after) & (increment ^ after)) < 0;
        if (overflows || after < lower || after > upper) {
            if (!options.saturate) {
                answer(call.reply(), before, 0);
                return;
            }
            boolean low = overflows ? increment < 0 : after < lower;
            after = low ? lower : upper;
        }
        byte[] digits = Longs.toBytes(after);
        store(call, key, digits, options, expiresAt, "incrby");
        answer(call.reply(), after, after - before);
    }

    private static void answer(Reply reply, long value, long applied) {
        reply.array(2);
        reply.integer(value);
        reply.integer(applied);
    }

    private static void addFloat(Call call, Options options) {
        LongDouble increment = finite(call, options.increment);
        LongDouble lower = options.lower == 0 ? LongDouble.ZERO.minus(LARGEST) : finite(call, options.lower);
        LongDouble upper = options.upper == 0 ? LARGEST : finite(call, options.upper);
        if (lower.minus(upper).signum() > 0) {
            throw BOUNDS_CROSS.exception();
        }
        long expiresAt = options.expiresAt(call);
        Key key = call.key(1);
        LongDouble before = CounterCommands.number(key.string().current());
        if (!before.isFinite()) {
            throw CounterCommands.NOT_FINITE.exception();
        }
        LongDouble after = before.plus(increment);
        boolean low = after.minus(lower).signum() < 0;
        if (low || after.minus(upper).signum() > 0) {
            if (!options.saturate) {
                answer(call.reply(), before, LongDouble.ZERO);
                return;
            }
            after = low ? lower : upper;
        }
        store(call, key, after.toBytes(), options, expiresAt, "incrbyfloat");
        answer(call.reply(), after, after.minus(before));
    }

    private static LongDouble finite(Call call, int argument) {
        LongDouble number = CounterCommands.number(call.slice(argument));
        if (!number.isFinite()) {
            throw CommandError.NOT_A_FLOAT.exception();
        }
        return number;
    }

    private static void answer(Reply reply, LongDouble value, LongDouble applied) {
        reply.array(2);
        answer(reply, value);
        answer(reply, applied);
    }

    private static void answer(Reply reply, LongDouble value) {
        if (reply.version() == 2) {
            reply.bulk(value.toBytes());
        } else {
            reply.real(value.doubleValue());
        }
    }

    private static void store(Call call, Key key, byte[] digits, Options options, long expiresAt, String event) {
        long expiry = key.expiresAt();
        boolean persist = options.expiry.kind() == Expiry.Kind.PERSIST && expiry >= 0;
        boolean expire = options.expiry.hasTime() && !(options.enx && expiry >= 0);
        key.string().setKeepingExpiry(digits, 0, digits.length);
        if (persist || expire) {
            key.expireAt(expiresAt);
        }
        key.changed(EventClass.STRING, event);
        if (persist || expire) {
            key.event(EventClass.GENERIC, persist ? "persist" : "expire");
        }
        if (!call.effects().areWanted()) {
            return;
        }
        if (expire) {
            call.effects().replaceWith(Words.SET, call.copy(1), digits, Words.PXAT, Longs.toBytes(expiresAt));
        } else if (persist) {
            call.effects().replaceWith(Words.SET, call.copy(1), digits);
        } else {
            call.effects().replaceWith(Words.SET, call.copy(1), digits, Words.KEEPTTL);
        }
    }

    /** The options; numbers as the indexes of their arguments, 0 for one that is not there. */
    private static final class Options {
        final Expiry expiry = new Expiry();
        boolean byFloat;
        boolean byInt;
        int increment;
        int lower;
        int upper;
        boolean saturate;
        boolean enx;

        Options(Call call) {
            for (int i = 2; i < call.count(); ) {
                int taken = expiry.take(call, i, Expiry.Kind.PERSIST);
                taken = taken > 0 ? taken : take(call, i);
                if (taken == 0) {
                    throw CommandError.SYNTAX.exception();
                }
                i += taken;
            }
            if (byFloat && byInt || enx && expiry.kind() == Expiry.Kind.PERSIST) {
                throw CommandError.SYNTAX.exception();
            }
            if (enx && !expiry.hasTime()) {
                throw ENX_ALONE.exception();
            }
        }

        private int take(Call call, int at) {
            if (call.is(at, SATURATE)) {
                saturate = true;
                return 1;
            }
            if (call.is(at, ENX)) {
                enx = true;
                return 1;
            }
            if (at + 1 == call.count()) {
                return 0;
            }
            if (call.is(at, BYINT)) {
                byInt = true;
                increment = at + 1;
            } else if (call.is(at, BYFLOAT)) {
                byFloat = true;
                increment = at + 1;
            } else if (call.is(at, LBOUND)) {
                lower = at + 1;
            } else if (call.is(at, UBOUND)) {
                upper = at + 1;
            } else {
                return 0;
            }
            return 2;
        }

        long expiresAt(Call call) {
            return expiry.hasTime() ? expiry.millis(call) : -1;
        }
    }
}
