package serval.stream;

/**
 * An entry that was delivered to a consumer and not acknowledged yet. It never changes; a change puts another in its place.
 *
 * @param ms the entry's milliseconds
 * @param seq the entry's sequence
 * @param consumer whom it was delivered to
 * @param time when it was delivered last, in milliseconds since 1970
 * @param deliveries how often it was delivered
 */
record Nack(long ms, long seq, Consumer consumer, long time, long deliveries) {
    /** The heap bytes of one. */
    static final int BYTES = 48;

    StreamId id() {
        return new StreamId(ms, seq);
    }

    Nack to(Consumer other, long when, long count) {
        return new Nack(ms, seq, other, when, count);
    }
}
