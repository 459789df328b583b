package serval.spi.engine;

import org.osgi.annotation.versioning.ConsumerType;

/** A service that takes part when the server starts serving and when it shuts down. Under the engine lock. */
@ConsumerType
public interface Lifecycle {
    /** The server is about to accept its first connection, and to load the dataset. */
    default void starting() {}

    /**
     * The server is about to end.
     *
     * @param save whether the dataset is to be saved
     * @param force whether errors are to be passed over
     * @return why it cannot end, or an empty text
     */
    default String stopping(boolean save, boolean force) {
        return "";
    }

    /** Nobody had a reason against {@link #stopping}, or none that counts, and the process ends. */
    default void ending() {}

    /** The process ends at once, in the middle of {@link #stopping} if need be: half-written files are to go. Any thread, without the lock. */
    default void insisted() {}
}
