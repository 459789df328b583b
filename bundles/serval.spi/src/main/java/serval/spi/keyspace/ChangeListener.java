package serval.spi.keyspace;

import org.osgi.annotation.versioning.ConsumerType;
import serval.bytes.ByteSlice;
import serval.sdk.event.EventClass;

/** Who is told what happens to keys: the engine. Slices are valid until the method returns. */
@ConsumerType
public interface ChangeListener {
    /** A change was noted of a key. */
    void modified(int database, ByteSlice key);

    /** An event was raised. */
    void event(EventClass eventClass, String name, int database, ByteSlice key);

    /** A key came into being, or its waiters are to be served. */
    void ready(int database, ByteSlice key);

    /** A key was removed or replaced by one of another type: waiters that want to know are run. */
    void gone(int database, ByteSlice key);

    /** An expired key was removed; its effect is still to be journalled. */
    void expired(int database, ByteSlice key);

    /** A key was evicted; its effect is still to be journalled. */
    void evicted(int database, ByteSlice key);

    /** A database was emptied, or all if the number is -1. */
    void flushed(int database);

    /** Two databases changed places. */
    void swapped(int one, int other);
}
