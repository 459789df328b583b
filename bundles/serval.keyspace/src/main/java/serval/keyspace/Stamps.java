package serval.keyspace;

/** Numbers of which none comes twice: one for each state of the tables that share them. */
final class Stamps {
    /** The number that no state has. */
    static final long NONE = 0;

    private long last = NONE;

    long next() {
        return ++last;
    }
}
