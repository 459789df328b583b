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
    NEW('n'),
    /** A key whose value gave way to another as a whole, as by SET or a command that stores its result; as in Redis 8.2. */
    OVERWRITTEN('o'),
    /** A key whose value gave way to one of another type; as in Redis 8.2. */
    TYPE_CHANGED('c');

    private final char letter;

    EventClass(char letter) {
        this.letter = letter;
    }

    /** The letter in {@code notify-keyspace-events}. */
    public char letter() {
        return letter;
    }

    /** Whether the letter {@code A} stands for this class among others. */
    public boolean isInAll() {
        return switch (this) {
            case KEY_MISS, NEW, OVERWRITTEN, TYPE_CHANGED -> false;
            default -> true;
        };
    }

    /** This class as a bit, for {@link KeyEventListener#classes()}. */
    public int bit() {
        return 1 << ordinal();
    }
}
