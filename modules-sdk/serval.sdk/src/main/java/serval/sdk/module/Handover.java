package serval.sdk.module;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * State that a bundle hands to its successor, published as an OSGi service by a bundle that keeps any outside of keys.
 *
 * <p>At the switch from one version to the next, under the engine lock and in one step with the exchange of commands, the old
 * version's {@link #export} feeds the new version's {@link #adopt} of the same name. Both must be quick. State without a
 * counterpart is dropped.
 */
@ConsumerType
public interface Handover {
    /** The name under which old and new find each other; unique within the bundle. */
    String name();

    /** The state as bytes. The version that made them is gone soon after. */
    byte[] export();

    /**
     * Takes a state over.
     *
     * @throws RuntimeException if the bytes cannot be understood; logged, and the new version serves without them
     */
    void adopt(byte[] state);
}
