package serval.sdk.type;

/** Says that bytes read cannot be a value: truncated, out of bounds, or inconsistent. */
public final class CorruptValueException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception with what is wrong. */
    public CorruptValueException(String message) {
        super(message, null, false, false);
    }
}
