package serval.sdk.command;

import java.util.Locale;

/** A property of a command that decides when it may run. The names on the wire are those of COMMAND INFO. */
public enum CommandFlag {
    /** May change the dataset. */
    WRITE,
    /** Reads the dataset and never changes it. */
    READONLY,
    /** May use more memory: refused when {@code maxmemory} is reached and nothing can be evicted. */
    DENYOOM,
    /** An operator's command. */
    ADMIN,
    /** Publishes or subscribes. */
    PUBSUB,
    /** Not to be called from scripts. */
    NOSCRIPT,
    /** May block its client. */
    BLOCKING,
    /** Allowed while the dataset is loading. */
    LOADING,
    /** Allowed on a replica whose link is down and that must not serve stale data. */
    STALE,
    /** Not shown to MONITOR. */
    SKIP_MONITOR,
    /** Not recorded in the slow log. */
    SKIP_SLOWLOG,
    /** Allowed on an importing slot after ASKING. */
    ASKING,
    /** Constant or logarithmic time. */
    FAST,
    /** Allowed before authentication. */
    NO_AUTH,
    /** Reads, yet may append to the journal. */
    MAY_REPLICATE,
    /** Not allowed inside MULTI. */
    NO_MULTI,
    /** Allowed while a long call keeps the server busy. */
    ALLOW_BUSY,
    /** Key positions do not follow from first, last and step alone. */
    MOVABLEKEYS,
    /** Not allowed while loading asynchronously. */
    NO_ASYNC_LOADING,
    /** Runs on Sentinel too. */
    SENTINEL,
    /** Runs on Sentinel only. */
    ONLY_SENTINEL,
    /** May be called without any key. */
    NO_MANDATORY_KEYS,
    /** Allowed only where the configuration enables it ({@code enable-debug-command} and its like). */
    PROTECTED,
    /** May touch keys that its arguments do not name. */
    TOUCHES_ARBITRARY_KEYS,
    /**
     * May run longer than {@code busy-reply-threshold}. Such a call must come by {@link Call#checkpoint()} every so
     * often; then it can be killed, and the server answers others BUSY meanwhile. Not shown by COMMAND INFO.
     */
    LONG;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** The name in COMMAND INFO, such as {@code no_multi}. */
    public String wireName() {
        return wireName;
    }
}
