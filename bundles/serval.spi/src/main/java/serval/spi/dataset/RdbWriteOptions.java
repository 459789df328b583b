package serval.spi.dataset;

import java.util.Map;
import serval.spi.snapshot.SlotRange;

/**
 * What an RDB stream is to hold.
 *
 * @param slots the hash slots whose keys are wanted
 * @param aux fields for the head besides those every stream has, in order: {@code aof-base}, {@code repl-stream-db},
 *     {@code repl-id}, {@code repl-offset}; {@code aof-base} is 0 unless given
 * @param functions whether the libraries of functions are in it
 */
public record RdbWriteOptions(SlotRange slots, Map<String, String> aux, boolean functions) {
    /** Everything, as for a file of its own. */
    public static final RdbWriteOptions FILE = new RdbWriteOptions(SlotRange.ALL, Map.of(), true);

    /** Everything, as the base of an append-only file. */
    public static final RdbWriteOptions AOF_BASE = new RdbWriteOptions(SlotRange.ALL, Map.of("aof-base", "1"), true);
}
