package serval.spi.module;

import org.osgi.annotation.versioning.ConsumerType;

/** A service that is told when a handler of a bundle throws what it should not. Under the engine lock; may not wait. */
@ConsumerType
public interface FaultListener {
    /**
     * A fault, which has been logged and answered.
     *
     * @param bundle the bundle's number in the framework
     */
    void fault(long bundle, String command, Throwable fault);
}
