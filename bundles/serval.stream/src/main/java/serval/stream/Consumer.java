package serval.stream;

/** A consumer of a group, and what was delivered to it. */
final class Consumer {
    /** It never was given an entry. */
    static final long NEVER = -1;

    static final int BYTES = 48 + 16;

    final byte[] name;
    final PendingList pending;
    /** When it last tried to read, in milliseconds since 1970. */
    long seen;
    /** When it was last given an entry, or {@link #NEVER}. */
    long active = NEVER;

    Consumer(byte[] name, Ledger ledger, long seen) {
        this.name = name;
        this.pending = new PendingList(ledger);
        this.seen = seen;
    }
}
