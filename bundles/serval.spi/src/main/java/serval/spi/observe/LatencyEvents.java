package serval.spi.observe;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The service that is told what took time and is no call: a write to a file, a rename. It passes that on to the
 * {@link CallObserver}s.
 */
@ProviderType
public interface LatencyEvents {
    /**
     * Tells of an event; less than a millisecond is nobody's concern, and costs nothing. Any thread.
     *
     * @param event by LATENCY's names
     * @param nanos how long it took
     */
    void spent(String event, long nanos);
}
