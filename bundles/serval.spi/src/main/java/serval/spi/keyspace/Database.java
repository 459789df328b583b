package serval.spi.keyspace;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import serval.bytes.ByteSlice;
import serval.sdk.key.Key;
import serval.sdk.key.Keys;
import serval.sdk.type.Value;
import serval.spi.request.UpcomingRequests;

/** One database. Under the engine lock. */
@ProviderType
public interface Database extends Keys {
    /** The number of keys that have an expiry. */
    long expiring();

    /** An estimate of the time to live of the keys that have an expiry, in milliseconds; 0 if unknown. */
    long averageTtl();

    /** Points a key object at a name and returns it: {@link #open} without an allocation. */
    OpenKey open(OpenKey reused, byte[] array, int offset, int length);

    /** A key object of this database to be used with {@link #open(OpenKey, byte[], int, int)}. */
    OpenKey newKey();

    /** As {@link #scan(long, java.util.function.Consumer)}, with what each key holds. */
    long scanEntries(long cursor, EntryVisitor visitor);

    /** Whether {@link #announce} is worth its while: the keys, or the elements of a value, are too many for the processor's caches. */
    boolean wantsAnnouncements();

    /**
     * Names requests that are about to run, so that what looking for their keys and elements will read is on its way from memory.
     */
    void announce(UpcomingRequests requests);

    /** Makes room for this many keys. */
    void expect(long keys);

    /** What OBJECT tells of a key, or null if it is missing; a peek. */
    @Nullable
    KeyDetails details(Key key);

    /** Puts a restored value: with its expiry, and its idle time or frequency where given. */
    void restore(Key key, Restored value);

    /**
     * Moves a key to another name or database, value object, expiry and all, overwriting what is there.
     */
    void move(Key from, Database to, Key target);

    /** Takes the value of a key, string or not, as a {@link Value} for saving or copying, without changing anything. */
    @Nullable
    Value valueOf(Key key);

    /** Visits entries. */
    @FunctionalInterface
    interface EntryVisitor {
        /**
         * An entry; everything is valid until the method returns.
         *
         * @param value the value; a string comes as a flyweight of the built-in string type
         * @param expiresAt in milliseconds since 1970, or -1
         */
        void entry(ByteSlice key, Value value, long expiresAt);
    }
}
