package serval.rdb;

import serval.spi.dataset.RdbFormatException;

/** Takes the libraries of functions that a stream holds. Under the engine lock. */
@FunctionalInterface
interface FunctionIntake {
    /**
     * Loads a library.
     *
     * @throws RdbFormatException if it cannot be loaded
     */
    void load(byte[] source, boolean replace) throws RdbFormatException;
}
