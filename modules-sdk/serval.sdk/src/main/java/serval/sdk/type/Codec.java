package serval.sdk.type;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * How the values of a type leave and enter memory: for RDB files, DUMP, replicas, COPY of parked values, and the upgrade of the
 * owning bundle.
 *
 * <p>Both ways go in slices through cursors, so that no client waits for a whole large value. A codec is a plain object
 * without a life cycle and works after its bundle stopped.
 *
 * @param <V> the class of the values
 */
@ConsumerType
public interface Codec<V extends Value> {
    /**
     * The type code in RDB files that a value is written with, from 0 to 254 for the codes of Redis' own types; or
     * {@link #MODULE}, written as a module type under {@link ValueType#name()} and {@link #encodingVersion()}.
     *
     * @param rdbVersion the version of the file or payload to be written
     */
    int code(V value, int rdbVersion);

    /** Marks a type that is saved in Redis' module format. */
    int MODULE = 7;

    /** The codes that {@link #load} reads. */
    int[] codes();

    /** The version of a module type's encoding, 0 to 1023. */
    default int encodingVersion() {
        return 0;
    }

    /**
     * Opens a cursor that saves a value as it is now, whatever is changed in it while the cursor is open.
     *
     * @param rdbVersion the version of the file or payload to be written
     */
    Saver save(V value, int rdbVersion);

    /**
     * Opens a cursor that loads a value.
     *
     * @param code the type code found
     * @param version the encoding version found, for {@link #MODULE}
     */
    Loader<V> load(int code, int version);

    /** Saves one value in slices. */
    @ConsumerType
    interface Saver {
        /**
         * Writes a slice of about {@code budget} bytes.
         *
         * @return whether the value is complete
         */
        boolean step(ValueOutput out, int budget);

        /**
         * The heap bytes that are kept for this cursor alone, because the value has been changed since it was opened; 0 if that is not
         * known. Cursors of one value may tell of the same bytes.
         */
        default long kept() {
            return 0;
        }

        /** Ends the cursor, complete or not, so that the value need not be preserved for it any more. */
        void close();
    }

    /** Loads one value in slices. */
    @ConsumerType
    interface Loader<V> {
        /**
         * Reads a slice of about {@code budget} bytes.
         *
         * @return whether the value is complete
         * @throws CorruptValueException if the bytes cannot be a value of this type
         */
        boolean step(ValueInput in, int budget);

        /** The value; only after {@link #step} returned true. */
        V value();
    }
}
