package serval.list;

import serval.bytes.Longs;
import serval.sdk.command.Call;
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;

/** What follows when elements have been removed. */
final class Removal {
    private Removal() {}

    /** Tells of elements removed from a list, and removes the list if none is left. */
    static void done(Call call, Key key, ListObject list, String event, long removed) {
        key.event(EventClass.LIST, event);
        if (list.isEmpty()) {
            key.remove(false);
            key.event(EventClass.GENERIC, "del");
        } else {
            list.afterShrinking();
        }
        key.modified();
        if (removed != 1) {
            call.effects().dirty(removed - 1);
        }
    }

    /** Answers one element and removes it. */
    static void one(Call call, Key key, ListObject list, End end) {
        call.reply().bulk(list.get(end.isHead() ? 0 : list.size() - 1));
        list.pop(end.isHead());
        done(call, key, list, end.popped, 1);
    }

    /** Answers some elements, as many as there are at most, and removes them; returns how many. */
    static long some(Call call, Key key, ListObject list, End end, long count) {
        long size = list.size();
        long some = Math.min(count, size);
        list.reply(call.reply(), end.isHead() ? 0 : size - 1, some, !end.isHead());
        list.removeRange(end.isHead() ? 0 : size - some, some);
        done(call, key, list, end.popped, some);
        return some;
    }

    /** Answers a key with some of its elements, removes them, and leaves that as the effect. */
    static void someWithKey(Call call, int keyAt, Key key, ListObject list, End end, long count) {
        call.reply().array(2);
        call.reply().bulk(call.slice(keyAt));
        long removed = some(call, key, list, end, count);
        if (call.effects().areWanted()) {
            call.effects().replaceWith(end.pop, call.copy(keyAt), Longs.toBytes(removed));
        }
    }
}
