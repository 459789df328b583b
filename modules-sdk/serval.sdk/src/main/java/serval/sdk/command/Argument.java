package serval.sdk.command;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One argument of a command's syntax, as COMMAND DOCS tells it.
 *
 * @param name the argument's name, such as {@code seconds}
 * @param type what it holds
 * @param token the keyword before it or that it consists of, or null
 * @param keySpec the index of the key specification it belongs to, or -1
 * @param optional whether it may be left out
 * @param multiple whether it may be repeated
 * @param multipleToken whether the token is repeated with it
 * @param since the version that introduced it, or null for the command's own
 * @param parts the arguments inside a block or a choice; empty for others
 */
public record Argument(
        String name,
        Type type,
        @Nullable String token,
        int keySpec,
        boolean optional,
        boolean multiple,
        boolean multipleToken,
        @Nullable String since,
        List<Argument> parts) {

    /** The types of COMMAND DOCS. */
    public enum Type {
        STRING("string"),
        INTEGER("integer"),
        DOUBLE("double"),
        KEY("key"),
        PATTERN("pattern"),
        UNIX_TIME("unix-time"),
        PURE_TOKEN("pure-token"),
        ONEOF("oneof"),
        BLOCK("block");

        private final String wireName;

        Type(String wireName) {
            this.wireName = wireName;
        }

        /** The name in COMMAND DOCS. */
        public String wireName() {
            return wireName;
        }
    }
}
