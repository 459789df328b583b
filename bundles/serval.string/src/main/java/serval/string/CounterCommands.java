package serval.string;

import static serval.sdk.command.CommandFlag.DENYOOM;
import static serval.sdk.command.CommandFlag.FAST;
import static serval.sdk.command.CommandFlag.WRITE;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.RW;
import static serval.sdk.command.KeyFlag.UPDATE;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import serval.bytes.ByteSlice;
import serval.bytes.LongDouble;
import serval.bytes.Longs;
import serval.sdk.command.Argument.Type;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;
import serval.sdk.reply.CommandError;

/** INCR, DECR, INCRBY, DECRBY and INCRBYFLOAT: strings that are numbers. */
@Component
public final class CounterCommands implements CommandFamily {
    private static final CommandError OVERFLOW = CommandError.of("ERR increment or decrement would overflow");
    private static final CommandError DECREMENT_OVERFLOW = CommandError.of("ERR decrement would overflow");
    static final CommandError NOT_FINITE = CommandError.of("ERR increment would produce NaN or Infinity");

    static final CommandSpec INCR = command("INCR key")
            .summary("Adds one to a key's integer.")
            .group("string")
            .since("1.0.0")
            .complexity("O(1)")
            .flags(WRITE, DENYOOM, FAST)
            .keys(RW, ACCESS, UPDATE)
            .build();

    static final CommandSpec DECR = command("DECR key")
            .summary("Subtracts one from a key's integer.")
            .group("string")
            .since("1.0.0")
            .complexity("O(1)")
            .flags(WRITE, DENYOOM, FAST)
            .keys(RW, ACCESS, UPDATE)
            .build();

    static final CommandSpec INCRBY = command("INCRBY key increment")
            .summary("Adds to a key's integer.")
            .group("string")
            .since("1.0.0")
            .complexity("O(1)")
            .flags(WRITE, DENYOOM, FAST)
            .keys(RW, ACCESS, UPDATE)
            .build();

    static final CommandSpec DECRBY = command("DECRBY key decrement")
            .summary("Subtracts from a key's integer.")
            .group("string")
            .since("1.0.0")
            .complexity("O(1)")
            .flags(WRITE, DENYOOM, FAST)
            .keys(RW, ACCESS, UPDATE)
            .build();

    static final CommandSpec INCRBYFLOAT = command("INCRBYFLOAT key increment")
            .summary("Adds to a key's floating-point number.")
            .group("string")
            .since("2.6.0")
            .complexity("O(1)")
            .flags(WRITE, DENYOOM, FAST)
            .keys(RW, ACCESS, UPDATE)
            .type("increment", Type.DOUBLE)
            .build();

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(INCR, this::incr)
                .add(DECR, this::decr)
                .add(INCRBY, this::incrby)
                .add(DECRBY, this::decrby)
                .add(INCRBYFLOAT, this::incrbyfloat)
                .build();
    }

    void incr(Call call) {
        add(call, 1);
    }

    void decr(Call call) {
        add(call, -1);
    }

    void incrby(Call call) {
        add(call, call.asLong(2));
    }

    void decrby(Call call) {
        long decrement = call.asLong(2);
        if (decrement == Long.MIN_VALUE) {
            throw DECREMENT_OVERFLOW.exception();
        }
        add(call, -decrement);
    }

    private static void add(Call call, long increment) {
        Key key = call.key(1);
        long before = integer(key.string().current());
        long after = before + increment;
        if (((before ^ after) & (increment ^ after)) < 0) {
            throw OVERFLOW.exception();
        }
        key.string().setNumber(after);
        key.changed(EventClass.STRING, "incrby");
        call.reply().integer(after);
    }

    /** The number that a string is; 0 for a missing one. */
    static long integer(@Nullable ByteSlice value) {
        if (value == null) {
            return 0;
        }
        if (!Longs.isLong(value.array(), value.offset(), value.length())) {
            throw CommandError.NOT_AN_INTEGER.exception();
        }
        return Longs.parse(value.array(), value.offset(), value.length());
    }

    void incrbyfloat(Call call) {
        Key key = call.key(1);
        LongDouble before = number(key.string().current());
        LongDouble after = before.plus(number(call.slice(2)));
        if (!after.isFinite()) {
            throw NOT_FINITE.exception();
        }
        byte[] digits = after.toBytes();
        key.string().setKeepingExpiry(digits, 0, digits.length);
        key.changed(EventClass.STRING, "incrbyfloat");
        if (call.effects().areWanted()) {
            call.effects().replaceWith(Words.SET, call.copy(1), digits, Words.KEEPTTL);
        }
        call.reply().bulk(digits);
    }

    /** The floating-point number that a string is; 0 for a missing one. */
    static LongDouble number(@Nullable ByteSlice value) {
        if (value == null) {
            return LongDouble.ZERO;
        }
        LongDouble number = LongDouble.parse(value.array(), value.offset(), value.length());
        if (number == null) {
            throw CommandError.NOT_A_FLOAT.exception();
        }
        return number;
    }
}
