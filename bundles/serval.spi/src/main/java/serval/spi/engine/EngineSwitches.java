package serval.spi.engine;

import org.osgi.annotation.versioning.ProviderType;

/** The service that turns parts of the engine off and on. Under the engine lock. */
@ProviderType
public interface EngineSwitches {
    /** Whether expired keys stay where they are, though they count as missing: as long as writes are paused. */
    void keepExpired(boolean on);

    /** Whether keys that expired are removed without being asked for (DEBUG SET-ACTIVE-EXPIRE); on at first. */
    void activeExpiry(boolean on);

    /** Asks the listeners to key events anew which classes they want. */
    void eventClassesChanged();

    /** Whether the regular work is done (DEBUG PAUSE-CRON); on at first. */
    void cron(boolean on);

    /** Whether scripts may call any command (DEBUG SET-DISABLE-DENY-SCRIPTS); off at first. */
    void scriptsCallAll(boolean on);

    /** Whether scripts may call any command. */
    boolean scriptsCallAll();
}
