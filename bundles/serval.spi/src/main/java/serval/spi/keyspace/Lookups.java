package serval.spi.keyspace;

/**
 * How look-ups of keys behave in a call.
 *
 * @param touch whether they move the access clock (not for CLIENT NO-TOUCH sessions)
 * @param expire what becomes of an expired key that is found
 */
public record Lookups(boolean touch, OnExpired expire) {
    /** The usual: touching, and removing what expired. */
    public static final Lookups USUAL = new Lookups(true, OnExpired.REMOVE);

    /** What becomes of an expired key that is found. */
    public enum OnExpired {
        /** It is removed, with its effect: on a primary. */
        REMOVE,
        /** It counts as missing and stays: on a replica, and while CLIENT PAUSE is on. */
        HIDE,
        /** It is there: for the primary's own stream on a replica, and while loading. */
        SHOW
    }
}
