/**
 * What a session is subscribed to, kept where the exchange of the bundle that publishes leaves it alone.
 */
@Export
@Version("0.1.0")
@NullMarked
package serval.spi.pubsub;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
