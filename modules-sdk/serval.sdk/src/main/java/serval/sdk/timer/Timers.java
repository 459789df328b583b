package serval.sdk.timer;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The service that runs actions later, between commands, under the engine lock. They may not wait, and should take well
 * under a millisecond. A timer of a bundle that stopped does not fire any more.
 */
@ProviderType
public interface Timers {
    /** Runs an action once, after this many milliseconds. */
    Timer after(long millis, Runnable action);

    /** Runs an action again and again, with this many milliseconds between the end of one run and the next. */
    Timer every(long millis, Runnable action);

    /** A timer that was set. */
    @ProviderType
    interface Timer {
        /** Takes the timer back; no run starts after this returns. */
        void cancel();
    }
}
