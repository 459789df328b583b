package serval.sdk.script;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** Takes the functions of a library that is being loaded. */
@ProviderType
public interface FunctionRegistrar {
    /**
     * Registers a function.
     *
     * @throws ScriptException if the name is no name, or is taken in this library
     */
    void register(String name, ScriptProgram code, Set<ScriptFlag> flags, @Nullable String description);

    /**
     * Tells that the loading goes on.
     *
     * @throws ScriptException if it takes too long
     */
    void checkpoint();

    /** Whether there is room for so many bytes. */
    boolean mayTake(long bytes);

    /** Writes to the server's log: {@code level} is 0 for debug, 1 verbose, 2 notice, 3 warning. */
    void log(int level, String text);
}
