package serval.example.throttle;

import static serval.sdk.command.CommandFlag.DENYOOM;
import static serval.sdk.command.CommandFlag.FAST;
import static serval.sdk.command.CommandFlag.WRITE;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.RW;
import static serval.sdk.command.KeyFlag.UPDATE;

import java.util.List;
import org.osgi.service.component.annotations.Component;
import serval.bytes.Ascii;
import serval.bytes.ByteSlice;
import serval.bytes.Longs;
import serval.sdk.command.Argument.Type;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;
import serval.sdk.module.Module;
import serval.sdk.module.SelfTest;
import serval.sdk.reply.CommandError;

/** CL.THROTTLE: asks whether an action is within its rate, and counts it if so. */
@Component(service = {CommandFamily.class, Module.class})
public final class ThrottleCommands implements CommandFamily, Module {
    static final CommandSpec THROTTLE = command("CL.THROTTLE key max_burst count period [quantity]")
            .summary("Takes actions from a rate limit, unless that is exceeded.")
            .since("1.0.0")
            .complexity("O(1)")
            .flags(WRITE, DENYOOM, FAST)
            .keys(RW, ACCESS, UPDATE)
            .type("max_burst", Type.INTEGER)
            .type("period", Type.INTEGER)
            .type("quantity", Type.INTEGER)
            .build();

    private static final CommandError USAGE = CommandError.of(
            "Cell error: Usage: cl.throttle <key> <max_burst> <count per period> <period> [<quantity>]");
    private static final CommandError NO_RATE = CommandError.of("Cell error: count and period must be positive");
    private static final CommandError NEGATIVE =
            CommandError.of("Cell error: max_burst and quantity must not be negative");
    private static final CommandError TOO_LARGE = CommandError.of("Cell error: the numbers are too large");
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final byte[] SET = Ascii.bytes("SET");
    private static final byte[] PXAT = Ascii.bytes("PXAT");

    @Override
    public CommandTable commands() {
        return CommandTable.table().add(THROTTLE, this::throttle).build();
    }

    void throttle(Call call) {
        if (call.count() > 6) {
            throw USAGE.exception();
        }
        long burst = number(call, 2);
        long count = number(call, 3);
        long period = number(call, 4);
        long quantity = call.count() == 6 ? number(call, 5) : 1;
        if (count <= 0 || period <= 0) {
            throw NO_RATE.exception();
        }
        if (burst < 0 || quantity < 0) {
            throw NEGATIVE.exception();
        }
        Key key = call.key(1);
        Cell cell;
        try {
            cell = Cell.decide(arrival(key), call.now() * NANOS_PER_MILLI, burst, count, period, quantity);
        } catch (ArithmeticException tooLarge) {
            throw TOO_LARGE.exception();
        }
        if (!cell.limited() && quantity > 0) {
            keep(call, key, cell.arrival());
        }
        call.reply().array(5);
        call.reply().integer(cell.limited() ? 1 : 0);
        call.reply().integer(cell.limit());
        call.reply().integer(cell.remaining());
        call.reply().integer(Cell.seconds(cell.retryAfter()));
        call.reply().integer(Cell.seconds(cell.resetAfter()));
    }

    private static long number(Call call, int index) {
        ByteSlice word = call.slice(index);
        if (!Longs.isLong(word.array(), word.offset(), word.length())) {
            throw CommandError.of("Cell error: Couldn't parse as integer: " + call.text(index))
                    .exception();
        }
        return Longs.parse(word.array(), word.offset(), word.length());
    }

    private static long arrival(Key key) {
        ByteSlice kept = key.string().current();
        if (kept == null) {
            return Cell.NONE;
        }
        if (!Longs.isLong(kept.array(), kept.offset(), kept.length())) {
            throw CommandError.NOT_AN_INTEGER.exception();
        }
        return Longs.parse(kept.array(), kept.offset(), kept.length());
    }

    /** The past matters until the arrival time has come: then the key may go. */
    private static void keep(Call call, Key key, long arrival) {
        byte[] digits = Longs.toBytes(arrival);
        // Rounded up, for a key that went too early would grant too much.
        long expiresAt = Math.ceilDiv(arrival, NANOS_PER_MILLI);
        key.string().set(digits, 0, digits.length);
        key.expireAt(expiresAt);
        key.changed(EventClass.STRING, "cl.throttle");
        if (call.effects().areWanted()) {
            // The decision depends on the clock. What it came to does not, and any Redis understands it.
            call.effects().replaceWith(SET, call.copy(1), digits, PXAT, Longs.toBytes(expiresAt));
        }
    }

    @Override
    public void test(SelfTest server) {
        server.expect(List.of(0L, 16L, 15L, -1L, 2L), "CL.THROTTLE", "test", "15", "30", "60");
    }
}
