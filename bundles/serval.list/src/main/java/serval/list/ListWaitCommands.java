package serval.list;

import static serval.sdk.command.CommandFlag.BLOCKING;
import static serval.sdk.command.CommandFlag.WRITE;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.DELETE;
import static serval.sdk.command.KeyFlag.RW;

import org.osgi.service.component.annotations.Component;
import serval.sdk.block.KeyWait;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Handler;
import serval.sdk.key.Key;

/** BLPOP, BRPOP, BLMPOP: what waits for elements to remove. */
@Component
public final class ListWaitCommands implements CommandFamily {
    static final CommandSpec BLPOP = pop("BLPOP key [key ...] timeout")
            .summary("Removes the first element of the first list that has any; waits if there is none.")
            .build();

    static final CommandSpec BRPOP = pop("BRPOP key [key ...] timeout")
            .summary("Removes the last element of the first list that has any; waits if there is none.")
            .build();

    static final CommandSpec BLMPOP = command("BLMPOP timeout numkeys key [key ...] <LEFT | RIGHT> [COUNT count]")
            .summary(
                    "Removes elements from the first list that has any, and answers them with its key; waits if there is"
                            + " none.")
            .group("list")
            .since("7.0.0")
            .complexity("O(N+M) where N is the number of keys and M of the elements removed.")
            .flags(WRITE, BLOCKING)
            .keys(RW, ACCESS, DELETE)
            .groups("where")
            .build();

    /** The answer when the time is up. */
    static final Handler NOTHING = call -> call.reply().nilArray();

    private static final long ONE = -1;

    private static CommandSpec.Builder pop(String syntax) {
        return command(syntax)
                .group("list")
                .since("2.0.0")
                .complexity("O(N) where N is the number of keys.")
                .flags(WRITE, BLOCKING)
                .keys(RW, ACCESS, DELETE)
                .changed("6.0.0", "The timeout may have a fraction.");
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(BLPOP, call -> pop(call, 1, call.count() - 1, call.count() - 1, End.LEFT, ONE))
                .add(BRPOP, call -> pop(call, 1, call.count() - 1, call.count() - 1, End.RIGHT, ONE))
                .add(BLMPOP, this::blmpop)
                .build();
    }

    void blmpop(Call call) {
        PopRequest request = new PopRequest(call, 2);
        pop(call, request.firstKey, request.endOfKeys, 1, request.end, request.count);
    }

    private static void pop(Call call, int firstKey, int endOfKeys, int timeoutAt, End end, long count) {
        long timeout = KeyWait.timeoutMillis(call, timeoutAt);
        for (int i = firstKey; i < endOfKeys; i++) {
            Key key = call.key(i);
            ListObject list = key.update(ListType.INSTANCE);
            if (list == null) {
                continue;
            }
            if (count != ONE) {
                Removal.someWithKey(call, i, key, list, end, count);
                return;
            }
            call.reply().array(2);
            call.reply().bulk(call.slice(i));
            Removal.one(call, key, list, end);
            if (call.effects().areWanted()) {
                call.effects().replaceWith(end.pop, call.copy(i));
            }
            return;
        }
        int[] keys = new int[endOfKeys - firstKey];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = firstKey + i;
        }
        call.waitForKeys(new KeyWait(keys, ListType.INSTANCE, false, timeout, NOTHING));
    }
}
