package serval.spi.script;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The libraries of functions that are loaded at present (FUNCTION LOAD), published as an OSGi service. Files and links carry them by
 * their sources. It may be missing, and may come and go: a server without it has no functions. Under the engine lock.
 */
@ProviderType
public interface FunctionLibraries {
    /**
     * The source of every library, each with its first line {@code #!<engine> name=<name>}, in the order in which they were
     * loaded. The list is a copy; the arrays are not to be changed, and never will be.
     */
    List<byte[]> sources();

    /** The number of libraries. */
    int count();

    /**
     * Loads a library from its source, as FUNCTION LOAD does. Leaves no effect in the journal.
     *
     * @param source kept as it is; must not change later
     * @param replace whether a library of the same name is replaced; if not, it is in the way
     * @throws serval.sdk.reply.CommandException if it cannot be loaded, with the error that FUNCTION LOAD answers; nothing has changed
     *     then
     */
    void load(byte[] source, boolean replace);

    /** Forgets all libraries, as FUNCTION FLUSH does. Leaves no effect in the journal. */
    void clear();
}
