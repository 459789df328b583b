package serval.spi.keyspace;

import org.osgi.annotation.versioning.ProviderType;

/** The service that holds all databases. Under the engine lock. */
@ProviderType
public interface Keyspace {
    /** The number of databases. */
    int count();

    /** The databases of this number and above have never been asked for, and are empty. */
    int asked();

    /** A database by its number. */
    Database database(int number);

    /** Exchanges the contents of two databases; watched and awaited keys see what is theirs now. */
    void swap(int one, int other);

    /**
     * Removes all keys of a database, or of all if {@code number} is -1.
     *
     * @param lazy whether the memory is let go in the background
     * @return the number of keys removed
     */
    long flush(int number, boolean lazy);

    /** Names who is told of changes; the engine, once. */
    void attach(ChangeListener listener);

    /** Watches a key for changes: WATCH. */
    Watch watch(int database, byte[] key);

    /** Sets the clock by which keys expire, in milliseconds since 1970: at the beginning of each unit. */
    void now(long millis);

    /** How look-ups behave for the call that is about to run. */
    void lookups(Lookups mode);

    /** How look-ups of keys behave at present. */
    Lookups lookups();

    /** Removes expired keys for at most so many nanoseconds; returns how many. */
    long expireSome(long nanos);

    /**
     * Removes keys by {@code maxmemory-policy} until the memory in use is within {@code maxmemory}, for a bounded time.
     *
     * @return whether there is room for a command that needs memory
     */
    boolean makeRoom();

    /** The memory accounts. */
    MemoryAccounts memory();

    /** The counters that INFO shows. */
    KeyspaceStatistics statistics();

    /** The types that are present, built-in strings included, and those of parked values. */
    Types types();

    /**
     * A database of its own, empty and in no list: nobody is told of its changes, it is in no account, and it is gone when nobody
     * refers to it. For trials of commands that are not in service yet.
     *
     * @param number what {@link Database#database()} is to answer
     */
    Database detached(int number);

    /** Room for keys that are being loaded; any thread. */
    LoadBatch batch();
}
