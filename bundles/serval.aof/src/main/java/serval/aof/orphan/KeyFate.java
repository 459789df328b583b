package serval.aof.orphan;

import java.util.Locale;
import java.util.Map;

/** What a command means for a key whose changes wait. */
enum KeyFate {
    /** The keys are gone, and what waits for them as well. */
    GONE,
    /** Another value takes the keys' place. */
    OVERWRITTEN,
    /** The key has another name. */
    RENAMED,
    /** The key is in another database. */
    MOVED,
    /** There are two of it. */
    COPIED,
    /** The key's time changes, and nothing else. */
    TIME,
    /** It is looked at as a whole, or at what is known without its value. */
    NONE,
    /** The value is looked at or changed. */
    OTHER;

    private static final Map<String, KeyFate> BY_NAME = Map.ofEntries(
            Map.entry("del", GONE),
            Map.entry("unlink", GONE),
            Map.entry("set", OVERWRITTEN),
            Map.entry("setex", OVERWRITTEN),
            Map.entry("psetex", OVERWRITTEN),
            Map.entry("mset", OVERWRITTEN),
            Map.entry("restore", OVERWRITTEN),
            Map.entry("rename", RENAMED),
            Map.entry("renamenx", RENAMED),
            Map.entry("move", MOVED),
            Map.entry("copy", COPIED),
            Map.entry("pexpireat", TIME),
            Map.entry("expireat", TIME),
            Map.entry("pexpire", TIME),
            Map.entry("expire", TIME),
            Map.entry("persist", TIME),
            Map.entry("exists", NONE),
            Map.entry("type", NONE),
            Map.entry("ttl", NONE),
            Map.entry("pttl", NONE),
            Map.entry("expiretime", NONE),
            Map.entry("pexpiretime", NONE),
            Map.entry("touch", NONE),
            Map.entry("watch", NONE),
            Map.entry("object|encoding", NONE),
            Map.entry("object|freq", NONE),
            Map.entry("object|idletime", NONE),
            Map.entry("object|refcount", NONE),
            Map.entry("memory|usage", NONE));

    /** That of a command of this name, letter case aside. */
    static KeyFate of(String name) {
        return BY_NAME.getOrDefault(name.toLowerCase(Locale.ROOT), OTHER);
    }
}
