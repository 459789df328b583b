package serval.spi.config;

import serval.sdk.command.Call;
import serval.sdk.config.LongDirective;
import serval.sdk.reply.CommandError;

/** How long a string may become: {@code proto-max-bulk-len}, and never more than an array can hold. */
public final class StringLimit {
    /** No configuration allows less. */
    private static final long ALWAYS_ALLOWED = 1 << 20;

    private static final long LARGEST_ARRAY = Integer.MAX_VALUE - 64;
    private static final long BY_DEFAULT = 512L << 20;

    private final Configuration configuration;

    /** The limit that this configuration sets. */
    public StringLimit(Configuration configuration) {
        this.configuration = configuration;
    }

    /** The limit in bytes. */
    public long bytes() {
        long configured = configuration.find("proto-max-bulk-len") instanceof LongDirective directive
                ? directive.value()
                : BY_DEFAULT;
        return Math.min(configured, LARGEST_ARRAY);
    }

    /**
     * Whether a call may make a string this long. What comes without a client, from a file or a primary, was allowed
     * where it came from.
     *
     * @param length in bytes; negative for one that does not even fit a long
     */
    public boolean allows(Call call, long length) {
        if (length >= 0 && length <= ALWAYS_ALLOWED) {
            return true;
        }
        return length >= 0 && length <= (call.caller() == null ? LARGEST_ARRAY : bytes());
    }

    /**
     * Refuses a call that would make a string longer than allowed.
     *
     * @throws serval.sdk.reply.CommandException {@link CommandError#STRING_TOO_LONG}
     */
    public void check(Call call, long length) {
        if (!allows(call, length)) {
            throw CommandError.STRING_TOO_LONG.exception();
        }
    }
}
