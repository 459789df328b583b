package serval.sdk.engine;

import org.osgi.annotation.versioning.ProviderType;
import serval.sdk.command.Handler;

/** The service through which threads of a bundle's own get at the dataset. */
@ProviderType
public interface Engine {
    /**
     * Runs an action under the engine lock, soon, after the batch that is running. Returns at once; callable from any
     * thread, a thread that holds the lock included.
     */
    void submit(Runnable action);

    /**
     * Whether elements whose time is up are to be removed without being asked for: not on a replica, not while CLIENT PAUSE is
     * on, nor where DEBUG SET-ACTIVE-EXPIRE says so.
     */
    boolean expiresActively();

    /**
     * Runs a handler as a call without a client in database {@code database}, soon and as a unit of its own: it can open keys,
     * run commands and leave effects. What it replies is dropped.
     */
    void submit(int database, Handler action);
}
