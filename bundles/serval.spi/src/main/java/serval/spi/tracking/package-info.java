/**
 * How a session's client is told of keys it may have in a cache, kept where the exchange of the bundle that tells leaves it alone.
 */
@Export
@Version("0.1.0")
@NullMarked
package serval.spi.tracking;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
