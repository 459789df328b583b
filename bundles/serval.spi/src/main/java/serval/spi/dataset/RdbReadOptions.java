package serval.spi.dataset;

import java.util.function.LongConsumer;

/**
 * How an RDB stream is read.
 *
 * @param locked whether the thread holds the engine lock and everything is to be done on it, in one go
 * @param keepExpired whether keys whose time is up are loaded all the same: where commands follow that know of them (the head of an
 *     append-only file, a replica)
 * @param merge whether a key that is there already gives way; otherwise that is an error
 * @param progress told the bytes read so far, from any thread
 */
public record RdbReadOptions(boolean locked, boolean keepExpired, boolean merge, LongConsumer progress) {}
