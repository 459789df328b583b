package serval.bitmap;

import static serval.sdk.command.CommandFlag.DENYOOM;
import static serval.sdk.command.CommandFlag.WRITE;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.OW;
import static serval.sdk.command.KeyFlag.RO;
import static serval.sdk.command.KeyFlag.UPDATE;

import org.osgi.service.component.annotations.Component;
import serval.bytes.Ascii;
import serval.bytes.ByteSlice;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;
import serval.sdk.reply.CommandError;

/** BITOP: bitwise operations on whole strings. */
@Component
public final class BitopCommand implements CommandFamily {
    private static final byte[] SET = Ascii.bytes("SET");
    private static final byte[] DEL = Ascii.bytes("DEL");
    private static final byte[] NOTHING = new byte[0];
    private static final CommandError NOT_TAKES_ONE =
            CommandError.of("ERR BITOP NOT must be called with a single source key.");

    static final CommandSpec BITOP = command(
                    "BITOP <AND | OR | XOR | NOT | DIFF | DIFF1 | ANDOR | ONE> destkey key [key ...]")
            .summary("Sets a key to what a bitwise operation makes of other keys' strings.")
            .group("bitmap")
            .since("2.6.0")
            .complexity("O(N)")
            .flags(WRITE, DENYOOM)
            .keys(OW, UPDATE)
            .keys(RO, ACCESS)
            .groups("operation")
            .argumentSince("DIFF", "8.2.0")
            .argumentSince("DIFF1", "8.2.0")
            .argumentSince("ANDOR", "8.2.0")
            .argumentSince("ONE", "8.2.0")
            .changed("8.2.0", "`DIFF`, `DIFF1`, `ANDOR` and `ONE` came.")
            .build();

    @Override
    public CommandTable commands() {
        return CommandTable.table().add(BITOP, this::bitop).build();
    }

    void bitop(Call call) {
        BitOperation operation = operation(call);
        ByteSlice[] strings = new ByteSlice[call.count() - 3];
        int length = 0;
        for (int i = 0; i < strings.length; i++) {
            ByteSlice string = call.key(i + 3).string().read();
            strings[i] = string == null ? new ByteSlice() : string;
            length = Math.max(length, strings[i].length());
        }
        Key target = call.key(2);
        if (length == 0) {
            if (target.remove(false)) {
                target.changed(EventClass.GENERIC, "del");
                if (!operation.isClassic()) {
                    call.effects().replaceWith(DEL, call.copy(2));
                }
            }
        } else {
            byte[] result = operation.apply(strings, length);
            store(target, result);
            target.changed(EventClass.STRING, "set");
            if (!operation.isClassic()) {
                call.effects().replaceWith(SET, call.copy(2), result);
            }
        }
        call.reply().integer(length);
    }

    private static BitOperation operation(Call call) {
        for (BitOperation operation : BitOperation.values()) {
            if (call.is(1, operation.token())) {
                if (operation == BitOperation.NOT && call.count() != 4) {
                    throw NOT_TAKES_ONE.exception();
                }
                if (operation.singlesOutFirst() && call.count() < 5) {
                    throw CommandError.of("ERR BITOP " + operation + " must be called with at least two source keys.")
                            .exception();
                }
                return operation;
            }
        }
        throw CommandError.SYNTAX.exception();
    }

    /** Sets the key to a string in the raw encoding, which bitmaps have whatever they look like. */
    private static void store(Key key, byte[] result) {
        if (key.isPresent()) {
            key.string().set(NOTHING, 0, 0);
        }
        ByteSlice value = key.string().edit(result.length);
        System.arraycopy(result, 0, value.array(), value.offset(), result.length);
    }
}
