package serval.bitmap;

import static serval.sdk.command.CommandFlag.DENYOOM;
import static serval.sdk.command.CommandFlag.FAST;
import static serval.sdk.command.CommandFlag.READONLY;
import static serval.sdk.command.CommandFlag.WRITE;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.RO;
import static serval.sdk.command.KeyFlag.RW;
import static serval.sdk.command.KeyFlag.UPDATE;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.bytes.ByteSlice;
import serval.sdk.command.Argument.Type;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;
import serval.sdk.reply.CommandError;
import serval.spi.config.Configuration;
import serval.spi.config.StringLimit;

/** SETBIT and GETBIT: single bits. */
@Component
public final class BitCommands implements CommandFamily {
    private static final CommandError NOT_A_BIT = CommandError.of("ERR bit is not an integer or out of range");

    static final CommandSpec SETBIT = command("SETBIT key offset value")
            .summary("Sets or clears a bit of a key's string and tells what it was.")
            .group("bitmap")
            .since("2.2.0")
            .complexity("O(1)")
            .flags(WRITE, DENYOOM)
            .keys(RW, ACCESS, UPDATE)
            .type("value", Type.INTEGER)
            .build();

    static final CommandSpec GETBIT = command("GETBIT key offset")
            .summary("Tells a bit of a key's string.")
            .group("bitmap")
            .since("2.2.0")
            .complexity("O(1)")
            .flags(READONLY, FAST)
            .keys(RO, ACCESS)
            .build();

    private final StringLimit limit;

    /** Creates the commands, which keep to the configured limit of strings. */
    @Activate
    public BitCommands(@Reference Configuration configuration) {
        limit = new StringLimit(configuration);
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(SETBIT, this::setbit)
                .add(GETBIT, this::getbit)
                .build();
    }

    void setbit(Call call) {
        long offset = BitOffset.of(call, 2, 0, limit);
        long on = call.asLong(3, 0, 1, NOT_A_BIT);
        Key key = call.key(1);
        ByteSlice before = key.string().current();
        int index = (int) (offset >>> 3);
        boolean grows = before == null || before.length() <= index;
        ByteSlice value = key.string().edit(index + 1);
        int at = value.offset() + index;
        int mask = 0x80 >>> (offset & 7);
        boolean was = (value.array()[at] & mask) != 0;
        if (grows || was != (on == 1)) {
            value.array()[at] = (byte) (on == 1 ? value.array()[at] | mask : value.array()[at] & ~mask);
            key.changed(EventClass.STRING, "setbit");
        }
        call.reply().integer(was ? 1 : 0);
    }

    void getbit(Call call) {
        long offset = BitOffset.of(call, 2, 0, limit);
        ByteSlice value = call.key(1).string().read();
        long index = offset >>> 3;
        boolean set = value != null && index < value.length() && (value.at((int) index) & 0x80 >>> (offset & 7)) != 0;
        call.reply().integer(set ? 1 : 0);
    }
}
