package serval.spi.handover;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * State of a bundle that its successor takes over, published as an OSGi service by a bundle that cannot keep its state in
 * classes of the sdk or spi. Under the engine lock, at the switch from one version to the next.
 */
@ConsumerType
public interface Handover {
    /** The name under which old and new find each other. */
    String name();

    /** The state as bytes. */
    byte[] export();

    /** Takes a state over. */
    void adopt(byte[] state);
}
