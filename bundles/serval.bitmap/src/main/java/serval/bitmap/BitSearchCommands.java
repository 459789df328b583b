package serval.bitmap;

import static serval.sdk.command.CommandFlag.READONLY;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.RO;

import org.osgi.service.component.annotations.Component;
import serval.bytes.ByteSlice;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Token;
import serval.sdk.reply.CommandError;

/** BITCOUNT and BITPOS: counting and finding bits in a range of bytes or of bits. */
@Component
public final class BitSearchCommands implements CommandFamily {
    private static final Token BYTE = Token.of("BYTE");
    private static final Token BIT = Token.of("BIT");
    private static final CommandError NOT_A_BIT = CommandError.of("ERR The bit argument must be 1 or 0.");

    static final CommandSpec BITCOUNT = command("BITCOUNT key [start end [BYTE | BIT]]")
            .summary("Counts the bits that are set in a string or in a part of it.")
            .group("bitmap")
            .since("2.6.0")
            .complexity("O(N)")
            .flags(READONLY)
            .keys(RO, ACCESS)
            .groups("range", "unit")
            .argumentSince("unit", "7.0.0")
            .changed("7.0.0", "`BYTE` and `BIT` came.")
            .build();

    static final CommandSpec BITPOS = command("BITPOS key bit [start [end [BYTE | BIT]]]")
            .summary("Finds the first bit that is set, or clear, in a string or in a part of it.")
            .group("bitmap")
            .since("2.8.7")
            .complexity("O(N)")
            .flags(READONLY)
            .keys(RO, ACCESS)
            .groups("range", "end-unit-block", "unit")
            .argumentSince("unit", "7.0.0")
            .changed("7.0.0", "`BYTE` and `BIT` came.")
            .build();

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(BITCOUNT, this::bitcount)
                .add(BITPOS, this::bitpos)
                .build();
    }

    void bitcount(Call call) {
        ByteSlice value = call.key(1).string().read();
        if (value == null) {
            call.reply().integer(0);
            return;
        }
        if (call.count() == 2) {
            call.reply().integer(Bits.count(value.array(), value.offset(), value.length()));
            return;
        }
        if (call.count() == 3 || call.count() > 5) {
            throw CommandError.SYNTAX.exception();
        }
        long start = call.asLong(2);
        long end = call.asLong(3);
        if (start < 0 && end < 0 && start > end) {
            call.reply().integer(0);
            return;
        }
        boolean bits = call.count() == 5 && isBits(call, 4);
        long length = bits ? value.length() * 8L : value.length();
        start = fromEnd(start, length);
        end = Math.min(fromEnd(end, length), length - 1);
        if (start > end) {
            call.reply().integer(0);
        } else {
            long first = bits ? start : start * 8;
            long last = bits ? end : end * 8 + 7;
            call.reply().integer(Bits.countBits(value.array(), value.offset(), first, last));
        }
    }

    void bitpos(Call call) {
        long bit = call.asLong(2);
        if (bit != 0 && bit != 1) {
            throw NOT_A_BIT.exception();
        }
        ByteSlice value = call.key(1).string().read();
        if (value == null) {
            call.reply().integer(bit == 1 ? -1 : 0);
            return;
        }
        if (call.count() > 6) {
            throw CommandError.SYNTAX.exception();
        }
        long start = call.count() > 3 ? call.asLong(3) : 0;
        boolean bits = call.count() == 6 && isBits(call, 5);
        boolean open = call.count() < 5;
        long length = bits ? value.length() * 8L : value.length();
        long end = open ? length - 1 : call.asLong(4);
        start = fromEnd(start, length);
        end = Math.min(fromEnd(end, length), length - 1);
        if (start > end) {
            call.reply().integer(-1);
            return;
        }
        long first = bits ? start : start * 8;
        long last = bits ? end : end * 8 + 7;
        long found = Bits.find(value.array(), value.offset(), bit == 1, first, last);
        // With an open end the string goes on with zero bits for ever.
        call.reply().integer(found < 0 && bit == 0 && open ? value.length() * 8L : found);
    }

    private static boolean isBits(Call call, int argument) {
        if (call.is(argument, BIT)) {
            return true;
        }
        if (call.is(argument, BYTE)) {
            return false;
        }
        throw CommandError.SYNTAX.exception();
    }

    /** An index that counts from the end if it is negative; at least 0. */
    private static long fromEnd(long index, long length) {
        return index < 0 ? Math.max(index + length, 0) : index;
    }
}
