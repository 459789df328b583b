package serval.spi.observe;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;
import serval.bytes.ByteSlice;
import serval.spi.session.Session;

/**
 * A watcher of changes of keys, published as an OSGi service. Unlike events, changes have no names and none is left out.
 * Under the engine lock, within the unit; may not wait.
 */
@ConsumerType
public interface ChangeObserver {
    /** Why a key is another one now. */
    enum Cause {
        /** A call changed it. */
        CALL,
        /** It expired. */
        EXPIRY,
        /** It was evicted to make room, before the call that is running. */
        EVICTION
    }

    /** Hands over the switch; called once each time it is put to use, before anything else. It is off at first. */
    void attach(Switch own);

    /**
     * A key was changed or removed.
     *
     * @param key valid until the method returns
     * @param current the session whose call is running, or null
     */
    void modified(ByteSlice key, @Nullable Session current, Cause cause);

    /** A database was emptied, or all were. */
    void flushed(@Nullable Session current);

    /** Turns an observer on and off; while it is off it costs nothing. Under the engine lock. */
    @ProviderType
    interface Switch {
        /** Has changes told from now on, or not. */
        void on(boolean wanted);
    }
}
