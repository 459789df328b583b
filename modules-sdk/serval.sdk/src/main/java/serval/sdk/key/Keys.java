package serval.sdk.key;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import serval.bytes.ByteSlice;

/** The keys of one database, as a call sees them. */
@ProviderType
public interface Keys {
    /** The database's number. */
    int database();

    /** The number of databases; theirs are the numbers below it. */
    int databases();

    /** Opens a key by its name. The bytes must stay as they are while the key is used. */
    Key open(byte[] array, int offset, int length);

    /** Opens a key by its name. */
    default Key open(byte[] name) {
        return open(name, 0, name.length);
    }

    /** What becomes of something whose time is up. */
    enum Expired {
        /** It is removed, with its effect and its events. */
        REMOVE,
        /** It counts as missing and stays: on a replica, and while CLIENT PAUSE is on. */
        HIDE,
        /** It is there: in what comes from a primary, and in what is loaded. */
        SHOW
    }

    /**
     * What becomes of an element in a value whose time is up, such as a field of a hash, when this call comes upon it. Keys themselves
     * are seen to.
     */
    Expired expired();

    /** The number of keys, those included that expired and have not been removed yet. */
    long size();

    /** A key picked at random, all with about the same chance, or null in an empty database. */
    byte @Nullable [] random();

    /**
     * Visits a few keys and returns the cursor of the next step; 0 starts and 0 ends. Every key that is there from start to end is
     * visited at least once.
     *
     * @param visitor takes each key's name, valid until it returns; it may not change the database
     */
    long scan(long cursor, Consumer<ByteSlice> visitor);
}
