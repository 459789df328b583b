package serval.sdk.command;

import org.osgi.annotation.versioning.ProviderType;

/**
 * What one call leaves in the journal, for the append-only file and for replicas.
 *
 * <p>By default it is the command as sent, if any key was {@link serval.sdk.key.Key#modified() modified}. A command whose
 * outcome depends on the clock, on chance or on anything but the dataset says here what it came to: absolute times,
 * chosen members, and commands that a Redis 7.0 server knows. The arrays are kept as they are and must not change later.
 */
@ProviderType
public interface Effects {
    /** Whether anybody takes effects now. If not, there is no need to make the arrays that the other methods want. */
    boolean areWanted();

    /** Journals this command instead of the one sent. May be called several times: all of them, in order. */
    void replaceWith(byte[]... command);

    /** Journals this command after the others, the one sent included. */
    void add(byte[]... command);

    /** Journals nothing of this call. */
    void none();

    /** Counts changes that no key's {@code modified()} has counted, so that INFO's dirty counter and the journal see them. */
    void dirty(long changes);
}
