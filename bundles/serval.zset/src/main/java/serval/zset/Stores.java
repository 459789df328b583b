package serval.zset;

import serval.sdk.command.Call;
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;

/** How a result gets to its destination. */
final class Stores {
    private Stores() {}

    /** Puts a set in the place of whatever is at a key, or removes the key if the set is empty; answers with the set's size. */
    static void store(Call call, int destination, SortedSet result, String event) {
        Key key = call.key(destination);
        if (result.size() > 0) {
            key.put(result);
            key.changed(EventClass.ZSET, event);
        } else if (key.remove(false)) {
            key.changed(EventClass.GENERIC, "del");
        }
        call.reply().integer(result.size());
    }
}
