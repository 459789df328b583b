package serval.protocol;

/** What a decoder may ask about the client whose bytes it reads. */
public interface DecoderLimits {
    /** Whether the client has authenticated or need not: others are held to ten small words per request. */
    boolean isTrusted();

    /** The most bytes a word may have; {@code proto-max-bulk-len}. */
    long bulkLimit();

    /** Whether this many more bytes of memory may be taken for what the client sends. */
    boolean mayTake(long bytes);
}
