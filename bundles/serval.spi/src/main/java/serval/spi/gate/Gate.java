package serval.spi.gate;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;
import serval.sdk.reply.CommandError;

/**
 * A check between a request and its handler, published as an OSGi service.
 *
 * <p>A gate is only asked while it is armed, for all sessions or for the one that calls; the engine finds out with one comparison
 * that no gate is. It runs under the engine lock and may not wait.
 */
@ConsumerType
public interface Gate {
    /** The gate's name, for logs. */
    String name();

    /** Its place among the gates; one of {@link GateOrder}, or between them. */
    int order();

    /** Hands over the control with which the gate arms itself; called once, under the lock, before it is first asked. */
    void attach(GateControl control);

    /** Looks at a call. */
    Verdict check(GateCall call);

    /**
     * What it would answer to any change of the dataset just now, or null: for those who ask before they begin what may change it, such as
     * scripts. Only asked while the gate is armed for all sessions.
     */
    default @Nullable CommandError writeRefusal() {
        return null;
    }
}
