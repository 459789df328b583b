package serval.hash;

import static serval.sdk.command.CommandFlag.DENYOOM;
import static serval.sdk.command.CommandFlag.FAST;
import static serval.sdk.command.CommandFlag.WRITE;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.RW;
import static serval.sdk.command.KeyFlag.UPDATE;

import org.jspecify.annotations.Nullable;
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
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;
import serval.sdk.reply.CommandError;

/** HINCRBY, HINCRBYFLOAT: fields as numbers. */
@Component
public final class HashNumberCommands implements CommandFamily {
    static final CommandSpec HINCRBY = command("HINCRBY key field increment")
            .summary("Adds an integer to a field of a hash.")
            .group("hash")
            .since("2.0.0")
            .complexity("O(1)")
            .flags(WRITE, DENYOOM, FAST)
            .keys(RW, ACCESS, UPDATE)
            .build();

    static final CommandSpec HINCRBYFLOAT = command("HINCRBYFLOAT key field increment")
            .summary("Adds a floating-point number to a field of a hash.")
            .group("hash")
            .since("2.6.0")
            .complexity("O(1)")
            .flags(WRITE, DENYOOM, FAST)
            .keys(RW, ACCESS, UPDATE)
            .type("increment", Type.DOUBLE)
            .build();

    private static final CommandError VALUE_NOT_AN_INTEGER = CommandError.of("ERR hash value is not an integer");
    private static final CommandError VALUE_NOT_A_FLOAT = CommandError.of("ERR hash value is not a float");
    private static final CommandError OVERFLOW = CommandError.of("ERR increment or decrement would overflow");
    private static final CommandError NOT_FINITE = CommandError.of("ERR value is NaN or Infinity");
    private static final CommandError SUM_NOT_FINITE = CommandError.of("ERR increment would produce NaN or Infinity");

    private static final byte[] HSET = Ascii.bytes("HSET");

    private final Scratch scratch = new Scratch();
    private final ByteSlice result = new ByteSlice();
    private final byte[] digits = new byte[Longs.MAX_LENGTH];

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(HINCRBY, this::hincrby)
                .add(HINCRBYFLOAT, this::hincrbyfloat)
                .build();
    }

    /** The value that is there now, or null; a field whose time is up is removed, perhaps with its key. */
    private @Nullable ByteSlice current(Call call, Key key, Hash hash) {
        ByteSlice field = call.slice(2);
        long at = Expiries.find(call, key, hash, field);
        return at < 0 ? null : hash.value(at, scratch);
    }

    void hincrby(Call call) {
        long increment = call.asLong(3);
        Key key = call.key(1);
        Hash hash = key.updateOrCreate(HashType.INSTANCE);
        long size = hash.size();
        ByteSlice current = current(call, key, hash);
        long value = 0;
        if (current != null) {
            if (!Longs.isLong(current.array(), current.offset(), current.length())) {
                throw VALUE_NOT_AN_INTEGER.exception();
            }
            value = Longs.parse(current.array(), current.offset(), current.length());
        }
        long sum = value + increment;
        if (((value ^ sum) & (increment ^ sum)) < 0) {
            throw OVERFLOW.exception();
        }
        boolean expired = hash.size() < size;
        if (expired) {
            hash = key.updateOrCreate(HashType.INSTANCE);
        }
        hash.put(call.slice(2), result.set(digits, 0, Longs.write(sum, digits, 0)), true);
        key.changed(EventClass.HASH, "hincrby");
        if (expired) {
            Expiries.asSent(call);
        }
        call.reply().integer(sum);
    }

    void hincrbyfloat(Call call) {
        ByteSlice text = call.slice(3);
        LongDouble increment = LongDouble.parse(text.array(), text.offset(), text.length());
        if (increment == null) {
            throw CommandError.NOT_A_FLOAT.exception();
        }
        if (!increment.isFinite()) {
            throw NOT_FINITE.exception();
        }
        Key key = call.key(1);
        Hash hash = key.updateOrCreate(HashType.INSTANCE);
        long size = hash.size();
        ByteSlice current = current(call, key, hash);
        LongDouble value = LongDouble.ZERO;
        if (current != null) {
            LongDouble parsed = LongDouble.parse(current.array(), current.offset(), current.length());
            if (parsed == null) {
                throw VALUE_NOT_A_FLOAT.exception();
            }
            value = parsed;
        }
        LongDouble sum = value.plus(increment);
        if (!sum.isFinite()) {
            throw SUM_NOT_FINITE.exception();
        }
        if (hash.size() < size) {
            hash = key.updateOrCreate(HashType.INSTANCE);
        }
        byte[] bytes = sum.toBytes();
        hash.put(call.slice(2), result.set(bytes, 0, bytes.length), true);
        key.changed(EventClass.HASH, "hincrbyfloat");
        if (call.effects().areWanted()) {
            call.effects().replaceWith(HSET, call.copy(1), call.copy(2), bytes);
            long expiry = hash.expiry(hash.find(call.slice(2)));
            if (expiry != 0) {
                // The HSET takes the expiry away.
                ExpireEffects.expire(call, expiry, call.copy(2));
            }
        }
        call.reply().bulk(bytes);
    }
}
