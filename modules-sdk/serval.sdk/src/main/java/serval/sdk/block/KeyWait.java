package serval.sdk.block;

import org.jspecify.annotations.Nullable;
import serval.sdk.command.Handler;
import serval.sdk.type.ValueType;

/**
 * What a blocked call waits for.
 *
 * @param keys the indexes of the arguments that name the keys; a key becomes ready when it comes into being with a
 *     value of the awaited type, or when a command says so of it
 * @param type the type awaited, or null for any
 * @param evenIfDeleted whether the removal or the replacement of a key also runs the call again
 * @param timeoutMillis after which {@code onTimeout} answers; 0 waits without limit
 * @param onTimeout writes the answer when the time is up
 */
public record KeyWait(
        int[] keys, @Nullable ValueType<?> type, boolean evenIfDeleted, long timeoutMillis, Handler onTimeout) {
    /**
     * Milliseconds from a timeout in seconds as blocking commands take it.
     *
     * @throws serval.sdk.reply.CommandException with Redis' text if it is negative, no number or too large
     */
    public static long timeoutMillis(serval.sdk.command.Call call, int index) {
        return Timeouts.millis(call, index);
    }
}
