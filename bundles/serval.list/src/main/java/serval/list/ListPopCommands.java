package serval.list;

import static serval.sdk.command.CommandFlag.FAST;
import static serval.sdk.command.CommandFlag.WRITE;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.DELETE;
import static serval.sdk.command.KeyFlag.RW;

import org.osgi.service.component.annotations.Component;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;
import serval.sdk.reply.CommandError;

/** LPOP, RPOP, LMPOP, LTRIM, LREM: what removes elements. */
@Component
public final class ListPopCommands implements CommandFamily {
    static final CommandSpec LPOP = pop("LPOP key [count]")
            .summary("Removes elements at the beginning of a list and answers them.")
            .build();

    static final CommandSpec RPOP = pop("RPOP key [count]")
            .summary("Removes elements at the end of a list and answers them, the last one first.")
            .build();

    static final CommandSpec LMPOP = command("LMPOP numkeys key [key ...] <LEFT | RIGHT> [COUNT count]")
            .summary("Removes elements from the first list that has any, and answers them with its key.")
            .group("list")
            .since("7.0.0")
            .complexity("O(N+M) where N is the number of keys and M of the elements removed.")
            .flags(WRITE)
            .keys(RW, ACCESS, DELETE)
            .groups("where")
            .build();

    static final CommandSpec LTRIM = command("LTRIM key start stop")
            .summary("Removes the elements outside of two indexes.")
            .group("list")
            .since("1.0.0")
            .complexity("O(N) where N is the number of elements removed.")
            .flags(WRITE)
            .keys(RW, DELETE)
            .build();

    static final CommandSpec LREM = command("LREM key count element")
            .summary("Removes elements that equal one: the first ones, the last ones, or all.")
            .group("list")
            .since("1.0.0")
            .complexity("O(N+M) where N is the number of elements in the list and M of those removed.")
            .flags(WRITE)
            .keys(RW, DELETE)
            .build();

    private static CommandSpec.Builder pop(String syntax) {
        return command(syntax)
                .group("list")
                .since("1.0.0")
                .complexity("O(N) where N is the number of elements removed.")
                .flags(WRITE, FAST)
                .keys(RW, ACCESS, DELETE)
                .arity(-2)
                .argumentSince("count", "6.2.0")
                .changed("6.2.0", "Takes a count.");
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(LPOP, call -> pop(call, End.LEFT))
                .add(RPOP, call -> pop(call, End.RIGHT))
                .add(LMPOP, this::lmpop)
                .add(LTRIM, this::ltrim)
                .add(LREM, this::lrem)
                .build();
    }

    private static void pop(Call call, End end) {
        if (call.count() > 3) {
            throw CommandError.of(
                            "ERR wrong number of arguments for '" + call.spec().name() + "' command")
                    .exception();
        }
        boolean counted = call.count() == 3;
        long count = counted ? call.asLong(2, 0, Long.MAX_VALUE, CommandError.NOT_POSITIVE) : 1;
        Key key = call.key(1);
        ListObject list = key.update(ListType.INSTANCE);
        if (list == null) {
            if (counted) {
                call.reply().nilArray();
            } else {
                call.reply().nil();
            }
        } else if (!counted) {
            Removal.one(call, key, list, end);
        } else if (count == 0) {
            call.reply().array(0);
        } else {
            Removal.some(call, key, list, end, count);
        }
    }

    void lmpop(Call call) {
        PopRequest request = new PopRequest(call, 1);
        for (int i = request.firstKey; i < request.endOfKeys; i++) {
            Key key = call.key(i);
            ListObject list = key.update(ListType.INSTANCE);
            if (list != null) {
                Removal.someWithKey(call, i, key, list, request.end, request.count);
                return;
            }
        }
        call.reply().nilArray();
    }

    void ltrim(Call call) {
        long from = call.asLong(2);
        long to = call.asLong(3);
        Key key = call.key(1);
        ListObject list = key.update(ListType.INSTANCE);
        call.reply().ok();
        if (list == null) {
            return;
        }
        long size = list.size();
        from = Math.max(0, from < 0 ? size + from : from);
        to = Math.min(size - 1, to < 0 ? size + to : to);
        if (from > to) {
            // The whole list goes, however long: without a walk through it.
            key.event(EventClass.LIST, "ltrim");
            key.remove(false);
            key.event(EventClass.GENERIC, "del");
            key.modified();
            call.effects().dirty(size - 1);
            return;
        }
        long behind = size - 1 - to;
        list.removeRange(0, from);
        list.removeRange(to - from + 1, behind);
        Removal.done(call, key, list, "ltrim", from + behind);
    }

    void lrem(Call call) {
        long count = call.asLong(2);
        Key key = call.key(1);
        ListObject list = key.update(ListType.INSTANCE);
        if (list == null) {
            call.reply().integer(0);
            return;
        }
        boolean backwards = count < 0;
        long most = count == 0 ? Long.MAX_VALUE : Math.abs(count);
        Needle needle = new Needle(call.slice(3));
        ElementCursor cursor = new ElementCursor(list, backwards ? list.size() - 1 : 0, backwards);
        long removed = 0;
        while (removed != most && cursor.next()) {
            if (cursor.matches(needle)) {
                cursor.remove();
                removed++;
            }
        }
        if (removed > 0) {
            Removal.done(call, key, list, "lrem", removed);
        }
        call.reply().integer(removed);
    }
}
