package serval.testkit;

/** Says that a command was answered with an error; the message is the error's text, code first. */
public final class ErrorReplyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ErrorReplyException(String text) {
        super(text);
    }

    /** Two errors are the same if their texts are: an error within an array can be compared. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ErrorReplyException error && error.getMessage().equals(getMessage());
    }

    @Override
    public int hashCode() {
        return getMessage().hashCode();
    }
}
