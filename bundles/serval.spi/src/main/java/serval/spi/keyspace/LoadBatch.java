package serval.spi.keyspace;

import org.osgi.annotation.versioning.ProviderType;
import serval.sdk.type.Value;

/**
 * Keys on their way from a file into the databases. They are made ready on any thread, and then put under the engine lock, all of them in
 * one go. Nobody is told of them: no event, no waiting call.
 */
@ProviderType
public interface LoadBatch {
    /**
     * Adds a key with a value of whatever type, or parked.
     *
     * @param key taken over
     * @param expiresAt in milliseconds since 1970, or -1
     * @param idleSeconds seconds since it was last used, or -1 if not known
     * @param frequency the logarithmic access counter, or -1 if not known
     */
    void add(int database, byte[] key, Value value, long expiresAt, long idleSeconds, int frequency);

    /** Adds a key with a string; both arrays are taken over. */
    void addString(int database, byte[] key, byte[] string, long expiresAt, long idleSeconds, int frequency);

    /**
     * Adds a key with a string; both are ranges of the same array, which is the caller's again when this returns.
     *
     * @param key where the key begins
     * @param string where the string begins
     */
    void addString(
            int database,
            byte[] bytes,
            int key,
            int keyLength,
            int string,
            int stringLength,
            long expiresAt,
            long idleSeconds,
            int frequency);

    /** The number of keys added. */
    int size();

    /** Brings the keys into the order in which they are put fastest; after the last was added, on any thread. */
    void arrange();

    /**
     * Puts all keys, in order, and forgets them. Under the engine lock.
     *
     * @param merge whether a key that is there gives way; if not, the first such ends it
     * @return the number of the key that was there already, or -1
     */
    int put(boolean merge);

    /** The database of a key by its number, also of the one that {@link #put} names. */
    int database(int index);

    /** The name of a key by its number, also of the one that {@link #put} names. */
    byte[] key(int index);
}
