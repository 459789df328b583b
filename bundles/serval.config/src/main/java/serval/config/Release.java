package serval.config;

/** The versions that the log and error messages name. */
final class Release {
    /** The Redis version whose behaviour this is. */
    static final String REDIS = "7.2.4";

    private Release() {}
}
