package serval.spi.gate;

/** What a gate says of a call. */
public enum Verdict {
    /** Nothing against it. */
    PASS,
    /** The gate wrote an error: the call does not run, and a transaction being queued is spoilt. */
    REFUSE,
    /** The gate saw to the call itself and wrote its reply, as MULTI does when it queues. */
    TAKEN,
    /** Not now: the session's input is held, and the call comes again when {@link GateControl#releasePostponed()} says so. */
    POSTPONE
}
