package serval.spi.gate;

/** Where a call comes from; gates and effects differ by it. */
public enum Origin {
    /** A client's request. */
    CLIENT,
    /** A queued command, run by EXEC. */
    TRANSACTION,
    /** A script's or a module's call. */
    NESTED,
    /** The replay of a file while loading. */
    REPLAY,
    /** The primary's stream on a replica. */
    PRIMARY,
    /** The server itself: timers, submitted actions. */
    INTERNAL
}
