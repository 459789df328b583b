package serval.spi.session;

import org.osgi.annotation.versioning.ProviderType;
import serval.sdk.reply.Reply;

/** A session's outbound queue, written as replies. Only used under the engine lock. */
@ProviderType
public interface ReplyBuffer extends Reply {
    /** Marks the present end, to be rolled back to. */
    long mark();

    /** Takes back everything written since a mark. */
    void rollback(long mark);

    /** Whether an error was written since the last {@link #clearErrors()}; for statistics. */
    boolean hadError();

    /** Forgets that errors were written. */
    void clearErrors();

    /** The text of the last error written, or an empty text. */
    String lastError();

    /** The bytes queued and not yet taken by the network. */
    long pending();

    /** Chooses the RESP version, 2 or 3. */
    void version(int version);

    /** Drops whatever is written until further notice (CLIENT REPLY OFF and SKIP). */
    void mute(boolean on);

    /** A call begins whose reply goes here: what comes from elsewhere meanwhile goes behind that reply. */
    default void callStarts() {}

    /** The call has ended, or gave its turn away without a reply. */
    default void callEnds() {}

    /** Adds bytes that are RESP already, such as a message encoded once for many sessions; the array must not change. */
    void encoded(byte[] bytes);

    /**
     * Adds bytes that are RESP already in front of the reply of the call that is running for this session; behind it if
     * some of that has been written.
     */
    default void encodedFirst(byte[] bytes) {
        encoded(bytes);
    }
}
