package serval.zset;

import static serval.sdk.command.CommandFlag.BLOCKING;
import static serval.sdk.command.CommandFlag.FAST;
import static serval.sdk.command.CommandFlag.WRITE;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.DELETE;
import static serval.sdk.command.KeyFlag.RW;

import org.osgi.service.component.annotations.Component;
import serval.bytes.Ascii;
import serval.bytes.Longs;
import serval.sdk.block.KeyWait;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Token;
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.Reply;

/** ZPOPMIN, ZPOPMAX, ZMPOP and what waits: BZPOPMIN, BZPOPMAX, BZMPOP. */
@Component
public final class PopCommands implements CommandFamily {
    private static final String COMPLEXITY =
            "O(log(N)*M) with N being the number of elements in the sorted set, and M being the number of elements"
                    + " popped.";
    private static final String MULTIPLE_COMPLEXITY =
            "O(K) + O(M*log(N)) where K is the number of provided keys, N being the number of elements in the sorted"
                    + " set, and M being the number of elements popped.";
    private static final String BLOCKING_COMPLEXITY =
            "O(log(N)) with N being the number of elements in the sorted set.";

    static final CommandSpec ZPOPMIN = command("ZPOPMIN key [count]")
            .summary("Removes the members with the lowest scores and tells them.")
            .group("sorted-set")
            .since("5.0.0")
            .complexity(COMPLEXITY)
            .flags(WRITE, FAST)
            .keys(RW, ACCESS, DELETE)
            .build();

    static final CommandSpec ZPOPMAX = command("ZPOPMAX key [count]")
            .summary("Removes the members with the highest scores and tells them.")
            .group("sorted-set")
            .since("5.0.0")
            .complexity(COMPLEXITY)
            .flags(WRITE, FAST)
            .keys(RW, ACCESS, DELETE)
            .build();

    static final CommandSpec ZMPOP = command("ZMPOP numkeys key [key ...] <MIN | MAX> [COUNT count]")
            .summary("Removes members from the first sorted set that has any and tells them.")
            .group("sorted-set")
            .since("7.0.0")
            .complexity(MULTIPLE_COMPLEXITY)
            .flags(WRITE)
            .keys(RW, ACCESS, DELETE)
            .build();

    static final CommandSpec BZPOPMIN = command("BZPOPMIN key [key ...] timeout")
            .summary(
                    "Removes the member with the lowest score from the first sorted set that has any, or waits for one.")
            .group("sorted-set")
            .since("5.0.0")
            .complexity(BLOCKING_COMPLEXITY)
            .flags(WRITE, FAST, BLOCKING)
            .keys(RW, ACCESS, DELETE)
            .changed("6.0.0", "A timeout with a fraction.")
            .build();

    static final CommandSpec BZPOPMAX = command("BZPOPMAX key [key ...] timeout")
            .summary(
                    "Removes the member with the highest score from the first sorted set that has any, or waits for one.")
            .group("sorted-set")
            .since("5.0.0")
            .complexity(BLOCKING_COMPLEXITY)
            .flags(WRITE, FAST, BLOCKING)
            .keys(RW, ACCESS, DELETE)
            .changed("6.0.0", "A timeout with a fraction.")
            .build();

    static final CommandSpec BZMPOP = command("BZMPOP timeout numkeys key [key ...] <MIN | MAX> [COUNT count]")
            .summary("Removes members from the first sorted set that has any, or waits for one.")
            .group("sorted-set")
            .since("7.0.0")
            .complexity(MULTIPLE_COMPLEXITY)
            .flags(WRITE, BLOCKING)
            .keys(RW, ACCESS, DELETE)
            .build();

    private static final CommandError NO_KEYS = CommandError.of("ERR numkeys should be greater than 0");
    private static final CommandError NO_COUNT = CommandError.of("ERR count should be greater than 0");
    private static final Token MIN = Token.of("MIN");
    private static final Token MAX = Token.of("MAX");
    private static final Token COUNT = Token.of("COUNT");
    private static final byte[] POP_MIN = Ascii.bytes("ZPOPMIN");
    private static final byte[] POP_MAX = Ascii.bytes("ZPOPMAX");

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(ZPOPMIN, call -> pop(call, false))
                .add(ZPOPMAX, call -> pop(call, true))
                .add(ZMPOP, call -> popFromFirst(call, 1, false))
                .add(BZPOPMIN, call -> popOrWait(call, false))
                .add(BZPOPMAX, call -> popOrWait(call, true))
                .add(BZMPOP, call -> popFromFirst(call, 2, true))
                .build();
    }

    // One key

    private static void pop(Call call, boolean highest) {
        if (call.count() > 3) {
            throw CommandError.SYNTAX.exception();
        }
        boolean counted = call.count() == 3;
        long count = counted ? call.asLong(2, 0, Long.MAX_VALUE, CommandError.NOT_POSITIVE) : 1;
        Key key = call.key(1);
        SortedSet set = key.update(SortedSetType.INSTANCE);
        Reply reply = call.reply();
        long popped = set == null ? 0 : Math.min(count, set.size());
        if (set == null || popped == 0) {
            reply.array(0);
            return;
        }
        boolean nested = counted && reply.version() >= 3;
        reply.array(nested ? popped : popped * 2);
        take(call, key, set, popped, highest, nested);
    }

    /** Removes members and writes them. */
    private static void take(Call call, Key key, SortedSet set, long count, boolean highest, boolean nested) {
        long rank = highest ? set.size() - 1 : 0;
        set.form().reply(call.reply(), rank, count, highest, true, nested);
        set.removeRanks(highest ? set.size() - count : 0, count);
        key.changed(EventClass.ZSET, highest ? "zpopmax" : "zpopmin");
        if (count > 1) {
            call.effects().dirty(count - 1);
        }
        if (set.size() == 0) {
            key.remove(false);
            key.event(EventClass.GENERIC, "del");
        }
    }

    // Several keys

    private static void popFromFirst(Call call, int numkeysAt, boolean waits) {
        int keys = (int) Math.min(Integer.MAX_VALUE, call.asLong(numkeysAt, 1, Long.MAX_VALUE, NO_KEYS));
        long whereAt = (long) numkeysAt + keys + 1;
        if (whereAt >= call.count()) {
            throw CommandError.SYNTAX.exception();
        }
        int at = (int) whereAt;
        boolean highest = call.is(at, MAX);
        if (!highest && !call.is(at, MIN)) {
            throw CommandError.SYNTAX.exception();
        }
        long count = -1;
        for (int i = at + 1; i < call.count(); i += 2) {
            if (count != -1 || !call.is(i, COUNT) || i + 1 >= call.count()) {
                throw CommandError.SYNTAX.exception();
            }
            count = call.asLong(i + 1, 1, Long.MAX_VALUE, NO_COUNT);
        }
        long timeout = waits ? KeyWait.timeoutMillis(call, 1) : 0;
        for (int i = 0; i < keys; i++) {
            Key key = call.key(numkeysAt + 1 + i);
            SortedSet set = key.update(SortedSetType.INSTANCE);
            if (set != null) {
                long popped = Math.min(Math.max(1, count), set.size());
                Reply reply = call.reply();
                reply.array(2);
                reply.bulk(key.name());
                reply.array(popped);
                if (call.effects().areWanted()) {
                    call.effects()
                            .replaceWith(
                                    highest ? POP_MAX : POP_MIN, call.copy(numkeysAt + 1 + i), Longs.toBytes(popped));
                }
                take(call, key, set, popped, highest, true);
                return;
            }
        }
        if (waits) {
            await(call, numkeysAt + 1, keys, timeout);
        } else {
            call.reply().nilArray();
        }
    }

    private static void popOrWait(Call call, boolean highest) {
        int keys = call.count() - 2;
        long timeout = KeyWait.timeoutMillis(call, call.count() - 1);
        for (int i = 1; i <= keys; i++) {
            Key key = call.key(i);
            SortedSet set = key.update(SortedSetType.INSTANCE);
            if (set != null) {
                call.reply().array(3);
                call.reply().bulk(key.name());
                if (call.effects().areWanted()) {
                    call.effects().replaceWith(highest ? POP_MAX : POP_MIN, call.copy(i));
                }
                take(call, key, set, 1, highest, false);
                return;
            }
        }
        await(call, 1, keys, timeout);
    }

    private static void await(Call call, int first, int count, long timeout) {
        int[] keys = new int[count];
        for (int i = 0; i < count; i++) {
            keys[i] = first + i;
        }
        call.waitForKeys(new KeyWait(
                keys,
                SortedSetType.INSTANCE,
                false,
                timeout,
                late -> late.reply().nilArray()));
    }
}
