package serval.keys;

import org.jspecify.annotations.Nullable;
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;
import serval.sdk.type.ValueType;

/** A key that a command may empty before it puts another value there, which is to be told as one change, as in Redis 8.2. */
final class Overwriting {
    private final Key key;
    private final @Nullable ValueType<?> before;

    /** Notes what is there before the command begins. */
    Overwriting(Key key) {
        this.key = key;
        before = key.type();
    }

    /** Tells that another value is there, if there was one before. */
    void tell() {
        ValueType<?> now = key.type();
        if (before == null || now == null) {
            return;
        }
        key.event(EventClass.OVERWRITTEN, "overwritten");
        if (!before.name().equals(now.name())) {
            key.event(EventClass.TYPE_CHANGED, "type_changed");
        }
    }
}
