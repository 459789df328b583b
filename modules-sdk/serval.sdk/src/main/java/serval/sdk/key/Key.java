package serval.sdk.key;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import serval.bytes.ByteSlice;
import serval.sdk.event.EventClass;
import serval.sdk.type.Value;
import serval.sdk.type.ValueType;

/**
 * A key opened in a call. It is looked up when first asked about; an expired key is as good as missing.
 *
 * <p>How it is first asked decides what a look-up does: a <em>read</em> counts as a hit or a miss and touches the
 * access clock; an <em>update</em> touches the clock only; a <em>peek</em> does neither. Whoever changes a value calls {@link #modified()} or
 * {@link #changed}, once per logical change: that is what WATCH, client-side caching, the journal and INFO count by.
 *
 * <p>Strings have a form of their own, {@link #string()}: their bytes may lie inside the keyspace's own entry, so no object is
 * handed out for them.
 */
@ProviderType
public interface Key {
    /** The key's name; valid until the handler returns. */
    ByteSlice name();

    // Looking

    /** Whether the key exists (a read that leaves the access clock alone). */
    boolean exists();

    /** Whether the key exists, touching its access clock (a read). */
    boolean touch();

    /** Whether the key exists, touching its access clock (an update). */
    boolean existsForUpdate();

    /** Whether the key exists (a peek). */
    boolean isPresent();

    /** The type of the value, or null if the key is missing (a peek). A parked value has a type of its own. */
    @Nullable
    ValueType<?> type();

    // Values other than strings

    /**
     * The value, to be read (a read).
     *
     * @return null if the key is missing
     * @throws serval.sdk.reply.CommandException WRONGTYPE if it holds a value of another type
     */
    <V extends Value> @Nullable V read(ValueType<V> type);

    /**
     * The value, to be changed in place (an update). A snapshot that still needs it has been seen to.
     *
     * @return null if the key is missing
     * @throws serval.sdk.reply.CommandException WRONGTYPE if it holds a value of another type
     */
    <V extends Value> @Nullable V update(ValueType<V> type);

    /** As {@link #update}, with a new empty value put where the key is missing. */
    <V extends Value> V updateOrCreate(ValueType<V> type);

    /** The value whatever its type, or null if the key is missing or holds a string (a peek). */
    @Nullable
    Value peek();

    /** Puts a value in the place of whatever is there; any expiry goes. */
    void put(Value value);

    /** Puts a value in the place of whatever is there; the expiry stays. */
    void putKeepingExpiry(Value value);

    // Strings

    /** The key's string; nothing is looked up yet. */
    StringKey string();

    // Expiry

    /** When the key expires, in milliseconds since 1970; -1 for never or for a missing key (a peek). */
    long expiresAt();

    /** Sets when the key expires; -1 for never. Of a missing key nothing. */
    void expireAt(long millis);

    // Removing

    /** Removes the key, freeing a large value in the background if {@code lazy}; returns whether it was there. */
    boolean remove(boolean lazy);

    // Telling

    /** Notes one change: watchers, caching clients, the journal and the dirty counter. */
    void modified();

    /** Raises an event without noting a change. The name is one of Redis' for that command. */
    void event(EventClass eventClass, String name);

    /** {@link #modified()} and {@link #event} in one. */
    default void changed(EventClass eventClass, String name) {
        modified();
        event(eventClass, name);
    }

    /** Runs the calls that wait for this key once more, though it did not just come into being. */
    void signalReady();
}
