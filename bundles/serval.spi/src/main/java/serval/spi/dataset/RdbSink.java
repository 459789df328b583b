package serval.spi.dataset;

import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;

/** Where an RDB stream goes. Called by one thread, which may wait. */
@ConsumerType
public interface RdbSink {
    /** Takes bytes; the array is the caller's again when it returns. */
    void write(byte[] bytes, int from, int length) throws IOException;

    /** The stream is complete: make it last. */
    default void finish() throws IOException {}

    /** The stream ends early; called at most once, and not after {@link #finish()} returned. */
    default void abandon() {}
}
