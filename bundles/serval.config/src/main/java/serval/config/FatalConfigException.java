package serval.config;

/** Says that the server cannot start with this configuration. The message is what goes to standard error. */
final class FatalConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private FatalConfigException(String message) {
        super(message, null, false, false);
    }

    /** A line that is wrong. */
    static FatalConfigException at(Line line, String reason) {
        return new FatalConfigException(HEAD + "Reading the configuration file, at line " + line.number() + "\n>>> '"
                + line.text() + "'\n" + reason + "\n");
    }

    /** Lines that are right one by one, but not together. */
    static FatalConfigException of(String reason) {
        return new FatalConfigException(HEAD + reason + "\n");
    }

    /** A file that cannot be read. */
    static FatalConfigException unreadable(String file, String reason) {
        return new FatalConfigException("Fatal error, can't open config file '" + file + "': " + reason + "\n");
    }

    private static final String HEAD = "\n*** FATAL CONFIG FILE ERROR (Redis " + Release.REDIS + ") ***\n";
}
