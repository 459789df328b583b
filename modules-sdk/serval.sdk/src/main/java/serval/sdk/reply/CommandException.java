package serval.sdk.reply;

/** The refusal of a call with a named error. Carries no stack: it is an answer, not a fault. */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient CommandError error;

    /** Creates the refusal with this error. */
    public CommandException(CommandError error) {
        super(error.text(), null, false, false);
        this.error = error;
    }

    /** The error to answer. */
    public CommandError error() {
        return error;
    }
}
