/**
 * Invalidation messages for caches that clients keep: CLIENT TRACKING and its kin.
 *
 * <p>What a session asked for is in its slot ({@link serval.spi.tracking.Tracking}). {@link serval.tracking.Tracker} hears of
 * what tracking sessions read and of what changes: {@link serval.tracking.KeyTable} remembers who read which key,
 * {@link serval.tracking.Broadcasts} knows who wants to hear of which prefix, and {@link serval.tracking.Invalidation} is
 * the message.
 */
@NullMarked
package serval.tracking;

import org.jspecify.annotations.NullMarked;
