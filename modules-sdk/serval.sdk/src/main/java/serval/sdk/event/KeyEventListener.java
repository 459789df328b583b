package serval.sdk.event;

import org.osgi.annotation.versioning.ConsumerType;
import serval.bytes.ByteSlice;

/**
 * A listener to key events, published as an OSGi service. It is called under the engine lock, within the unit that caused
 * the event and in order, and may not wait. A change it makes itself through a submitted action is a unit of its own.
 */
@ConsumerType
public interface KeyEventListener {
    /** The classes wanted, as {@link EventClass#bit()}s; asked once, when the service arrives. */
    int classes();

    /**
     * An event.
     *
     * @param database the database's number
     * @param name the event's name as Redis gives it, such as {@code set} or {@code expired}
     * @param key the key, valid until this method returns
     */
    void onEvent(EventClass eventClass, String name, int database, ByteSlice key);
}
