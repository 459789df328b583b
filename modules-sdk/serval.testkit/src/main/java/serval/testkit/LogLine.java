package serval.testkit;

import org.jspecify.annotations.Nullable;

/**
 * A line of a server's log.
 *
 * @param level how grave it is: {@code WARNING} and {@code ERROR} are both Redis' {@code warning}; {@code ERROR} is a fault of the
 *     server or of a module
 * @param logger who says it
 * @param message what is said
 * @param fault what was thrown, or null
 */
public record LogLine(
        System.Logger.Level level,
        String logger,
        String message,
        @Nullable Throwable fault) {
    /** Whether something went wrong that should not have. */
    public boolean isFault() {
        return level == System.Logger.Level.ERROR;
    }

    @Override
    public String toString() {
        return level + " " + logger + ": " + message + (fault == null ? "" : " (" + fault + ")");
    }
}
