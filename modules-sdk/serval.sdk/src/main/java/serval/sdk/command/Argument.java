package serval.sdk.command;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One argument of a command's syntax, as COMMAND DOCS tells it.
 *
 * @param name the argument's name, such as {@code seconds}
 * @param display the name as the syntax line shows it; as a rule the same
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
        String display,
        Type type,
        @Nullable String token,
        int keySpec,
        boolean optional,
        boolean multiple,
        boolean multipleToken,
        @Nullable String since,
        List<Argument> parts) {

    public Argument {
        parts = List.copyOf(parts);
    }

    /** A value that must be given. */
    static Argument value(String name, Type type, @Nullable String token) {
        return new Argument(name, name, type, token, -1, false, false, false, null, List.of());
    }

    /** A choice or a block that must be given. */
    static Argument group(String name, Type type, @Nullable String token, List<Argument> parts) {
        return new Argument(name, name, type, token, -1, false, false, false, null, parts);
    }

    Argument named(String other) {
        return new Argument(other, display, type, token, keySpec, optional, multiple, multipleToken, since, parts);
    }

    Argument typed(Type other) {
        return new Argument(name, display, other, token, keySpec, optional, multiple, multipleToken, since, parts);
    }

    Argument behind(@Nullable String other) {
        return new Argument(name, display, type, other, keySpec, optional, multiple, multipleToken, since, parts);
    }

    Argument inSpec(int other) {
        return new Argument(name, display, type, token, other, optional, multiple, multipleToken, since, parts);
    }

    Argument repeated(boolean withToken) {
        return new Argument(name, display, type, token, keySpec, optional, true, withToken, since, parts);
    }

    Argument omissible() {
        return new Argument(name, display, type, token, keySpec, true, multiple, multipleToken, since, parts);
    }

    Argument introduced(String version) {
        return new Argument(name, display, type, token, keySpec, optional, multiple, multipleToken, version, parts);
    }

    Argument with(List<Argument> others) {
        return new Argument(name, display, type, token, keySpec, optional, multiple, multipleToken, since, others);
    }

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
