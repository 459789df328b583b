package serval.sdk.event;

/** The class of a key event; the letter is that of {@code notify-keyspace-events}. */
public enum EventClass {
    GENERIC('g'),
    STRING('$'),
    LIST('l'),
    SET('s'),
    HASH('h'),
    ZSET('z'),
    STREAM('t'),
    MODULE('d'),
    EXPIRED('x'),
    EVICTED('e'),
    /** A read that found no key. */
    KEY_MISS('m'),
    /** A key that came into being. */
    NEW('n');

    private final char letter;

    EventClass(char letter) {
        this.letter = letter;
    }

    /** The letter in {@code notify-keyspace-events}. */
    public char letter() {
        return letter;
    }

    /** This class as a bit, for {@link KeyEventListener#classes()}. */
    public int bit() {
        return 1 << ordinal();
    }
}
