package serval.sdk.script;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a script says of itself in {@code flags=} or a function when it is registered. */
public enum ScriptFlag {
    /** It does not write, and is not allowed to. */
    NO_WRITES,
    /** It may run when memory is out. */
    ALLOW_OOM,
    /** It may run on a replica whose data is stale. */
    ALLOW_STALE,
    /** It cannot run in a cluster. */
    NO_CLUSTER,
    /** It may use keys of more than one slot. */
    ALLOW_CROSS_SLOT_KEYS;

    private final String wireName = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The name as scripts write it, such as {@code no-writes}. */
    public String wireName() {
        return wireName;
    }

    /** The flag of this name, or null. */
    public static @Nullable ScriptFlag named(String name) {
        for (ScriptFlag flag : values()) {
            if (flag.wireName.equals(name)) {
                return flag;
            }
        }
        return null;
    }
}
