package serval.aof.check;

/** Ends the tool with exit status 1; what was to be said has been printed, or is the message. */
final class StopException extends Exception {
    private static final long serialVersionUID = 1L;

    StopException(String message) {
        super(message, null, false, false);
    }
}
