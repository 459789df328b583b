package serval.spi.dataset;

import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Files that a bundle keeps the dataset in, published as an OSGi service. When the server starts, the engine has the wanted
 * source of the lowest order load, on a thread of its own, while clients are connected and answered LOADING.
 */
@ConsumerType
public interface DatasetSource {
    /** The place of the append-only file. */
    int AOF = 100;

    /** The place of the snapshot file. */
    int RDB = 200;

    /** Its place among the sources: {@link #AOF} or {@link #RDB}. */
    int order();

    /** Whether the dataset is to come from here when the server starts. Under the engine lock. */
    boolean isWanted();

    /**
     * Loads the dataset, which is empty, telling {@link Loading} how far it is. No file is no error: there is nothing to load then.
     * The source writes to the log what came of it.
     *
     * @param locked whether the calling thread holds the engine lock, so that all is done on it in one go (DEBUG RELOAD); if not, the
     *     thread is one of its own that may wait, and takes the lock by {@link serval.spi.engine.Dispatcher#enter()} for short slices
     * @param merge whether keys may be there already, which give way
     * @throws IOException if it cannot be loaded; at the start the server then ends with exit code 1
     */
    void load(boolean locked, boolean merge) throws IOException;

    /**
     * Brings everything into the files now, as SAVE does, or by flushing what is buffered. Under the engine lock.
     *
     * @throws IOException if that failed
     */
    void save() throws IOException;

    /**
     * FLUSHALL has emptied the dataset: what is being written out is out of date. Under the engine lock.
     *
     * @return whether the empty dataset has been saved
     */
    default boolean emptied() {
        return false;
    }

    /** CONFIG RESETSTAT: counters start over. Under the engine lock. */
    default void resetStatistics() {}

    /**
     * Makes each write slow, for tests. Under the engine lock.
     *
     * @param micros how long it waits first
     */
    default void delayWrites(long micros) {}
}
