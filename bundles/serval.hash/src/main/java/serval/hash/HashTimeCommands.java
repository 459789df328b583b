package serval.hash;

import static serval.sdk.command.CommandFlag.FAST;
import static serval.sdk.command.CommandFlag.READONLY;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.RO;

import org.osgi.service.component.annotations.Component;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;

/** HTTL, HPTTL, HEXPIRETIME, HPEXPIRETIME: what tells when fields expire. */
@Component
public final class HashTimeCommands implements CommandFamily {
    static final CommandSpec HTTL = time("HTTL")
            .summary("Tells in how many seconds fields expire.")
            .tips("nondeterministic_output")
            .build();
    static final CommandSpec HPTTL = time("HPTTL")
            .summary("Tells in how many milliseconds fields expire.")
            .tips("nondeterministic_output")
            .build();
    static final CommandSpec HEXPIRETIME =
            time("HEXPIRETIME").summary("Tells when fields expire, in seconds.").build();
    static final CommandSpec HPEXPIRETIME = time("HPEXPIRETIME")
            .summary("Tells when fields expire, in milliseconds.")
            .build();

    private static final int NO_FIELD = -2;
    private static final int NO_EXPIRY = -1;

    private static CommandSpec.Builder time(String name) {
        return command(name + " key FIELDS numfields field [field ...]")
                .group("hash")
                .since("7.4.0")
                .complexity("O(N) where N is the number of fields named.")
                .flags(READONLY, FAST)
                .keys(RO, ACCESS);
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(HTTL, call -> times(call, 1000, call.now()))
                .add(HPTTL, call -> times(call, 1, call.now()))
                .add(HEXPIRETIME, call -> times(call, 1000, 0))
                .add(HPEXPIRETIME, call -> times(call, 1, 0))
                .build();
    }

    private static void times(Call call, long unit, long base) {
        Hash hash = call.key(1).read(HashType.INSTANCE);
        int first = FieldWords.read(call, 2, FieldWords.NOT_POSITIVE);
        if (hash == null) {
            FieldWords.all(call, first, NO_FIELD);
            return;
        }
        call.reply().array(call.count() - first);
        for (int i = first; i < call.count(); i++) {
            long at = hash.find(call.slice(i));
            if (at < 0) {
                call.reply().integer(NO_FIELD);
                continue;
            }
            long expiry = hash.expiry(at);
            if (expiry == 0) {
                call.reply().integer(NO_EXPIRY);
            } else if (expiry < call.now()) {
                call.reply().integer(NO_FIELD);
            } else {
                // Seconds are rounded up.
                call.reply().integer((expiry - base + unit - 1) / unit);
            }
        }
    }
}
