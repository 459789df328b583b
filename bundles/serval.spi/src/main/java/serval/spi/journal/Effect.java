package serval.spi.journal;

import org.jspecify.annotations.Nullable;

/**
 * One deterministic change of the dataset, as a command.
 *
 * @param database the number of the database
 * @param slot the hash slot of its keys, or -1
 * @param targets whom it is for, of {@link Target}
 * @param command the words; never changed after
 * @param owner the symbolic name of the bundle whose command it is, where a server without that bundle could not run it;
 *     else null
 */
public record Effect(
        int database,
        int slot,
        int targets,
        byte[][] command,
        @Nullable String owner) {
    /** The words as a RESP array, as files and links carry them. */
    public byte[] encoded() {
        return Encoding.encode(command);
    }
}
