package serval.spi.session;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A place in every session for one bundle's state. Slots are found by name, so that the next version of a bundle finds what
 * the last one left; for the same reason what is put there must be of a JDK, sdk or spi class.
 *
 * @param <T> the class of the state
 */
public final class SessionSlot<T> {
    private static final java.util.concurrent.ConcurrentHashMap<String, SessionSlot<?>> BY_NAME =
            new java.util.concurrent.ConcurrentHashMap<>();
    private static final AtomicInteger NEXT = new AtomicInteger();

    private final int index = NEXT.getAndIncrement();

    private SessionSlot() {}

    /** The slot of this name; the same one each time. */
    @SuppressWarnings("unchecked")
    public static <T> SessionSlot<T> named(String name) {
        return (SessionSlot<T>) BY_NAME.computeIfAbsent(name, none -> new SessionSlot<>());
    }

    int index() {
        return index;
    }
}
