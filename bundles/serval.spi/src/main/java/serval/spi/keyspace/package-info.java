/**
 * The keyspace as the system bundles see it: all databases, expiry, eviction, memory, watched keys.
 */
@Export
@Version("0.1.0")
@NullMarked
package serval.spi.keyspace;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
