package serval.spi.keyspace;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.osgi.framework.Bundle;
import serval.sdk.type.Value;

/**
 * The service that brings values from one version of their type to the next, parks those whose type left, and revives them.
 * Under the engine lock; steps take about as long as they are told.
 *
 * <p>A value is <em>concerned</em> by an exchange if a type of the leaving bundle made it, or if it is parked under the
 * name of a type of the entering one.
 */
@ProviderType
public interface Conversions {
    /** From this many bytes on a value is large: it is not converted in one go. */
    long LARGE = 64 * 1024;

    /** The number of values in all databases that types of this bundle made. */
    long held(Bundle bundle);

    /** The number of values that an exchange would concern. */
    long concerned(Bundle entering, @Nullable Bundle leaving);

    /**
     * Tests that each type of a staged bundle saves and loads an empty value, and reads an empty one that the leaving bundle's
     * type of that name saved. Any thread; the one method here that wants no lock.
     *
     * @throws serval.spi.module.ModuleRefusedException naming the type and what is wrong
     */
    void verify(Bundle entering, @Nullable Bundle leaving);

    /** Begins to look for the large values that an exchange would concern. */
    Search searchLarge(@Nullable Bundle entering, @Nullable Bundle leaving);

    /**
     * Begins to convert a value to the type of its name that {@code entering} has. What is converted is the value as it
     * is now, whatever is changed in it meanwhile; the value itself stays.
     */
    Conversion convert(Value value, Bundle entering);

    /**
     * Puts a converted value in the place of its original, without an event or a change of expiry and access clock.
     *
     * @return false if the key holds another value than the original by now
     */
    boolean adopt(int database, byte[] key, Value original, Value converted);

    /**
     * Converts or parks some of the values that types of this bundle made and which is not in service; revives some of those
     * that are parked though their type is there.
     *
     * @return whether it has been through all keys
     */
    boolean sweep(Bundle withdrawn, long nanos);

    /** The number of values of this bundle that could not be converted by the last sweep. */
    long failed(Bundle withdrawn);

    /** Whether a snapshot may still refer to values that types of this bundle made. */
    boolean isWalked(Bundle withdrawn);

    /** A walk through all keys. */
    @ProviderType
    interface Search {
        /**
         * Looks on for about so many nanoseconds.
         *
         * @return whether it has been through all keys
         */
        boolean step(long nanos, Found found);

        /** Takes what was found. */
        @FunctionalInterface
        interface Found {
            /** A large value; the key is an array of the taker's own. */
            void large(int database, byte[] key, Value value);
        }
    }

    /** A value on its way to another version. */
    @ProviderType
    interface Conversion {
        /**
         * Goes on for about so many nanoseconds.
         *
         * @return whether it is complete
         * @throws serval.sdk.type.CorruptValueException if the new version cannot read what the old one saved
         */
        boolean step(long nanos);

        /** The converted value; only after {@link #step} returned true. */
        Value value();

        /** Ends it, complete or not. */
        void close();
    }
}
