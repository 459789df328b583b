package serval.sdk.type;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A {@link Value} of many elements that can fetch from memory beforehand what the next requests will look for in it.
 *
 * <p>Looking for one of a million elements is mostly waiting for memory. A client that sends requests without waiting for replies shows
 * which elements come next: where they are is read for all of them in one go, so that the waits overlap.
 */
@ConsumerType
public interface Foreseeing {
    /**
     * Reads what requests from {@code from} on, up to {@code to}, will read: all of them name this value's key. Which commands they are
     * is not known, nor whether they will come to run: nothing may change, and a wrong guess must only cost time. Called under the engine
     * lock, with the value as it is.
     *
     * @return a number that depends on what was read, lest the compiler leave the reads out
     */
    long foresee(Upcoming requests, int from, int to);
}
