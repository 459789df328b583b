package serval.string;

import static serval.sdk.command.CommandFlag.DENYOOM;
import static serval.sdk.command.CommandFlag.WRITE;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.INSERT;
import static serval.sdk.command.KeyFlag.OW;
import static serval.sdk.command.KeyFlag.UPDATE;

import java.util.Set;
import org.osgi.service.component.annotations.Component;
import serval.bytes.Longs;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.KeySpec;
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;
import serval.sdk.reply.CommandError;

/** MSET, MSETNX and MSETEX: several keys in one step. */
@Component
public final class MultipleKeyCommands implements CommandFamily {
    private static final CommandError INVALID_NUMKEYS = CommandError.of("ERR invalid numkeys value");
    private static final CommandError WRONG_PAIRS = CommandError.of("ERR wrong number of key-value pairs");

    static final CommandSpec MSET = command("MSET key value [key value ...]")
            .summary("Sets several keys to strings in one step.")
            .group("string")
            .since("1.0.1")
            .complexity("O(N) where N is the number of keys to set.")
            .flags(WRITE, DENYOOM)
            .keys(OW, UPDATE)
            .tips("request_policy:multi_shard", "response_policy:all_succeeded")
            .build();

    static final CommandSpec MSETNX = command("MSETNX key value [key value ...]")
            .summary("Sets several keys to strings in one step, unless one of the keys exists.")
            .group("string")
            .since("1.0.1")
            .complexity("O(N) where N is the number of keys to set.")
            .flags(WRITE, DENYOOM)
            .keys(OW, INSERT)
            .build();

    static final CommandSpec MSETEX = command(
                    "MSETEX numkeys key value [key value ...] [NX | XX]"
                            + " [EX seconds | PX milliseconds | EXAT unix-time-seconds | PXAT unix-time-milliseconds | KEEPTTL]")
            .summary("Sets several keys to strings in one step, with the same expiry and on a common condition.")
            .group("string")
            .since("8.4.0")
            .complexity("O(N) where N is the number of keys to set.")
            .flags(WRITE, DENYOOM)
            .keys(OW, UPDATE)
            .keySpec(new KeySpec(new KeySpec.Begin.Index(1), new KeySpec.Find.Count(0, 1, 2), Set.of(OW, UPDATE), null))
            .build();

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(MSET, this::mset)
                .add(MSETNX, this::msetnx)
                .add(MSETEX, this::msetex)
                .build();
    }

    void mset(Call call) {
        requirePairs(call);
        setAll(call, 1, call.count(), -1);
        call.reply().ok();
    }

    void msetnx(Call call) {
        requirePairs(call);
        for (int i = 1; i < call.count(); i += 2) {
            if (call.key(i).isPresent()) {
                call.reply().integer(0);
                return;
            }
        }
        setAll(call, 1, call.count(), -1);
        call.reply().integer(1);
    }

    private static void requirePairs(Call call) {
        if (call.count() % 2 == 0) {
            throw Words.wrongArity(call.spec().name()).exception();
        }
    }

    private static void setAll(Call call, int from, int to, long expiresAt) {
        for (int i = from; i < to; i += 2) {
            Key key = call.key(i);
            key.string().set(call, i + 1, expiresAt);
            key.changed(EventClass.STRING, "set");
            if (expiresAt >= 0) {
                key.event(EventClass.GENERIC, "expire");
            }
        }
    }

    void msetex(Call call) {
        long keys = call.asLong(1, 1, Integer.MAX_VALUE, INVALID_NUMKEYS);
        if (2 + keys * 2 > call.count()) {
            throw WRONG_PAIRS.exception();
        }
        int end = 2 + (int) keys * 2;
        Condition condition = new Condition();
        Expiry expiry = new Expiry();
        for (int i = end; i < call.count(); ) {
            int taken = expiry.take(call, i, Expiry.Kind.KEEPTTL);
            taken = taken > 0 ? taken : condition.takeExistence(call, i);
            if (taken == 0) {
                throw CommandError.SYNTAX.exception();
            }
            i += taken;
        }
        long expiresAt = expiry.ofNewValue(call);
        for (int i = 2; i < end; i += 2) {
            if (!condition.holds(call, call.key(i))) {
                call.reply().integer(0);
                return;
            }
        }
        setAll(call, 2, end, expiresAt);
        if (call.effects().areWanted()) {
            tellEffects(call, end, expiry, expiresAt);
        }
        call.reply().integer(1);
    }

    private static void tellEffects(Call call, int end, Expiry expiry, long expiresAt) {
        byte[] time = Longs.toBytes(expiresAt);
        for (int i = 2; i < end; i += 2) {
            if (expiry.hasTime()) {
                call.effects().replaceWith(Words.SET, call.copy(i), call.copy(i + 1), Words.PXAT, time);
            } else if (expiry.kind() == Expiry.Kind.KEEPTTL) {
                call.effects().replaceWith(Words.SET, call.copy(i), call.copy(i + 1), Words.KEEPTTL);
            } else {
                call.effects().replaceWith(Words.SET, call.copy(i), call.copy(i + 1));
            }
        }
    }
}
