package serval.sdk.config;

/** Says why a value of a directive was not taken, in the words CONFIG SET answers. */
public final class ConfigRejectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception with the reason. */
    public ConfigRejectedException(String reason) {
        super(reason, null, false, false);
    }
}
