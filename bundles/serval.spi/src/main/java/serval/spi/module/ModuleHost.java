package serval.spi.module;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.osgi.framework.Bundle;
import serval.sdk.module.SelfTest;

/**
 * The engine as the installer of modules sees it. Methods may be called from any thread that does not hold the engine lock, and
 * those that say so wait for it.
 */
@ProviderType
public interface ModuleHost {
    /** Puts the services of a bundle aside from now on; before it starts. */
    void stage(Bundle bundle);

    /** What a bundle contributes, in service or not, by the {@link Intake#kind() kind}: kinds without any are left out. */
    Map<String, List<String>> contributions(Bundle bundle);

    /** Why a bundle cannot enter in the place of {@code leaving}; empty if it can. */
    List<String> conflicts(Bundle entering, @Nullable Bundle leaving);

    /**
     * Tests that the types of a staged bundle save and load, and read what the version they replace saves. Their code runs on this
     * thread and without the lock, so that nobody else is held up if it hangs.
     *
     * @throws ModuleRefusedException naming the type and what is wrong
     */
    void verifyTypes(Bundle entering, @Nullable Bundle leaving);

    /** A database and commands for the self-test of a staged bundle; each call waits for the lock. */
    SelfTest trial(Bundle staged);

    /**
     * Exchanges one bundle's services for another's in one step at a batch boundary, and waits until it is done. Large values
     * have been converted beside the old ones before, in slices, with the changes made meanwhile; small ones are converted at
     * their next use or by {@link #settle}. Calls that wait in the old version's commands are run again by the new
     * one's, or answered UNBLOCKED where there is none; calls put aside for something of the old version's own are answered
     * UNBLOCKED.
     *
     * @param leaving becomes {@link Phase#WITHDRAWN}; null for a first installation
     * @param entering a staged or withdrawn bundle; null for a removal, and then values are parked by {@link #settle}
     * @throws ModuleRefusedException if it cannot be done; all is as it was
     */
    void exchange(@Nullable Bundle leaving, @Nullable Bundle entering);

    /**
     * Converts or parks, in slices, whatever is left of a withdrawn bundle, or brings back whatever is parked for one that serves, and
     * waits until nothing more can be done.
     *
     * @return what still holds the bundle, such as {@code 3 values}, or an empty text if nothing does and it can be stopped
     */
    String settle(Bundle bundle);

    /** The number of values that the types of a bundle made and that are there now, in service or not. Waits for the lock. */
    long held(Bundle bundle);

    /** The number of values that would be converted or revived if {@code entering} came in the place of {@code leaving}. */
    long convertible(Bundle entering, @Nullable Bundle leaving);

    /** Forgets a bundle that has stopped, or that was staged and is not wanted. */
    void forget(Bundle bundle);
}
