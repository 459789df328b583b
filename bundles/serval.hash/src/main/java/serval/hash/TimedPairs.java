package serval.hash;

/** The pairs of a small hash whose fields may expire. */
final class TimedPairs {
    /** The bytes between the words of a pair. */
    static final int GAP = 8;

    static final int BYTES = 24;

    byte[] pairs;
    /** No field expires before this, or {@link Hash#NEVER}. */
    long next = Hash.NEVER;

    TimedPairs(byte[] pairs) {
        this.pairs = pairs;
    }

    /** When the field of a pair expires; 0 for never. */
    long expiry(int at) {
        return Pairs.fixed(pairs, Pairs.skip(pairs, at));
    }

    void expiry(int at, long expiry) {
        Pairs.fixed(pairs, Pairs.skip(pairs, at), expiry);
        if (expiry != 0 && expiry < next) {
            next = expiry;
        } else {
            look();
        }
    }

    /** Finds out anew what expires first. */
    void look() {
        next = Hash.NEVER;
        for (int at = 0; Pairs.isPair(pairs, at); at = Pairs.next(pairs, GAP, at)) {
            long expiry = expiry(at);
            if (expiry != 0 && expiry < next) {
                next = expiry;
            }
        }
    }

    int expired(long now) {
        int expired = 0;
        for (int at = 0; next < now && Pairs.isPair(pairs, at); at = Pairs.next(pairs, GAP, at)) {
            long expiry = expiry(at);
            expired += expiry != 0 && expiry < now ? 1 : 0;
        }
        return expired;
    }
}
