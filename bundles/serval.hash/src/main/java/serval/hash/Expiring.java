package serval.hash;

import java.util.List;
import serval.sdk.command.Call;
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;
import serval.sdk.key.Keys;

/** What the commands that set expiries have in common. */
final class Expiring {
    private Expiring() {}

    /** Whether a field with this expiry is to be removed at once. */
    static boolean isPast(Call call, long time) {
        return time <= call.now() && call.keys().expired() == Keys.Expired.REMOVE;
    }

    /** Whether fields whose time is up are there for this call. */
    static boolean isShown(Call call) {
        return call.keys().expired() == Keys.Expired.SHOW;
    }

    /** Tells of fields that got an expiry or were removed as theirs is past, and removes the key with the last one. */
    static void tell(Call call, Key key, Hash hash, long time, List<byte[]> expiring, List<byte[]> deleted) {
        int changes = expiring.size() + deleted.size();
        if (changes == 0) {
            return;
        }
        if (call.effects().areWanted()) {
            if (!deleted.isEmpty()) {
                ExpireEffects.delete(call, FieldWords.array(deleted));
            }
            if (!expiring.isEmpty()) {
                ExpireEffects.expire(call, time, FieldWords.array(expiring));
            }
        }
        boolean gone = hash.isEmpty();
        if (gone) {
            key.remove(false);
        }
        key.changed(EventClass.HASH, deleted.isEmpty() ? "hexpire" : "hdel");
        call.effects().dirty(changes - 1);
        if (gone) {
            key.event(EventClass.GENERIC, "del");
        }
    }
}
