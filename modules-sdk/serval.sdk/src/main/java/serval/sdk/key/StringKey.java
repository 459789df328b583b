package serval.sdk.key;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import serval.bytes.ByteSlice;
import serval.sdk.command.Call;
import serval.sdk.reply.Reply;

/** A key seen as one that holds a string. Every method throws WRONGTYPE if it holds anything else, unless it says otherwise. */
@ProviderType
public interface StringKey {
    /** The string, to be read (a read); null if the key is missing. Valid until the next change of any key. */
    @Nullable
    ByteSlice read();

    /** The string as it is before a change (an update); null if the key is missing. Valid until the next change of any key. */
    @Nullable
    ByteSlice current();

    /** The string (a peek); null if the key is missing. Valid until the next change of any key. */
    @Nullable
    ByteSlice look();

    /**
     * Reads the string into a reply, without a copy if it is large (a read).
     *
     * @return false, with nothing written, if the key is missing
     */
    boolean replyTo(Reply reply);

    /** The length in bytes (a read); 0 if the key is missing. */
    int length();

    /** Sets the string to these bytes, which are copied. Whatever the key held goes, and its expiry. */
    void set(byte[] array, int offset, int length);

    /** As {@link #set(byte[], int, int)}; the expiry stays. */
    void setKeepingExpiry(byte[] array, int offset, int length);

    /**
     * Sets the string to an argument of the call, with an expiry. A large argument becomes the value without a copy and
     * must not be changed afterwards. Whatever the key held goes.
     *
     * @param expiresAt milliseconds since 1970, -1 for never, or {@link #KEEP_EXPIRY}
     */
    void set(Call call, int argument, long expiresAt);

    /** Stands for the expiry that the key has. */
    long KEEP_EXPIRY = Long.MIN_VALUE;

    /** Sets the string to the decimal digits of a number; the expiry stays. */
    void setNumber(long value);

    /**
     * Opens the string for changes in place: at least {@code length} bytes long, padded with zero bytes, created if the key is
     * missing; the expiry stays. Its encoding is {@code raw} from then on. The slice's array may be written to within the slice,
     * before the next change of any key.
     */
    ByteSlice edit(int length);

    /** Appends bytes, with room to grow by more; returns the new length. The key is created if missing. */
    int append(byte[] array, int offset, int length);
}
