package serval.spi.session;

/** What CLIENT LIST says of a session in a letter, and what the engine asks of it. */
public enum SessionFlag {
    REPLICA('S'),
    PRIMARY('M'),
    MONITOR('O'),
    SUBSCRIBER('P'),
    TRANSACTION('x'),
    BLOCKED('b'),
    TRACKING('t'),
    TRACKING_BROKEN('R'),
    TRACKING_BCAST('B'),
    /** A watched key changed: EXEC will answer null. */
    DIRTY('d'),
    /** A command was refused between MULTI and EXEC: EXEC will answer EXECABORT. */
    SPOILT('\0'),
    CLOSE_AFTER_REPLY('c'),
    UNBLOCKED('u'),
    CLOSE_SOON('A'),
    UNIX_SOCKET('U'),
    READ_ONLY('r'),
    NO_EVICT('e'),
    NO_TOUCH('T'),
    /** Passed ASKING just now. */
    ASKING('\0'),
    /** Authenticated, or in no need of it. */
    AUTHENTICATED('\0'),
    /** A call of it waits for the end of a CLIENT PAUSE. */
    POSTPONED('\0'),
    /** Replies are off (CLIENT REPLY OFF). */
    REPLY_OFF('\0'),
    /** The next reply is skipped (CLIENT REPLY SKIP). */
    REPLY_SKIP('\0'),
    /** The reply after the present one is skipped. */
    REPLY_SKIP_NEXT('\0');

    private final char letter;

    SessionFlag(char letter) {
        this.letter = letter;
    }

    /** The letter in CLIENT LIST, or 0 if it is not shown. */
    public char letter() {
        return letter;
    }
}
