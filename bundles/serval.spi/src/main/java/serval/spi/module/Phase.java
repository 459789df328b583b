package serval.spi.module;

import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;

/**
 * Whether a bundle's services count. A bundle that nobody staged serves from the moment it starts.
 *
 * <p>Kept here, below everybody who takes services up, because a service may arrive before whoever decides about it.
 */
public enum Phase {
    /** Started, and its services put aside until an exchange. */
    STAGED,
    /** In service. */
    SERVING,
    /** Still started for the sake of what it left behind; an exchange may bring it back. */
    WITHDRAWN;

    private static final ConcurrentHashMap<Long, Phase> EXCEPTIONS = new ConcurrentHashMap<>();

    /** The phase of a bundle. */
    public static Phase of(Bundle bundle) {
        return EXCEPTIONS.getOrDefault(bundle.getBundleId(), SERVING);
    }

    /** Puts a bundle in a phase; for the {@link ModuleHost}. */
    public static void set(Bundle bundle, Phase phase) {
        if (phase == SERVING) {
            EXCEPTIONS.remove(bundle.getBundleId());
        } else {
            EXCEPTIONS.put(bundle.getBundleId(), phase);
        }
    }
}
