package serval.sdk.module;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A server for a module to try its commands on before they serve: the module's own commands, and of those present the ones that work
 * on keys of one database. They run in a database of their own that is empty at first and dropped afterwards. Nothing done
 * there is seen, journalled or counted.
 */
@ProviderType
public interface SelfTest {
    /**
     * Runs a command and returns its reply: a {@link Long}, a {@link Double}, a {@link Boolean}, a {@link String} with one
     * char per byte, null, a {@link java.util.List} of those, a {@link java.util.Map} of those, or for an error a {@link
     * serval.sdk.reply.CommandError}.
     *
     * @param words the command's name and its arguments, one char per byte
     */
    @Nullable
    Object call(String... words);

    /**
     * Runs a command whose reply has to equal this.
     *
     * @throws AssertionError if it does not, naming command and reply
     */
    default void expect(@Nullable Object reply, String... words) {
        Object answered = call(words);
        if (!java.util.Objects.equals(reply, answered)) {
            throw new AssertionError(String.join(" ", words) + " answered " + answered + " instead of " + reply);
        }
    }
}
