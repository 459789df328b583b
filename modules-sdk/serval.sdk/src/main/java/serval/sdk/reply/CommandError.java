package serval.sdk.reply;

import java.nio.charset.StandardCharsets;

/**
 * An error as the client reads it: a code such as {@code ERR} or {@code WRONGTYPE}, a space, and a sentence.
 *
 * <p>The errors that several commands share are constants here, with Redis' exact text. A bundle keeps its own beside
 * its commands.
 */
public final class CommandError {
    /** The key holds a value of another type. */
    public static final CommandError WRONG_TYPE =
            of("WRONGTYPE Operation against a key holding the wrong kind of value");
    /** An argument that must be a 64-bit number is none. */
    public static final CommandError NOT_AN_INTEGER = of("ERR value is not an integer or out of range");
    /** An argument that must be a floating-point number is none. */
    public static final CommandError NOT_A_FLOAT = of("ERR value is not a valid float");
    /** An argument that must be positive or zero is neither. */
    public static final CommandError NOT_POSITIVE = of("ERR value is out of range, must be positive");
    /** An argument is out of its range. */
    public static final CommandError OUT_OF_RANGE = of("ERR value is out of range");
    /** The arguments do not follow the syntax. */
    public static final CommandError SYNTAX = of("ERR syntax error");
    /** The key must exist and does not. */
    public static final CommandError NO_SUCH_KEY = of("ERR no such key");
    /** An index is out of its range. */
    public static final CommandError INDEX_OUT_OF_RANGE = of("ERR index out of range");
    /** A timeout is not a number. */
    public static final CommandError TIMEOUT_NOT_A_FLOAT = of("ERR timeout is not a float or out of range");
    /** A timeout is below zero. */
    public static final CommandError TIMEOUT_NEGATIVE = of("ERR timeout is negative");
    /** The number of the database is out of range. */
    public static final CommandError DB_OUT_OF_RANGE = of("ERR DB index is out of range");
    /** A string would outgrow {@code proto-max-bulk-len}. */
    public static final CommandError STRING_TOO_LONG =
            of("ERR string exceeds maximum allowed size (proto-max-bulk-len)");
    /** {@code maxmemory} is reached and nothing can be evicted. */
    public static final CommandError OUT_OF_MEMORY = of("OOM command not allowed when used memory > 'maxmemory'.");

    private final String text;
    private final byte[] bytes;

    private CommandError(String text) {
        this.text = text;
        this.bytes = text.getBytes(StandardCharsets.UTF_8);
    }

    /** The error of this text, code first, without the leading dash. */
    public static CommandError of(String text) {
        return new CommandError(text);
    }

    /** The text, code first, without the leading dash. */
    public String text() {
        return text;
    }

    /** The text's bytes; not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** The code: the text's first word. */
    public String code() {
        int space = text.indexOf(' ');
        return space < 0 ? text : text.substring(0, space);
    }

    /** An exception that answers this error. */
    public CommandException exception() {
        return new CommandException(this);
    }

    @Override
    public String toString() {
        return text;
    }
}
