package serval.spi.dataset;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The service that lets one bundle at a time write the whole dataset out in the background, as in Redis there is one
 * child process at a time. Under the engine lock.
 */
@ProviderType
public interface BackgroundWork {
    /** What is being written. */
    enum Kind {
        /** Nothing. */
        NONE,
        /** A snapshot file. */
        RDB,
        /** The base of the append-only file. */
        AOF,
        /** A snapshot for replicas. */
        REPLICAS
    }

    /** What is being written at present. */
    Kind present();

    /**
     * Takes the turn.
     *
     * @return false if somebody else has it
     */
    boolean begin(Kind kind);

    /** Gives the turn back. */
    void end(Kind kind);
}
