package serval.list;

import static serval.sdk.command.CommandFlag.DENYOOM;
import static serval.sdk.command.CommandFlag.FAST;
import static serval.sdk.command.CommandFlag.WRITE;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.INSERT;
import static serval.sdk.command.KeyFlag.RW;
import static serval.sdk.command.KeyFlag.UPDATE;

import org.osgi.service.component.annotations.Component;
import serval.bytes.ByteSlice;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Token;
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;
import serval.sdk.reply.CommandError;

/** LPUSH, RPUSH, LPUSHX, RPUSHX, LINSERT, LSET: what puts elements into lists. */
@Component
public final class ListPushCommands implements CommandFamily {
    static final CommandSpec LPUSH = push("LPUSH key element [element ...]", "1.0.0", "2.4.0")
            .summary("Adds elements before the first of a list, which is created if it is missing.")
            .build();

    static final CommandSpec RPUSH = push("RPUSH key element [element ...]", "1.0.0", "2.4.0")
            .summary("Adds elements behind the last of a list, which is created if it is missing.")
            .build();

    static final CommandSpec LPUSHX = push("LPUSHX key element [element ...]", "2.2.0", "4.0.0")
            .summary("Adds elements before the first of a list if it exists.")
            .build();

    static final CommandSpec RPUSHX = push("RPUSHX key element [element ...]", "2.2.0", "4.0.0")
            .summary("Adds elements behind the last of a list if it exists.")
            .build();

    static final CommandSpec LINSERT = command("LINSERT key <BEFORE | AFTER> pivot element")
            .summary("Puts an element before or behind another one.")
            .group("list")
            .since("2.2.0")
            .complexity("O(N) where N is the number of elements before the pivot.")
            .flags(WRITE, DENYOOM)
            .keys(RW, INSERT)
            .groups("where")
            .build();

    static final CommandSpec LSET = command("LSET key index element")
            .summary("Puts an element in the place of the one at an index.")
            .group("list")
            .since("1.0.0")
            .complexity("O(log N) where N is the number of elements; O(1) at the ends.")
            .flags(WRITE, DENYOOM)
            .keys(RW, UPDATE)
            .build();

    private static final Token BEFORE = Token.of("BEFORE");
    private static final Token AFTER = Token.of("AFTER");

    private static final int MANY = 8;

    private static CommandSpec.Builder push(String syntax, String since, String severalSince) {
        return command(syntax)
                .group("list")
                .since(since)
                .complexity("O(1) for each element.")
                .flags(WRITE, DENYOOM, FAST)
                .keys(RW, INSERT)
                .changed(severalSince, "Takes several elements.");
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(LPUSH, call -> push(call, End.LEFT))
                .add(RPUSH, call -> push(call, End.RIGHT))
                .add(LPUSHX, call -> pushIfThere(call, End.LEFT))
                .add(RPUSHX, call -> pushIfThere(call, End.RIGHT))
                .add(LINSERT, this::linsert)
                .add(LSET, this::lset)
                .build();
    }

    private static void push(Call call, End end) {
        Key key = call.key(1);
        push(call, key, key.updateOrCreate(ListType.INSTANCE), end);
    }

    private static void pushIfThere(Call call, End end) {
        Key key = call.key(1);
        ListObject list = key.update(ListType.INSTANCE);
        if (list == null) {
            call.reply().integer(0);
        } else {
            push(call, key, list, end);
        }
    }

    private static void push(Call call, Key key, ListObject list, End end) {
        int count = call.count();
        if (list.packed() != null) {
            long bytes = 0;
            for (int i = 2; i < count; i++) {
                bytes += call.length(i);
            }
            list.beforeGrowing(bytes, count - 2);
        }
        for (int i = 2; i < count; i++) {
            ByteSlice element = call.slice(i);
            list.push(element.array(), element.offset(), element.length(), end.isHead());
        }
        if (list.packed() != null && count - 2 >= MANY) {
            // What comes all at once has probably come for good.
            list.packed().trim();
        }
        call.reply().integer(list.size());
        added(key, end.pushed);
        if (count > 3) {
            call.effects().dirty(count - 3);
        }
    }

    /** Tells of elements that were added. Whoever waits for a number of them may have enough now, though the list was there before. */
    static void added(Key key, String event) {
        key.changed(EventClass.LIST, event);
        key.signalReady();
    }

    void linsert(Call call) {
        boolean behind = call.is(2, AFTER);
        if (!behind && !call.is(2, BEFORE)) {
            throw CommandError.SYNTAX.exception();
        }
        Key key = call.key(1);
        ListObject list = key.update(ListType.INSTANCE);
        if (list == null) {
            call.reply().integer(0);
            return;
        }
        // Before looking for the pivot, as Redis does: it shows in the encoding even if there is no pivot.
        ByteSlice element = call.slice(4);
        list.beforeGrowing(element.length(), 1);
        Needle pivot = new Needle(call.slice(3));
        ElementCursor cursor = new ElementCursor(list, 0, false);
        while (cursor.next()) {
            if (cursor.matches(pivot)) {
                list.insert(cursor, element.array(), element.offset(), element.length(), behind);
                added(key, "linsert");
                call.reply().integer(list.size());
                return;
            }
        }
        call.reply().integer(-1);
    }

    void lset(Call call) {
        Key key = call.key(1);
        ListObject list = key.update(ListType.INSTANCE);
        if (list == null) {
            throw CommandError.NO_SUCH_KEY.exception();
        }
        long index = call.asLong(2);
        ByteSlice element = call.slice(3);
        list.beforeGrowing(element.length(), 1);
        long size = list.size();
        long at = index < 0 ? size + index : index;
        if (at < 0 || at >= size) {
            throw CommandError.INDEX_OUT_OF_RANGE.exception();
        }
        list.replace(at, element.array(), element.offset(), element.length());
        call.reply().ok();
        key.changed(EventClass.LIST, "lset");
        list.afterShrinking();
    }
}
