/**
 * Publish and subscribe.
 *
 * <p>What a session is subscribed to is in its slot ({@link serval.spi.pubsub.Subscriptions}) and outlives this bundle;
 * {@link serval.pubsub.Channels} is the index of it, from names to sessions, which each version makes anew when it
 * enters. {@link serval.pubsub.Message} is a message in its encoded forms, one for all who receive it.
 * {@link serval.pubsub.Notifications} publishes what happens to keys.
 */
@NullMarked
package serval.pubsub;

import org.jspecify.annotations.NullMarked;
