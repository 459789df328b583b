package serval.connection;

import serval.bytes.ByteSlice;
import serval.sdk.reply.CommandError;

/** What clients may call themselves: anything that does not break the lines of CLIENT LIST. */
final class ClientNames {
    private static final CommandError INVALID =
            CommandError.of("ERR Client names cannot contain spaces, newlines or special characters.");

    private ClientNames() {}

    /** Whether all bytes are visible ASCII characters. */
    static boolean isValid(ByteSlice name) {
        for (int i = 0; i < name.length(); i++) {
            byte c = name.at(i);
            if (c < '!' || c > '~') {
                return false;
            }
        }
        return true;
    }

    /**
     * A name that may be taken.
     *
     * @throws serval.sdk.reply.CommandException with Redis' text if it may not
     */
    static String checked(ByteSlice name) {
        if (!isValid(name)) {
            throw INVALID.exception();
        }
        return name.toString();
    }
}
